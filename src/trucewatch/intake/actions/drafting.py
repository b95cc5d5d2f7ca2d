"""Keeping a form that is not sent yet, for whoever began it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.intake.models import Draft
from trucewatch.intake.rules import DRAFTS_LAST, MOST_DRAFT_CHARACTERS, MOST_DRAFTS
from trucewatch.reports.models import Report
from trucewatch.vocabulary.refusal import Refused


@transaction.atomic
def keep_draft(
    key: UUID, form: str, fields: Mapping[str, Sequence[str]], *, by: Member
) -> Draft | None:
    """Keep what stands in a form; None where it was filed meanwhile and nothing is left to keep.

    No entry of the ledger: a draft is no part of the record, seen by nobody but its writer.
    """
    require(by, Act.FILE_REPORT)
    size = sum(len(name) + sum(map(len, values)) for name, values in fields.items())
    if size > MOST_DRAFT_CHARACTERS:
        raise Refused("The form holds more than a draft can keep.")
    if is_filed(key, by=by):
        return None
    kept = {name: list(values) for name, values in fields.items()}
    draft, _ = Draft.objects.update_or_create(
        member=by,
        key=key,
        defaults={"form": form[:20], "fields": kept, "saved_at": timezone.now()},
    )
    theirs = Draft.objects.filter(member=by)
    theirs.filter(saved_at__lt=timezone.now() - DRAFTS_LAST).delete()
    surplus = theirs.order_by("-saved_at").values_list("pk", flat=True)[MOST_DRAFTS:]
    Draft.objects.filter(pk__in=list(surplus)).delete()
    return draft


def discard_draft(key: UUID, *, by: Member) -> None:
    """Forget a form that will not be sent."""
    Draft.objects.filter(member=by, key=key).delete()


def is_filed(key: UUID, *, by: Member) -> bool:
    """Whether the member has filed the form of that key."""
    return bool(Report.objects.filter(source_key=str(key), filed_by=by).exists())
