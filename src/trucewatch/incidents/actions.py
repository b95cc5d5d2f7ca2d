"""Filing a report as an incident of its own; merging and separating, always with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Compartment, Member
from trucewatch.accounts.rules import Act, require_consistent_mark
from trucewatch.incidents.models import Incident, Link
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.ledger.insertion import insert_rows
from trucewatch.reports.account import FACT_COLUMNS, Account, columns_of
from trucewatch.reports.actions.changing import folded_text
from trucewatch.reports.models import Report
from trucewatch.reports.rules import changed_columns, flags_of, require_possible, require_reason
from trucewatch.sources.actions import organisation_source_key
from trucewatch.sources.models import Document, ImportRun, Source
from trucewatch.sources.rules import may_file_for
from trucewatch.vocabulary.grading import InformationCredibility
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.identity import new_id
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.vocabulary.roles import OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A report as it is handed in: from which source, under which mark, in which words.

    ``key`` names the filing itself: handed in twice under one key, it is one report.
    """

    source: Source
    key: str
    account: Account
    handling: Handling = Handling.AMBER
    compartment: Compartment | None = None
    credibility: InformationCredibility = InformationCredibility.CANNOT_BE_JUDGED
    original: str = ""
    document: Document | None = None
    """The document that it was read from, where it was."""


@transaction.atomic
def file_report(filing: Filing, *, by: Member) -> Report:
    """Enter one source's account, as an incident of its own until somebody merges it."""
    require(by, Act.FILE_REPORT)
    require_possible(filing.account)
    require_consistent_mark(filing.handling, in_compartment=filing.compartment is not None)
    _require_own_voice(filing.source, by)
    ledger.take_turn()
    known = Report.objects.filter(source=filing.source, source_key=filing.key).first()
    if known is not None:
        return _same_filing(known, filing, by)
    report = Report(
        source=filing.source,
        source_key=filing.key,
        handling=filing.handling,
        compartment=filing.compartment,
        credibility=filing.credibility,
        original=filing.original,
        document=filing.document,
        flags=flags_of(filing.account),
        filed_by=by,
        recorded_at=timezone.now(),
        **columns_of(filing.account),
    )
    report.folded = folded_text(report)
    key = new_id()
    incident = Incident()
    link = Link(incident=incident, report=report, since_entry=key)
    report.save()
    _require_in_sight(report, by)
    incident.save()
    link.save()
    ledger.record(Event.REPORT_FILED, by=by, subject=report, rows=[incident, link], key=key)
    return report


@transaction.atomic
def merge_reports(*, into: UUID, reports: Sequence[UUID], by: Member, because: str) -> Incident:
    """Say that these reports describe one event. Undo each with ``separate_report``."""
    require(by, Act.MERGE)
    require_reason(because)
    reader = MemberReader(by)
    incident = Incident.objects.visible_to(reader).select_for_update().filter(pk=into).first()
    wanted = set(reports)
    seen = set(Report.objects.visible_to(reader).filter(pk__in=wanted).values_list("pk", flat=True))
    if incident is None or seen != wanted:
        raise NotFound("There is nothing here that you may see.")
    current = Link.objects.select_for_update().filter(report__in=wanted, until_entry__isnull=True)
    moving = [link for link in current if link.incident_id != incident.pk]
    if not moving:
        raise Refused("These reports belong to this incident already.")
    move = _Move(Event.INCIDENT_MERGED, subject=incident, by=by, because=because)
    move.carry_out(moving, to=incident)
    found: Incident = incident
    return found


@transaction.atomic
def separate_report(report_id: UUID, *, by: Member, because: str) -> Incident:
    """Say that a report does not describe the event it was merged into.

    It goes back to the incident it came from, so that merging and separating restores the start;
    a report that came first into a shared incident gets one of its own.
    """
    require(by, Act.MERGE)
    require_reason(because)
    report = Report.objects.visible_to(MemberReader(by)).filter(pk=report_id).first()
    if report is None:
        raise NotFound("There is nothing here that you may see.")
    link = Link.objects.select_for_update().get(report=report, until_entry__isnull=True)
    # Only what the member sees counts here: a refusal must not tell of hidden reports.
    others = Link.objects.filter(
        MemberReader(by).sees("report__"), incident=link.incident_id, until_entry__isnull=True
    ).exclude(pk=link.pk)
    if not others.exists():
        raise Refused("The report stands alone already.")
    target = _earlier_incident(link) or Incident()
    if target._state.adding:
        target.save()
    move = _Move(Event.REPORT_SEPARATED, subject=report, by=by, because=because)
    move.carry_out([link], to=target)
    return target


