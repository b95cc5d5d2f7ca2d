"""Entering an address that is told of events, ending it, and sending a message again."""

from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.hooks.addresses import read_address
from trucewatch.hooks.models import Delivery, DeliveryState, Hook
from trucewatch.hooks.rules import HOOK_EVENTS
from trucewatch.hooks.signatures import make_key, secret_of
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.ledger.models import Head
from trucewatch.vocabulary.refusal import NotFound, Refused


@transaction.atomic
def add_hook(
    address: str, *, events: Collection[Event], acting_as: Member, by: Member
) -> tuple[Hook, str]:
    """Tell an address of what is done from now on, as far as a member sees it.

    Returns the secret under which messages are signed; it is shown once.
    """
    require(by, Act.MANAGE_HOOKS)
    read_address(address, is_private_allowed=settings.TRUCEWATCH_HOOKS_PRIVATE)
    if not events or not set(events) <= set(HOOK_EVENTS):
        raise Refused(_("Choose at least one of the events."), field="events")
    if acting_as.is_operator or not acting_as.is_active:
        raise Refused(_("An address sees as an active member does."), field="acting_as")
    make_key(settings.TRUCEWATCH_HOME)
    head = Head.objects.filter(pk=1).values_list("count", flat=True).first()
    hook = Hook.objects.create(
        address=address,
        events=[event.value for event in HOOK_EVENTS if event in events],
        acting_as=acting_as,
        added_by=by,
        cursor=head or 0,
    )
    ledger.record(Event.HOOK_ADDED, by=by, subject=hook, facts={"events": hook.events})
    return hook, secret_of(hook.pk, settings.TRUCEWATCH_HOME)


@transaction.atomic
def end_hook(hook_id: UUID, *, by: Member) -> Hook:
    """Tell an address nothing more; what waits for it is not sent."""
    require(by, Act.MANAGE_HOOKS)
    hook = Hook.objects.select_for_update().filter(pk=hook_id).first()
    if hook is None:
        raise NotFound(_("There is no such address."))
    if hook.ended_at is None:
        hook.ended_at = timezone.now()
        hook.save(update_fields=["ended_at"])
        ledger.record(Event.HOOK_ENDED, by=by, subject=hook)
    return hook


@transaction.atomic
def send_again(delivery_id: UUID, *, by: Member) -> Delivery:
    """Let a message be tried again from the start; whether it may still be told is asked anew."""
    require(by, Act.MANAGE_HOOKS)
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("hook")
        .filter(pk=delivery_id)
        .first()
    )
    if delivery is None:
        raise NotFound(_("There is no such message."))
    if delivery.hook.ended_at is not None:
        raise Refused(_("This address is told nothing any more."))
    delivery.state, delivery.tries = DeliveryState.WAITING, 0
    delivery.next_try_at = timezone.now()
    delivery.save(update_fields=["state", "tries", "next_try_at"])
    return delivery
