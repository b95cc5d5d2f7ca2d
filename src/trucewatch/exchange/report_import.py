"""Taking reports in from a table: read, compare, stage unseen, publish in one short step."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.exchange.options import ImportOptions, Progress
from trucewatch.exchange.parsed import ParsedReport
from trucewatch.exchange.records import Header, Record, Unreadable
from trucewatch.exchange.release import Release
from trucewatch.exchange.summary import Refusal, Summary
from trucewatch.exchange.tables import media_type, open_table
from trucewatch.incidents.actions import stage_incidents
from trucewatch.ledger.models import Recorded
from trucewatch.parties.models import Party
from trucewatch.parties.queries import parties_named
from trucewatch.places.queries import AreaResolver
from trucewatch.reports.account import columns_of
from trucewatch.reports.actions import importing
from trucewatch.reports.models import Report
from trucewatch.reports.rules import may_change_account
from trucewatch.sources import actions as sources
from trucewatch.sources.models import Document, ImportRun, Source
from trucewatch.sources.originals import keep_original
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import PartyKind
from trucewatch.vocabulary.roles import OrganisationKind

_CHUNK = 1_000


class RowReader(Protocol):
    """Turns rows of one layout into reports; ``refusals`` says what the header lacks."""

    refusals: list[Refusal]

    def parse(self, record: Record) -> ParsedReport | list[Refusal]: ...


@dataclass(frozen=True, slots=True)
class Format:
    """One layout of tables of reports: whose it is, how to read it, under which mark."""

    source: Source
    reader: Callable[[Header], RowReader]
    party_kind: Callable[[str], PartyKind]
    handling: Handling


@dataclass(slots=True)
class ReportImport:
    """One import of one file. Nothing of it is seen before its last step."""

    path: Path
    name: str
    format: Format
    by: Member
    options: ImportOptions
    progress: Progress
    _summary: Summary = field(default_factory=Summary)

    def carry_out(self) -> Summary:
        """Import the file; on any refusal write nothing, unless refused rows are skipped."""
        require(self.by, Act.IMPORT)
        with sources.only_import():
            sources.discard_abandoned_runs()
            contradicted = self._attempt(frozenset())
            if contradicted and self.options.skip_refused:
                # Their rows were staged before the contradiction showed: begin anew without.
                self._attempt(contradicted)
        return self._summary

    def _attempt(self, without: frozenset[str]) -> frozenset[str]:
        """Read the whole file and publish what may be; returns ids with two contents."""
        self._summary = Summary()
        keys = _Keys(without)
        stage = _Stage(self)
        try:
            with open_table(self.path, self.progress) as table:
                reader = self.format.reader(table.header)
                for refusal in reader.refusals:
                    self._summary.refuse(refusal)
                if not reader.refusals:
                    stage.header = table.header.original
                    rows = self._readable(table, reader, keys)
                    while chunk := list(islice(rows, _CHUNK)):
                        stage.take(chunk, writes=self._may_write(keys))
        except Unreadable as error:
            self._summary.refuse(error.refusal)
        except BaseException:
            stage.discard()
            raise
        for refusal in keys.refusals:
            self._summary.refuse(refusal)
        if self._may_write(keys) and (self._summary.made or self._summary.changed):
            stage.publish()
        else:
            stage.discard()
            if not self.options.dry_run or not self._is_acceptable(keys):
                self._summary.forget_what_was_made()
        return frozenset(keys.contradicted - without)

    def _is_acceptable(self, keys: "_Keys") -> bool:
        contradicted = bool(keys.contradicted - keys.without)
        refused = bool(self._summary.refused) or contradicted
        return not refused or (self.options.skip_refused and not contradicted)

    def _may_write(self, keys: "_Keys") -> bool:
        return not self.options.dry_run and self._is_acceptable(keys)

    def _readable(
        self, table: Iterable[Record | Refusal], reader: RowReader, keys: "_Keys"
    ) -> Iterator[ParsedReport]:
        summary = self._summary
        for record in table:
            summary.read += 1
            if isinstance(record, Refusal):
                summary.refuse(record)
                continue
            parsed = reader.parse(record)
            if isinstance(parsed, list):
                for refusal in parsed:
                    summary.refuse(refusal)
            elif keys.is_repeated(parsed):
                told_apart = parsed.key in keys.contradicted or parsed.key in keys.without
                summary.unchanged += not told_apart
            elif parsed.key not in keys.without:
                yield parsed


class _Keys:
    """Which ids the file has given so far, and which it gave twice with different contents."""

    def __init__(self, without: frozenset[str]) -> None:
        self.without = without
        self._seen: dict[str, tuple[bytes, int]] = {}
        self._refused: dict[tuple[str, int], Refusal] = {}
        self.contradicted: set[str] = set()

    @property
    def refusals(self) -> list[Refusal]:
        return list(self._refused.values())

    def is_repeated(self, parsed: ParsedReport) -> bool:
        """Whether the row's id stood before in the file, in a row to be left out or not."""
        content = "\x1f".join(parsed.values.values())
        digest = hashlib.blake2b(content.encode("utf-8"), digest_size=16).digest()
        first = self._seen.setdefault(parsed.key, (digest, parsed.line))
        if first[1] == parsed.line:
            return False
        if first[0] != digest:
            self.contradicted.add(parsed.key)
            self._refuse(parsed.key, first[1], parsed.line)
            self._refuse(parsed.key, parsed.line, first[1])
        return True

    def _refuse(self, key: str, line: int, other: int) -> None:
        reason = f"the id {key} stands on line {other} too, with different content"
        self._refused.setdefault((key, line), Refusal(line, "id", reason))


