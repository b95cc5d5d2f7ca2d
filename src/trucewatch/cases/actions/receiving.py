"""Filing an allegation: a case, the words of whoever alleges, a receipt, a first deadline."""

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Compartment, Member, Organisation
from trucewatch.accounts.rules import Act
from trucewatch.cases.actions.moving import open_deadline, refresh_due
from trucewatch.cases.actions.sharing import widen
from trucewatch.cases.models import Case, Complaint, Mechanism, Step, Submission
from trucewatch.cases.queries.finding import NOTHING, version_on
from trucewatch.cases.rules.machine import FIRST_DEADLINES
from trucewatch.incidents.actions import Filing, file_report
from trucewatch.incidents.models import Incident, Link
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.reports.account import Account
from trucewatch.reports.models import Report
from trucewatch.reports.rules import LONGEST_WORDS, require_possible_days, require_text
from trucewatch.sources.actions import ensure_organisation_source
from trucewatch.vocabulary.cases import COUNTED, CaseClass, CaseState, CaseStep
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.identity import new_id
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.vocabulary.refusal import NotFound, Refused
from trucewatch.vocabulary.roles import OrganisationKind
from trucewatch.vocabulary.violations import ViolationType

_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alleged:
    """An allegation as it is handed in.

    ``accused`` is the party that it is against; where none is known ``accused_label`` says so in
    words, or both are empty for persons unknown. ``addressee`` answers for the accused.
    """

    text: str
    case_class: CaseClass = CaseClass.VIOLATION
    violation_type: ViolationType = ViolationType.UNSPECIFIED
    date_start: dt.date
    date_end: dt.date
    place_label: str = ""
    area: Place | None = None
    latitude: float | None = None
    longitude: float | None = None
    accused: Party | None = None
    accused_label: str = ""
    addressee: Organisation | None = None
    is_continuing: bool = False
    report: Report | None = None
    """The account that it rests on, where the record has it; else one is filed."""
    submission: Submission | None = None
    entry: str = ""
    page: int | None = None
    start: int | None = None
    end: int | None = None
    arose_from: Case | None = None


@transaction.atomic
def file_complaint(mechanism: Mechanism, alleged: Alleged, *, by: Member) -> Complaint:
    """Enter an allegation: the mechanism has a case, and its sender a receipt.

    The case says in neutral words what it is about. What was alleged, and by whom, is seen by the
    mission and by whoever filed it.
    """
    require(by, Act.FILE_COMPLAINT)
    _require_possible(alleged)
    now = timezone.now()
    version = version_on(mechanism, timezone.localdate())
    terms = version.read()
    if alleged.case_class in COUNTED and alleged.violation_type not in terms.types:
        raise Refused(
            "The mechanism does not look into violations of that type.", field="violation_type"
        )
    report = _report(alleged, by)
    is_outside = report is not None and report.filed_by_id != by.pk
    organisation = None if is_outside and _is_mission(by) else by.organisation
    home = own_compartment(by)
    ledger.take_turn()
    last = Case.objects.filter(mechanism=mechanism).order_by("-number").first()
    case = Case(
        mechanism=mechanism, version=version, number=last.number + 1 if last else 1,
        case_class=alleged.case_class, state=CaseState.RECEIVED,
        violation_type=alleged.violation_type, matter=_matter(alleged),
        date_start=alleged.date_start, date_end=alleged.date_end,
        is_continuing=alleged.is_continuing, area=alleged.area,
        place_label=alleged.place_label.strip(), latitude=alleged.latitude,
        longitude=alleged.longitude, accused=alleged.accused,
        accused_label=alleged.accused_label.strip(), addressee=alleged.addressee,
        incident=_incident(report), arose_from=alleged.arose_from, received_at=now,
        state_since=now, handling=Handling.AMBER_STRICT, compartment=home,
    )  # fmt: skip
    members = Organisation.objects.filter(key__in=[member.key for member in terms.members])
    shared = widen(case, members, by=by) if terms.members_see_from_filing else []
    case.save()
    complaint = Complaint(
        case=case, organisation=organisation, filed_by=by, report=report,
        submission=alleged.submission, entry=alleged.entry, page=alleged.page,
        start=alleged.start, end=alleged.end, text=alleged.text.strip(),
        receipt=new_receipt(), received_at=now, handling=Handling.AMBER_STRICT, compartment=home,
    )  # fmt: skip
    complaint.save()
    step = Step(case=case, step=CaseStep.RECEIVE, led_to=CaseState.RECEIVED, by=by, at=now)
    step.save()
    deadlines = [open_deadline(case, name, now) for name in FIRST_DEADLINES]
    refresh_due(case)
    case.save(update_fields=["due_at", "due_name"])
    facts = {"mechanism": mechanism.key, "number": case.number, "shared_with": shared}
    ledger.record(
        Event.CASE_RECEIVED, by=by, subject=case, rows=[complaint, step, *deadlines], facts=facts
    )
    return complaint


