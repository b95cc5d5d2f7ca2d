"""Circulating versions of a draft, positions on them, what became of them, whom they bind."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.agreements.actions import add_instrument
from trucewatch.agreements.models import Instrument, Obligation, ObligationStep, Provision, Version
from trucewatch.agreements.recording import (
    add_provision,
    add_version,
    move_obligation,
    record_obligation,
)
from trucewatch.ledger.events import Event
from trucewatch.parties.models import Party
from trucewatch.sources.recording import record_fact
from trucewatch.talks.actions.once import record_once
from trucewatch.talks.marked import Marked
from trucewatch.talks.models import (
    Circulation,
    DraftPosition,
    Meeting,
    Round,
    Settlement,
    Tabling,
    TextAct,
)
from trucewatch.talks.queries.actors import Actors
from trucewatch.talks.rules.drafts import (
    refusing,
    require_binding,
    require_bound,
    require_settlement,
)
from trucewatch.talks.standing import hash_of, names_of, stances_of
from trucewatch.vocabulary.accords import Nature, ObligationState, VersionState
from trucewatch.vocabulary.interval import DatePrecision, Interval
from trucewatch.vocabulary.refusal import NotFound, Refused
from trucewatch.vocabulary.talks import DraftOutcome, DraftStance


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """A text to be circulated: to whom, from whom, when, and at which meeting if at one."""

    instrument: Instrument
    text: str
    language: str = ""
    on: dt.date | None = None
    sender: Party | None = None
    sender_label: str = ""
    recipients: Sequence[Party] = ()
    other_recipients: Sequence[str] = ()
    meeting: Meeting | None = None
    remarks: str = ""
    marked: Marked = field(default_factory=Marked)
    after: int | None = None
    """The version that it was written from, where that is known: no other came since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnObligation:
    """An obligation to draw from a provision of an adopted version."""

    number: str
    heading: str
    provision_text: str = ""
    text: str
    bearer: Party | None = None
    bearer_label: str = ""
    beneficiary: str = ""
    nature: Nature = Nature.ACT
    due_from: dt.date | None = None
    due_until: dt.date | None = None


def table_text(tabling: Tabling, *, by: Member) -> Tabling:
    """Enter that a text was put before a round."""
    return record_fact(tabling, Event.TEXT_TABLED, by=by)


@transaction.atomic
def circulate_version(round_: Round, new: NewVersion, *, by: Member) -> Version:
    """Enter the next version of a draft, put it before the round, and say who got it.

    A text that is the same as that of the last version is refused: there is nothing new to read.
    What the member may not see of the draft plays no part in that, and is tabled no second time
    where whoever sees this version sees the tabling.
    """
    require(by, Act.RUN_TALKS)
    if not new.text.strip():
        raise Refused("Give the text of the draft.", field="text")
    if not new.recipients and not any(name.strip() for name in new.other_recipients):
        raise Refused("Say who gets it.", field="recipients")
    Instrument.objects.select_for_update().filter(pk=new.instrument.pk).first()
    known = Version.objects.filter(instrument=new.instrument)
    seen = known.visible_to(MemberReader(by)).filter(withdrawn=False)
    last = seen.order_by("number").last()
    if new.after is not None and last is not None and last.number > new.after:
        raise Refused(
            "Version {number} came meanwhile: read it before you circulate another one.",
            values={"number": last.number},
        )
    if last is not None:
        _require_after(last, new.on, "on")
    if last is not None and last.text == new.text:
        raise Refused("This is the text of the last version, unchanged.", field="text")
    number = (known.order_by("number").values_list("number", flat=True).last() or 0) + 1
    marked = new.marked.columns
    version = Version(
        instrument=new.instrument, number=number, version_state=VersionState.TABLED.value,
        language=new.language, text=new.text, date_start=new.on, date_end=new.on,
        remarks=new.remarks, **marked,
    )  # fmt: skip
    add_version(version, by=by)
    if not _is_tabled(round_, new, by):
        tabling = Tabling(
            round=round_, instrument=new.instrument, on=new.on, by_party=new.sender,
            by_label=new.sender_label, **marked,
        )  # fmt: skip
        table_text(tabling, by=by)
    sent: dict[str, Any] = {
        "version": version, "by_party": new.sender, "by_label": new.sender_label, "on": new.on,
        "meeting": new.meeting, **marked,
    }  # fmt: skip
    for party in new.recipients:
        record_circulation(Circulation(to_party=party, **sent), by=by)
    for name in new.other_recipients:
        if name.strip():
            record_circulation(Circulation(to_label=name.strip(), **sent), by=by)
    return version