class _Stage:
    """Where rows wait unseen: the run, and the source, document and parties that it needs."""

    def __init__(self, task: ReportImport) -> None:
        self._task = task
        self._run: ImportRun | None = None
        self._leaf = 0
        self._areas = AreaResolver()
        self._parties: dict[str, UUID] = {}
        self._source = sources.find_or_prepare_source(task.format.source)
        self._document: Document | None = None
        self.header = ""

    def take(self, chunk: list[ParsedReport], *, writes: bool) -> None:
        """Compare a chunk with the record, count it, and stage what is new when that is due."""
        summary = self._task._summary
        known = self._known([parsed.key for parsed in chunk])
        seen = self._seen(known)
        fresh: list[ParsedReport] = []
        newer: list[tuple[ParsedReport, Report]] = []
        for parsed in chunk:
            report = known.get(parsed.key)
            if report is not None and report.pk not in seen:
                summary.refuse(_not_yours(parsed))
                continue
            summary.flag(parsed.flags)
            if report is None:
                fresh.append(parsed)
            elif report.original_digest == _digest(self.header, parsed.original):
                summary.unchanged += 1
            else:
                newer.append((parsed, report))
        parties = self._sides(chunk, writes=writes)
        changes = []
        for parsed, report in newer:
            change = Release(self.header, parsed, self._columns(parsed, parties)).change(report)
            if change is None:
                summary.unchanged += 1
            elif not self._may_change(report):
                summary.refuse(_not_yours(parsed))
            else:
                summary.changed += 1
                changes.append(change)
        summary.made += len(fresh)
        if not writes or not (fresh or changes):
            return
        run = self._started()
        reports = [self._report(parsed, parties) for parsed in fresh]
        importing.stage_reports(run, reports)
        self._commit([*reports, *stage_incidents(run, reports)])
        for change in changes:
            change.columns["document_id"] = str(self._ensure_document().pk)
        importing.stage_changes(run, changes)

    def publish(self) -> None:
        run, task = self._started(), self._task
        keep_original(task.path, self._ensure_document().sha256)
        task._summary.published = True
        importing.publish_run(run, task._summary.as_json())

    def discard(self) -> None:
        if self._run is not None:
            sources.discard_run(self._run)
            self._run = None

    def _started(self) -> ImportRun:
        if self._run is None:
            self._run = sources.start_run(self._task.name, by=self._task.by)
        return self._run

    def _commit(self, rows: list[Recorded]) -> None:
        self._leaf = importing.stage_commitments(self._started(), rows, first_leaf=self._leaf)

    def _known(self, keys: list[str]) -> dict[str, Report]:
        if self._source._state.adding:
            return {}
        rows = Report.objects.filter(source=self._source, source_key__in=keys)
        return {report.source_key: report for report in rows.select_related("filed_by", "document")}

    def _seen(self, known: dict[str, Report]) -> set[UUID]:
        """Which of the known reports the importer may see: an import is no way around a mark."""
        if not known:
            return set()
        reader = MemberReader(self._task.by)
        found = Report.objects.visible_to(reader).filter(
            pk__in=[report.pk for report in known.values()]
        )
        return set(found.values_list("pk", flat=True))

    def _may_change(self, report: Report) -> bool:
        by = self._task.by
        return may_change_account(
            own_organisation=report.filed_by.organisation_id == by.organisation_id,
            kind=OrganisationKind(by.organisation.organisation_kind),
        )

    def _sides(self, chunk: list[ParsedReport], *, writes: bool) -> dict[str, UUID]:
        """The parties that the chunk names; unknown ones are staged, or made up when only told."""
        names = {name for parsed in chunk for name in (parsed.side_a, parsed.side_b) if name}
        unknown = sorted(names - self._parties.keys())
        if unknown:
            self._parties.update({name: party.pk for name, party in parties_named(unknown).items()})
        missing = [name for name in unknown if name not in self._parties]
        kind = self._task.format.party_kind
        parties = [Party(name=name, party_kind=kind(name)) for name in missing]
        if parties and writes:
            run = self._started()
            for party in parties:
                party.run = run
            Party.staged.bulk_create(parties)
            self._commit(list(parties))
            self._parties.update({party.name: party.pk for party in parties})
            return self._parties
        return self._parties | {party.name: party.pk for party in parties}

    def _ensure_document(self) -> Document:
        if self._document is None:
            run, task = self._started(), self._task
            rows: list[Recorded] = []
            if self._source._state.adding:
                self._source.run = run
                self._source.save()
                rows.append(self._source)
            self._document = sources.find_or_prepare_document(
                task.path,
                name=task.name,
                media_type=media_type(task.path),
                source=self._source,
                handling=task.format.handling,
            )
            if self._document._state.adding:
                self._document.run = run
                self._document.header = self.header
                self._document.save()
                rows.append(self._document)
            self._commit(rows)
        return self._document

    def _columns(self, parsed: ParsedReport, parties: dict[str, UUID]) -> dict[str, Any]:
        """The account's columns with its parties and area looked up."""
        columns = columns_of(parsed.account)
        columns["side_a_id"] = parties.get(parsed.side_a)
        columns["side_b_id"] = parties.get(parsed.side_b)
        area = self._areas.find(parsed.area) if parsed.area else None
        columns["area_id"] = area.pk if area else None
        return columns

    def _report(self, parsed: ParsedReport, parties: dict[str, UUID]) -> Report:
        document = self._ensure_document()
        return Report(
            source_id=self._source.pk,
            source_key=parsed.key,
            handling=self._task.format.handling,
            original=parsed.original,
            original_line=parsed.line,
            original_digest=_digest(self.header, parsed.original),
            document_id=document.pk,
            flags=parsed.flags,
            filed_by_id=self._task.by.pk,
            recorded_at=self._moment,
            **self._columns(parsed, parties),
        )

    @property
    def _moment(self) -> dt.datetime:
        return self._started().started_at


def _not_yours(parsed: ParsedReport) -> Refusal:
    reason = f"the id {parsed.key} belongs to a report that you may not change"
    return Refusal(parsed.line, "id", reason)


def _digest(header: str, original: str) -> str:
    """A row under its header: equal digests mean that nothing was changed, not even a comma."""
    return hashlib.sha256(f"{header}\n{original}".encode()).hexdigest()
