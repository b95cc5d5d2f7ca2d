"""Turning entries of the ledger into messages, and sending those that are due.

What is to be told is found by walking the ledger behind each address's cursor. No act knows of
addresses, nothing is lost when this process is killed at any moment, and a message may come twice:
its id stays the same.
"""

import datetime as dt
import http.client
import json
from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from trucewatch.hooks.models import Delivery, DeliveryState, Hook
from trucewatch.hooks.posting import post
from trucewatch.hooks.queries import Told, told_of
from trucewatch.hooks.rules import LEASE, pause_after
from trucewatch.hooks.signatures import secret_of, signature
from trucewatch.ledger.models import Entry, Head
from trucewatch.vocabulary.identity import new_id
from trucewatch.vocabulary.refusal import Refused

_ENTRIES: Final = 500
_SENT_AT_ONCE: Final = 200

Post = Callable[[str, str, Mapping[str, str]], int]


def deliver(*, post: Post = post) -> int:
    """Queue what is new, send what is due; returns how many messages were delivered."""
    for hook in Hook.objects.filter(ended_at__isnull=True).values_list("pk", flat=True):
        while queue_new(hook):
            pass
    return send_due(post)


@transaction.atomic
def queue_new(hook_id: UUID) -> bool:
    """Make messages of the next entries that an address is told; whether more are left."""
    head = Head.objects.filter(pk=1).values_list("count", flat=True).first() or 0
    found = Hook.objects.select_for_update(of=("self",)).select_related("acting_as__organisation")
    hook = found.filter(pk=hook_id, ended_at__isnull=True).first()
    if hook is None or head <= hook.cursor:
        return False
    behind = Entry.objects.filter(seq__gt=hook.cursor, seq__lte=head, event__in=hook.events)
    entries = list(behind.order_by("seq")[:_ENTRIES])
    is_more = len(entries) == _ENTRIES
    if not entries and head - hook.cursor < _ENTRIES:
        return False  # the cursor moves when something is told, so that acts cost no writes here
    made = [
        _delivery(hook, entry, told)
        for entry in entries
        if (told := told_of(entry, hook.acting_as)) is not None
    ]
    Delivery.objects.bulk_create(made, ignore_conflicts=True)
    hook.cursor = entries[-1].seq if is_more else head
    hook.save(update_fields=["cursor"])
    return is_more


def send_due(post: Post) -> int:
    """Try every message whose time has come; an address in trouble is left alone for this round."""
    due = Delivery.objects.filter(
        state=DeliveryState.WAITING, next_try_at__lte=timezone.now(), hook__ended_at__isnull=True
    )
    delivered = 0
    in_trouble: set[UUID] = set()
    for delivery in due.select_related("hook__acting_as__organisation").order_by("entry")[
        :_SENT_AT_ONCE
    ]:
        if delivery.hook_id in in_trouble or not _taken(delivery):
            continue
        if _tried(delivery, post):
            delivered += 1
        elif delivery.state != DeliveryState.WITHHELD:
            in_trouble.add(delivery.hook_id)
    return delivered


def _delivery(hook: Hook, entry: Entry, told: Told) -> Delivery:
    key = new_id()
    words = {
        "id": str(key),
        "event": entry.event,
        "at": entry.at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z"),
        "kind": told.kind,
        "subject": told.subject,
        "path": told.path,
    }
    return Delivery(id=key, hook=hook, entry=entry.seq, event=entry.event, body=json.dumps(words))


def _taken(delivery: Delivery) -> bool:
    """Whether this worker has the message now; another one may have been quicker."""
    mine = Delivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.WAITING, next_try_at=delivery.next_try_at
    )
    taken = mine.update(next_try_at=timezone.now() + LEASE, tries=F("tries") + 1)
    delivery.tries += 1
    return bool(taken)


def _tried(delivery: Delivery, post: Post) -> bool:
    """Send it and write down what it came to."""
    entry = Entry.objects.filter(seq=delivery.entry).first()
    if entry is None or told_of(entry, delivery.hook.acting_as) is None:
        delivery.state, delivery.answer = DeliveryState.WITHHELD, ""
        delivery.save(update_fields=["state", "answer"])
        return False
    is_taken, answer = _answer_to(delivery, post)
    delivery.answer = answer[:200]
    pause = pause_after(delivery.tries)
    if is_taken:
        delivery.state, delivery.delivered_at = DeliveryState.DELIVERED, timezone.now()
    elif pause is None:
        delivery.state = DeliveryState.DEAD
    else:
        delivery.next_try_at = timezone.now() + pause
    delivery.save(update_fields=["state", "answer", "delivered_at", "next_try_at"])
    return is_taken


def _answer_to(delivery: Delivery, post: Post) -> tuple[bool, str]:
    try:
        secret = secret_of(delivery.hook_id, settings.TRUCEWATCH_HOME)
        at = int(timezone.now().timestamp())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Trucewatch",
            "Trucewatch-Event": delivery.event,
            "Trucewatch-Delivery": str(delivery.pk),
            "Trucewatch-Signature": signature(secret, delivery.body, at=at),
        }
        status = post(delivery.hook.address, delivery.body, headers)
    except Refused as refused:
        return False, refused.reason
    except (OSError, http.client.HTTPException, ValueError) as error:
        return False, type(error).__name__
    return 200 <= status < 300, str(status)