def _is_tabled(round_: Round, new: NewVersion, by: Member) -> bool:
    """Whether the text stands before the round for everybody who sees the new version."""
    rows = Tabling.objects.visible_to(MemberReader(by)).filter(
        Q(compartment=None) | Q(compartment=new.marked.compartment), round=round_,
        instrument=new.instrument, withdrawn=False,
        handling__in=new.marked.handling.and_below(),
    )  # fmt: skip
    return bool(rows.exists())


@transaction.atomic
def circulate_new_draft(round_: Round, new: NewVersion, *, by: Member) -> Version:
    """Enter a text under a name of its own together with its first version."""
    require(by, Act.RUN_TALKS)
    try:
        new.instrument.full_clean()
    except ValidationError as error:
        field_, reasons = next(iter(error.message_dict.items()))
        raise Refused(reasons[0], field="" if field_ == "__all__" else field_) from error
    add_instrument(new.instrument, by=by)
    return circulate_version(round_, new, by=by)


def record_circulation(circulation: Circulation, *, by: Member) -> Circulation:
    """Enter that a version was handed to somebody."""
    if not circulation.to_whom.strip():
        raise Refused("Say who gets it.", field="to_label")
    return record_once(circulation, Event.DRAFT_CIRCULATED, by=by)


@transaction.atomic
def give_draft_position(position: DraftPosition, *, by: Member) -> DraftPosition:
    """Enter where a party stands on a version; it is bound to the exact text by its hash.

    Whoever names a hash says which text they had before them: another one is refused.
    """
    require(by, Act.RECORD_FACT)
    if not position.who.strip():
        raise Refused("Say whose position it is.", field="party_label")
    if position.draft_stance == DraftStance.RESERVES and not position.text.strip():
        raise Refused("Give the reservation in words.", field="text")
    version = _seen_version(position.version_id, by)
    current = hash_of(version)
    if position.version_hash and position.version_hash != current:
        raise Refused(
            "The text is not the one that this position is bound to: open the version again.",
            field="version_hash",
        )
    position.version_hash = current
    _require_after(version, position.on, "on")
    return record_once(position, Event.DRAFT_POSITION_GIVEN, by=by)


@transaction.atomic
def settle_draft(settlement: Settlement, *, by: Member) -> Settlement:
    """Enter what became of a version, by one account."""
    try:
        outcome = DraftOutcome(settlement.draft_outcome)
    except ValueError:
        raise Refused("Choose what became of it.", field="draft_outcome") from None
    settlement.without = "\n".join(names_of(settlement))
    require_settlement(outcome, names_of(settlement))
    require(by, Act.RECORD_FACT)
    _require_after(_seen_version(settlement.version_id, by), settlement.date_end, "on")
    return record_once(settlement, Event.DRAFT_SETTLED, by=by)


@transaction.atomic
def record_text_act(act: TextAct, *, by: Member) -> TextAct:
    """Enter that somebody signed, published or dissociated itself from a version."""
    if not act.who.strip():
        raise Refused("Say who did it.", field="party_label")
    require(by, Act.RECORD_FACT)
    _require_after(_seen_version(act.version_id, by), act.date_end, "on")
    return record_once(act, Event.TEXT_ACT_RECORDED, by=by)


