"""What the keeper of one book says of an entry, or of a day's count, of another."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act, marks_without_compartment
from trucewatch.cases.models import Book, BookRemark, TallyRemark
from trucewatch.cases.queries.books import (
    current_tally_remarks,
    find_entry,
    find_tally,
    may_speak_for,
    require_keeper,
)
from trucewatch.cases.rules.books import require_verdict_reason, require_within_total
from trucewatch.cases.rules.sense import require_countable
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.ledger.models import Recorded
from trucewatch.parties.models import Party
from trucewatch.reports.models import Tally
from trucewatch.reports.rules import LONGEST_REASON, require_text
from trucewatch.sources.models import Source
from trucewatch.vocabulary.cases import BookVerdict
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed, Refused
from trucewatch.vocabulary.roles import OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyRemarkGiven:
    """Of how many of a tally's breaches a monitor says what, and where it says so.

    Whoever speaks for the monitor needs no ``source``; the mission, which writes down what was
    published, names it.
    """

    by_monitor: Party
    verdict: BookVerdict
    count: int
    reason: str = ""
    source: Source | None = None
    handling: Handling = Handling.AMBER


@transaction.atomic
def remark_entry(
    entry_id: UUID, book: Book, verdict: BookVerdict, *, by: Member, reason: str = ""
) -> BookRemark:
    """Say as the keeper of ``book`` what it holds of an entry in another book.

    A later remark takes the place of an earlier one, which stays readable.
    """
    entry = find_entry(entry_id, by, lock=True)
    require_keeper(book, by)
    if entry.book_id == book.pk:
        raise Refused("Nobody remarks on an entry of their own book: withdraw it instead.")
    if entry.book.mechanism_id != book.mechanism_id:
        raise Refused("The two books belong to different mechanisms.")
    if entry.withdrawn:
        raise Refused("The entry is withdrawn: there is nothing left to say of it.")
    require_text(reason, most=LONGEST_REASON, field="reason")
    require_verdict_reason(verdict, reason)
    ledger.take_turn()
    now = timezone.now()
    rows: list[Recorded] = []
    old = entry.book_remarks.filter(book=book, replaced_at__isnull=True).first()
    if old is not None:
        if (old.verdict, old.reason) == (verdict, reason.strip()):
            raise Refused("That is what the book says already.", field="verdict")
        old.replaced_at = now
        old.save(update_fields=["replaced_at"])
        rows.append(old)
    remark = BookRemark(
        entry=entry, book=book, verdict=verdict, reason=reason.strip(), made_by=by, made_at=now,
        handling=entry.handling, compartment=entry.compartment,
    )  # fmt: skip
    remark.save()
    ledger.record(Event.BOOK_REMARKED, by=by, subject=remark, rows=rows)
    return remark


@transaction.atomic
def remark_tally(tally_id: UUID, given: TallyRemarkGiven, *, by: Member) -> TallyRemark:
    """Write down what one monitor says of another's count; the count itself stays as it is.

    A later remark of the same verdict takes the place of the earlier one, which stays readable.
    """
    require(by, Act.KEEP_BOOK)
    tally = find_tally(tally_id, by)
    _require_voice(given, by)
    if tally.monitor_id == given.by_monitor.pk:
        raise Refused("A monitor says nothing of its own count here.", field="by_monitor")
    require_countable(given.count, field="count")
    require_text(given.reason, most=LONGEST_REASON, field="reason")
    _require_mark(given.handling, tally, by)
    ledger.take_turn()
    now = timezone.now()
    said = {
        BookVerdict(remark.verdict): remark
        for remark in current_tally_remarks(tally).filter(by_monitor=given.by_monitor)
    }
    counts = {verdict: remark.count for verdict, remark in said.items()}
    require_within_total(counts, given.verdict, given.count, tally.stated_total)
    rows: list[Recorded] = []
    if (old := said.get(given.verdict)) is not None:
        if (old.count, old.reason, old.handling) == (
            given.count, given.reason.strip(), given.handling,
        ):  # fmt: skip
            raise Refused("That is what the monitor says already.", field="verdict")
        old.replaced_at = now
        old.save(update_fields=["replaced_at"])
        rows.append(old)
    is_open = given.handling <= Handling.GREEN
    remark = TallyRemark(
        tally=tally, by_monitor=given.by_monitor, verdict=given.verdict, count=given.count,
        reason=given.reason.strip(), source=given.source, made_by=by, made_at=now,
        handling=given.handling, compartment=None if is_open else tally.compartment,
    )  # fmt: skip
    remark.save()
    ledger.record(Event.TALLY_REMARKED, by=by, subject=remark, rows=rows)
    return remark


def _require_voice(given: TallyRemarkGiven, by: Member) -> None:
    """Whoever keeps the monitor's book speaks for it; the mission quotes it with a source."""
    if may_speak_for(given.by_monitor, by):
        return
    if by.organisation.organisation_kind != OrganisationKind.MISSION:
        raise NotAllowed("Only whoever keeps that monitor’s book, or the mission, writes it down.")
    if given.source is None:
        raise Refused("Name the source in which the monitor says so.", field="source")


def _require_mark(handling: Handling, tally: Tally, by: Member) -> None:
    """What is said of a count is read by no more than the count is, and by whoever says it."""
    if handling < Handling(tally.handling):
        raise Refused(
            "The tally is marked {mark}: what is said of it is no more open than that.",
            field="handling", values={"mark": Handling(tally.handling).label},
        )  # fmt: skip
    kind = OrganisationKind(by.organisation.organisation_kind)
    if tally.compartment is None and handling not in marks_without_compartment(kind):
        raise Refused("You could not read it under that mark: choose another.", field="handling")