@transaction.atomic
def separate_reports(reports: Sequence[UUID], *, out_of: UUID, by: Member, because: str) -> None:
    """Take reports out of the incident that the member had before their eyes; all or none."""
    if not reports:
        raise Refused("Choose the report to separate.")
    wanted = set(reports)
    rows = Report.objects.visible_to(MemberReader(by)).filter(pk__in=wanted)
    if set(rows.values_list("pk", flat=True)) != wanted:
        raise NotFound("There is nothing here that you may see.")
    links = Link.objects.select_for_update().filter(report__in=wanted, until_entry__isnull=True)
    if any(link.incident_id != out_of for link in links):
        raise Refused("A report belongs to another incident by now; read this page again.")
    for report in reports:
        separate_report(report, by=by, because=because)


def stage_incidents(run: ImportRun, reports: Sequence[Report]) -> list[Incident | Link]:
    """Give each staged report an unseen incident of its own; returns the rows written."""
    incidents = [Incident(run=run) for _ in reports]
    links = [
        Link(run=run, incident=incident, report=report, since_entry=run.pk)
        for incident, report in zip(incidents, reports, strict=True)
    ]
    insert_rows(incidents)
    insert_rows(links)
    return [*incidents, *links]


@dataclass(frozen=True, slots=True)
class _Move:
    """Why reports change incidents, and who says so."""

    event: Event
    subject: Incident | Report
    by: Member
    because: str

    def carry_out(self, links: Sequence[Link], *, to: Incident) -> None:
        """Close the links and open new ones to the target, under one entry of the ledger."""
        key = new_id()
        moved: list[Link] = []
        for link in links:
            link.until_entry = key
            link.save(update_fields=["until_entry"])
            fresh = Link(incident=to, report_id=link.report_id, since_entry=key)
            fresh.save()
            moved += [link, fresh]
        ledger.record(
            self.event,
            by=self.by,
            subject=self.subject,
            rows=[to, *moved],
            because=self.because,
            facts={"into": to.ledger_name, "reports": [str(link.report_id) for link in links]},
            key=key,
        )


def _require_in_sight(report: Report, by: Member) -> None:
    """Nobody files what they could not read, correct or withdraw afterwards."""
    if not Report.objects.visible_to(MemberReader(by)).filter(pk=report.pk).exists():
        raise Refused(
            "You would not see this report yourself under that mark: choose your own "
            "organisation's compartment, or a mark that your organisation may see.",
            field="compartment",
        )


def _require_own_voice(source: Source, by: Member) -> None:
    own_key = organisation_source_key(by.organisation)
    kind = OrganisationKind(by.organisation.organisation_kind)
    if not may_file_for(source.key, own_key=own_key, kind=kind):
        raise NotAllowed(
            "You cannot give an account in the name of “{source}”.",
            field="source",
            values={"source": str(source)},
        )


def _same_filing(known: Report, filing: Filing, by: Member) -> Report:
    """A filing sent twice is one; other words, or another's filing, under its key are refused."""
    if known.filed_by_id != by.pk:
        raise Refused("Another member filed a report under this key.", field="key")
    probe = Report(**columns_of(filing.account))
    if changed_columns(known.content(), probe.content(), FACT_COLUMNS) and known.version == 1:
        raise Refused(
            "This form was sent before with other words, and that report is filed. Correct it, or "
            "open a new form for another report."
        )
    return known


def _earlier_incident(link: Link) -> Incident | None:
    """The incident that the report was in before, unless others have moved in meanwhile."""
    before = (
        Link.objects.filter(report=link.report_id)
        .exclude(pk=link.pk)
        .exclude(incident=link.incident_id)
        .order_by("-id")
        .first()
    )
    if before is None:
        return None
    # Those who left it by the same act may be back already: they belong together again.
    came_along = Link.objects.filter(
        incident=before.incident_id, until_entry=before.until_entry
    ).values("report")
    strangers = Link.objects.filter(incident=before.incident_id, until_entry__isnull=True).exclude(
        report__in=came_along
    )
    return None if strangers.exists() else before.incident