@transaction.atomic
def draw_obligations(
    version: Version, drawn: Sequence[DrawnObligation], *, marked: Marked, by: Member
) -> list[Obligation]:
    """Make obligations of the provisions of an adopted version, all or none of them.

    A provision that is not recorded yet is entered with its words. Whoever refused the version, or
    without whom it was issued, is bound by none of it.
    """
    require(by, Act.RUN_TALKS)
    if not drawn:
        raise Refused("Choose at least one provision.")
    found = _seen_version(version.pk, by)
    settlements = _counting(Settlement, found, by)
    outcomes = [DraftOutcome(each.draft_outcome) for each in settlements]
    require_binding(outcomes)
    without = [name for each in settlements for name in names_of(each)]
    stances = stances_of(_counting(DraftPosition, found, by))
    agreed = _agreed_on(found, settlements)
    provisions = {
        row.number: row
        for row in Provision.objects.visible_to(MemberReader(by)).filter(
            version=found, withdrawn=False
        )
    }
    made, actors = [], Actors(MemberReader(by))
    unwilling = {actors.of(name) for name in (*without, *refusing(stances))}
    others = [name for party in unwilling for name in actors.names_of(party)]
    for place, each in enumerate(drawn, start=len(provisions) + 1):
        bearer = each.bearer.name if each.bearer else actors.of(each.bearer_label)
        require_bound(bearer, without, stances, others)
        provision = provisions.get(each.number) or add_provision(
            Provision(
                version=found, number=each.number, position=place, heading=each.heading,
                text=each.provision_text, **marked.columns,
            ),
            by=by,
        )  # fmt: skip
        provisions[each.number] = provision
        if agreed and each.due_until and each.due_until < agreed.start:
            raise Refused(
                "{provision} is due before the text was adopted.", values={"provision": each.number}
            )
        made.append(_draw(found, provision, each, marked, agreed, by))
    return made


def _agreed_on(version: Version, settlements: Sequence[Settlement]) -> Interval | None:
    """When it was adopted or issued by the first account that dates it, else its own day."""
    binding = {DraftOutcome.ADOPTED.value, DraftOutcome.ISSUED_WITHOUT.value}
    told = [each.interval for each in settlements if each.draft_outcome in binding]
    dated = sorted((day for day in told if day is not None), key=lambda day: day.start)
    return dated[0] if dated else version.interval


def _draw(
    version: Version, provision: Provision, drawn: DrawnObligation, marked: Marked,
    agreed: Interval | None, by: Member,
) -> Obligation:  # fmt: skip
    same = Obligation.objects.visible_to(MemberReader(by)).filter(
        provision=provision, text=drawn.text, bearer=drawn.bearer, bearer_label=drawn.bearer_label,
        withdrawn=False,
    )  # fmt: skip
    if same.exists():
        raise Refused(
            "{provision} is an obligation of {party} already.",
            values={"provision": provision.number, "party": drawn.bearer or drawn.bearer_label},
        )
    obligation = record_obligation(
        Obligation(
            instrument=version.instrument, provision=provision, text=drawn.text,
            nature=drawn.nature.value, bearer=drawn.bearer, bearer_label=drawn.bearer_label,
            beneficiary=drawn.beneficiary, date_start=drawn.due_from, date_end=drawn.due_until,
            **marked.columns,
        ),
        by=by,
    )  # fmt: skip
    days: dict[str, Any] = {}
    if agreed is not None:
        days = {
            "date_start": agreed.start, "date_end": agreed.end,
            "date_precision": DatePrecision(agreed.precision).value,
        }  # fmt: skip
    step = ObligationStep(
        obligation=obligation, obligation_state=ObligationState.AGREED.value,
        by_label=str(version.instrument), **days, **marked.columns,
    )  # fmt: skip
    move_obligation(step, by=by)
    return obligation


def _require_after(version: Version, day: dt.date | None, field_: str) -> None:
    """Nobody answers a text before it is there."""
    if day is not None and version.date_start is not None and day < version.date_start:
        raise Refused(
            "This lies before the day of version {number}, which is {day}.",
            field=field_,
            values={"number": str(version.number), "day": Interval.on(version.date_start)},
        )


def _counting(model: Any, version: Version, by: Member) -> list[Any]:
    rows = model.objects.visible_to(MemberReader(by)).filter(version=version, withdrawn=False)
    beside = ("party",) if model is DraftPosition else ()
    return list(rows.select_related(*beside).order_by("recorded_at", "pk"))


def _seen_version(key: UUID | None, by: Member) -> Version:
    rows = Version.objects.visible_to(MemberReader(by)).select_for_update(of=("self",))
    found: Version | None = rows.filter(pk=key, withdrawn=False).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found