def new_receipt() -> str:
    """Sixteen letters and digits that are not taken for each other, 80 bits."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(16))
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def _require_possible(alleged: Alleged) -> None:
    if not alleged.text.strip():
        raise Refused("Write what is alleged.", field="text")
    require_text(alleged.text, most=LONGEST_WORDS, field="text")
    require_possible_days(alleged.date_start, alleged.date_end)
    if (alleged.latitude is None) != (alleged.longitude is None):
        raise Refused("Give both coordinates or none.", field="latitude")
    for name in ("place_label", "accused_label"):
        require_text(getattr(alleged, name), most=300, field=name)


def _matter(alleged: Alleged) -> str:
    """Neutral words that name no accused and no accuser: the type and the place."""
    what = (
        alleged.violation_type.label
        if alleged.case_class is CaseClass.VIOLATION
        else alleged.case_class.label
    )
    where = alleged.place_label.strip() or (alleged.area.name if alleged.area else "")
    return f"{what}, {where}"[:500] if where else what


def _report(alleged: Alleged, by: Member) -> Report | None:
    """The account behind the allegation; what somebody alleges of an event is one itself."""
    if alleged.report is not None:
        seen = Report.objects.visible_to(MemberReader(by)).filter(pk=alleged.report.pk).first()
        if seen is None:
            raise NotFound(NOTHING)
        report: Report = seen
        return report
    if alleged.case_class not in COUNTED:
        return None
    account = Account(
        date_start=alleged.date_start,
        date_end=alleged.date_end,
        event_type=alleged.violation_type,
        summary=alleged.text.strip(),
        place_as_published=alleged.place_label.strip(),
        latitude=alleged.latitude,
        longitude=alleged.longitude,
        location_precision=_precision(alleged),
        side_a_id=alleged.accused.pk if alleged.accused else None,
        area_id=alleged.area.pk if alleged.area else None,
    )
    home = own_compartment(by)
    filing = Filing(
        source=ensure_organisation_source(by=by), key=str(new_id()), account=account,
        handling=Handling.AMBER_STRICT, compartment=home, original=alleged.text.strip(),
        document=alleged.submission.document if alleged.submission else None,
    )  # fmt: skip
    return file_report(filing, by=by)


def _precision(alleged: Alleged) -> LocationPrecision:
    """How exactly the place is known by what was said of it."""
    if alleged.latitude is not None:
        return LocationPrecision.EXACT
    if alleged.place_label.strip():
        return LocationPrecision.VAGUE
    return LocationPrecision.GOVERNORATE if alleged.area else LocationPrecision.COUNTRY


def _incident(report: Report | None) -> Incident | None:
    if report is None:
        return None
    link = Link.objects.filter(report=report, until_entry__isnull=True).first()
    return link.incident if link else None


def own_compartment(by: Member) -> Compartment | None:
    """What outsiders file lies in their own compartment; the mission's own needs none."""
    if _is_mission(by):
        return None
    home: Compartment = by.organisation.home_compartment
    return home


def _is_mission(by: Member) -> bool:
    return bool(by.organisation.organisation_kind == OrganisationKind.MISSION)
