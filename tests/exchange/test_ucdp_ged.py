"""UCDP events become reports; a newer release becomes revisions."""

import random
from pathlib import Path
from typing import Any

import pytest
from cast import Cast
from ged import NEW_COLUMNS, OLD_COLUMNS, event, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trucewatch.exchange.imports import run_import
from trucewatch.exchange.options import ImportOptions
from trucewatch.exchange.summary import Summary
from trucewatch.incidents.models import Incident, Link
from trucewatch.ledger.models import Commitment, Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.parties.models import Party
from trucewatch.reports.account import FACT_COLUMNS, Account
from trucewatch.reports.actions.changing import correct_report
from trucewatch.reports.models import Report, Revision
from trucewatch.sources.models import Document, ImportRun, Source
from trucewatch.sources.originals import original_path

pytestmark = pytest.mark.django_db


def take(path: Path, cast: Cast, **options: Any) -> Summary:
    """Import a GED file as the monitor."""
    return run_import(
        "ucdp-ged", path, name=path.name, by=cast.monitor, options=ImportOptions(**options)
    )


def counts(summary: Summary) -> tuple[int, int, int]:
    """Made, changed, unchanged."""
    return summary.made, summary.changed, summary.unchanged


def state() -> list[tuple[Any, ...]]:
    """What the record says of each report, without ids and moments."""
    columns = [c for c in FACT_COLUMNS if not c.endswith("_id")]
    rows = Report.objects.order_by("source_key").values_list(
        "source_key", "version", "side_a__name", "side_b__name", "area__key", "flags", *columns
    )
    return [(*row[:5], tuple(row[5]), *row[6:]) for row in rows]


def test_an_event_becomes_a_report_with_all_that_the_row_says(
    cast: Cast, gazetteer: None, tmp_path: Path
) -> None:
    """Place, date, their precision, sides as parties and every figure arrive."""
    path = write(tmp_path / "ged.csv", [event(7, where_prec=4, date_prec=2, best=4)])
    assert counts(take(path, cast)) == (1, 0, 0)
    report = Report.objects.select_related("source", "side_a", "side_b", "area").get()
    assert (report.source.name, report.source_key) == ("UCDP", "7")
    assert (report.latitude, report.longitude, report.location_precision) == (34.92, 36.73, 4)
    assert (report.date_start.isoformat(), report.date_precision) == ("2017-01-05", 2)
    assert (report.deaths_low, report.deaths_best, report.deaths_high) == (2, 4, 5)
    assert (report.deaths_b, report.deaths_civilians) == (2, 1)
    assert (report.side_a.name, report.side_a.party_kind) == ("Government of Syria", "state")
    assert report.side_b.name == "Syrian insurgents"
    assert report.area.key == "sy-homs"
    assert report.ucdp_type == 1


def test_the_row_is_kept_word_for_word_and_the_file_byte_for_byte(
    cast: Cast, tmp_path: Path
) -> None:
    """The original leads back from the report to its line and its file."""
    path = write(tmp_path / "ged.csv", [event(1), event(2, source_headline='A "quoted", headline')])
    take(path, cast)
    lines = path.read_text("utf-8").splitlines()
    report = Report.objects.select_related("document").get(source_key="2")
    assert report.original == lines[2]
    assert report.original_line == 3
    assert report.document.header == lines[0]
    assert original_path(report.document.sha256).read_bytes() == path.read_bytes()


def test_each_report_has_an_incident_of_its_own(cast: Cast, tmp_path: Path) -> None:
    """Nothing is merged until somebody says so."""
    take(write(tmp_path / "ged.csv", [event(1), event(2)]), cast)
    assert Incident.objects.count() == 2
    assert Link.objects.values("incident").distinct().count() == 2


def test_a_second_run_makes_nothing(cast: Cast, tmp_path: Path) -> None:
    """Neither reports nor an entry in the ledger nor a trace of the run."""
    path = write(tmp_path / "ged.csv", [event(1), event(2)])
    take(path, cast)
    before = (Entry.objects.count(), ImportRun.objects.count(), Commitment.objects.count())
    assert counts(take(path, cast)) == (0, 0, 2)
    after = (Entry.objects.count(), ImportRun.objects.count(), Commitment.objects.count())
    assert before == after


def test_the_newer_layout_of_the_same_events_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    """More columns, another order and moments instead of days are no news."""
    take(write(tmp_path / "old.csv", [event(1), event(2)], OLD_COLUMNS), cast)
    moments = {"date_start": "2017-01-05 00:00:00.000", "date_end": "2017-01-05 00:00:00.000"}
    newer = write(tmp_path / "new.csv", [event(1, **moments), event(2, **moments)], NEW_COLUMNS)
    assert counts(take(newer, cast)) == (0, 0, 2)


def test_a_row_of_hashtags_is_no_event(cast: Cast, tmp_path: Path) -> None:
    """Humanitarian exchanges put such a row under the header."""
    path = write(tmp_path / "ged.csv", [event(1)], NEW_COLUMNS, tags=True)
    summary = take(path, cast)
    assert (summary.read, summary.made) == (1, 1)
    assert Report.objects.get().original_line == 3


def test_a_newer_release_makes_a_revision_and_the_old_account_stays_readable(
    cast: Cast, tmp_path: Path
) -> None:
    """What was said before, what is said now, and which fields differ."""
    take(write(tmp_path / "19.csv", [event(1), event(2)]), cast)
    newer = write(
        tmp_path / "23.csv", [event(1, best=9, high=12, source_office="Two offices"), event(2)]
    )
    assert counts(take(newer, cast)) == (0, 1, 1)
    report = Report.objects.get(source_key="1")
    assert (report.version, report.deaths_best, report.deaths_high) == (2, 9, 12)
    revision = Revision.objects.get()
    assert revision.version == 1
    assert revision.account["deaths_best"] == 3
    assert {change["field"]: (change["old"], change["new"]) for change in revision.changed} == {
        "deaths_best": (3, 9),
        "deaths_high": (5, 12),
        "original.source_office": ("An office", "Two offices"),
        "original.best": ("3", "9"),
        "original.high": ("5", "12"),
    }
    assert "An office" in revision.account["original"]
    assert verify_record().is_intact


def test_importing_the_newer_release_again_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    """A revision is made once."""
    take(write(tmp_path / "19.csv", [event(1)]), cast)
    newer = write(tmp_path / "23.csv", [event(1, best=4)])
    take(newer, cast)
    assert counts(take(newer, cast)) == (0, 0, 1)
    assert Revision.objects.count() == 1


def test_a_changed_side_or_area_is_looked_up_anew(
    cast: Cast, gazetteer: None, tmp_path: Path
) -> None:
    """Parties and places follow the newer words."""
    take(write(tmp_path / "19.csv", [event(1)]), cast)
    newer = event(1, side_b="Jaysh of the tests", adm_1="Hamah Governorate")
    take(write(tmp_path / "23.csv", [newer]), cast)
    report = Report.objects.select_related("side_b", "area").get()
    assert (report.side_b.name, report.area.key) == ("Jaysh of the tests", "sy-hama")


def test_a_correction_by_hand_outlives_the_same_file(cast: Cast, tmp_path: Path) -> None:
    """Importing again what was imported before does not undo what somebody mended since."""
    path = write(tmp_path / "ged.csv", [event(1)])
    take(path, cast)
    report = Report.objects.get()
    columns = {name: getattr(report, name) for name in FACT_COLUMNS} | {"deaths_best": 4}
    correct_report(
        report.pk, Account(**columns), read_version=1, by=cast.monitor, because="Counted again"
    )
    assert counts(take(path, cast)) == (0, 0, 1)
    assert Report.objects.get().deaths_best == 4


@pytest.mark.parametrize(
    ("columns", "flag"),
    [
        ({"low": 9}, "figures_out_of_order"),
        ({"best": 6}, "figures_out_of_order"),
        ({"source_original": "One\nTwo"}, "newline_in_value"),
        ({"code_status": "Check coding"}, "code_status_not_clear"),
    ],
)
def test_an_odd_row_is_kept_and_flagged_as_what_it_is(
    cast: Cast, tmp_path: Path, columns: dict[str, Any], flag: str
) -> None:
    """Oddness is told, never mended."""
    summary = take(write(tmp_path / "ged.csv", [event(1, **columns)], NEW_COLUMNS), cast)
    assert (summary.made, summary.flagged, dict(summary.flags)) == (1, 1, {flag: 1})
    assert Report.objects.get().flags == [flag]


def test_lines_after_a_value_with_line_breaks_are_counted_as_the_file_has_them(
    cast: Cast, tmp_path: Path
) -> None:
    """The line of a row is where it starts in the file."""
    rows = [event(1, source_original="One\nTwo\nThree"), event(2), event(3, latitude=95)]
    summary = take(write(tmp_path / "ged.csv", rows), cast, skip_refused=True)
    assert [(r.line, r.field) for r in summary.refused] == [(6, "latitude")]
    assert dict(Report.objects.values_list("source_key", "original_line")) == {"1": 2, "2": 5}


REFUSED_ROWS = [
    ({"latitude": 95}, "latitude"),
    ({"longitude": "-180.5"}, "longitude"),
    ({"latitude": "nan"}, "latitude"),
    ({"latitude": ""}, "latitude"),
    ({"latitude": "3_4.8"}, "latitude"),
    ({"date_start": "2017-01-05 99:99:99"}, "date_start"),
    ({"date_start": "2017-02-30", "date_end": "2017-03-01"}, "date_start"),
    ({"date_start": "soon"}, "date_start"),
    ({"date_start": "2017-01-06"}, "date_end"),
    ({"best": "-1"}, "best"),
    ({"best": "1e308"}, "best"),
    ({"best": "three"}, "best"),
    ({"type_of_violence": 4}, "type_of_violence"),
    ({"where_prec": 9}, "where_prec"),
    ({"date_prec": 0}, "date_prec"),
    ({"id": ""}, "id"),
    ({"where_coordinates": "x" * 301}, "where_coordinates"),
]


@pytest.mark.parametrize(("columns", "field"), REFUSED_ROWS)
def test_an_impossible_row_means_that_nothing_is_written(
    cast: Cast, tmp_path: Path, columns: dict[str, Any], field: str
) -> None:
    """The refusal names line, field and reason; not even the source is entered."""
    rows = [event(1), event(2, **columns) if "id" not in columns else event(**columns)]
    entries = Entry.objects.count()
    summary = take(write(tmp_path / "ged.csv", [*rows, event(3)]), cast)
    assert [(r.line, r.field) for r in summary.refused] == [(3, field)]
    assert summary.refused[0].reason
    assert counts(summary) == (0, 0, 0)
    for model in (Report, Incident, Link):
        assert model.staged.count() == 0
    assert Source.staged.count() == Document.staged.count() == Party.staged.count() == 0
    assert Entry.objects.count() == entries


@pytest.mark.parametrize(("columns", "field"), REFUSED_ROWS[:3])
def test_the_rest_is_taken_when_refused_rows_are_skipped(
    cast: Cast, tmp_path: Path, columns: dict[str, Any], field: str
) -> None:
    """Good rows before and after the refused one arrive."""
    rows = [event(1), event(2, **columns), event(3)]
    summary = take(write(tmp_path / "ged.csv", rows), cast, skip_refused=True)
    assert counts(summary) == (2, 0, 0)
    assert sorted(Report.objects.values_list("source_key", flat=True)) == ["1", "3"]
    assert verify_record().is_intact


def test_all_that_is_wrong_with_a_row_is_told_at_once(cast: Cast, tmp_path: Path) -> None:
    """Mending one fault does not bring the next to light."""
    rows = [event(1, latitude=95, best="many", date_start="never")]
    summary = take(write(tmp_path / "ged.csv", rows), cast)
    assert {r.field for r in summary.refused} == {"latitude", "best", "date_start"}


def test_a_missing_column_is_named(cast: Cast, tmp_path: Path) -> None:
    """Each missing column is a refusal of the header."""
    columns = [c for c in OLD_COLUMNS if c not in ("latitude", "high")]
    summary = take(write(tmp_path / "ged.csv", [event(1)], columns), cast)
    assert {(r.line, r.field) for r in summary.refused} == {(1, "latitude"), (1, "high")}


def test_an_id_with_two_contents_refuses_both_rows(cast: Cast, tmp_path: Path) -> None:
    """Which of the two is meant is not for the importer to say."""
    path = write(tmp_path / "ged.csv", [event(1), event(2), event(1, best=4)])
    summary = take(path, cast)
    assert [(r.line, r.field) for r in sorted(summary.refused)] == [(2, "id"), (4, "id")]
    assert Report.staged.count() == 0
    skipped = take(path, cast, skip_refused=True)
    assert counts(skipped) == (1, 0, 0)
    assert [r.line for r in sorted(skipped.refused)] == [2, 4]
    assert list(Report.objects.values_list("source_key", flat=True)) == ["2"]
    assert verify_record().is_intact


def test_a_row_repeated_word_for_word_is_taken_once(cast: Cast, tmp_path: Path) -> None:
    """A repetition is no contradiction."""
    summary = take(write(tmp_path / "ged.csv", [event(1), event(1), event(2)]), cast)
    assert counts(summary) == (2, 0, 1)


def test_a_dry_run_tells_the_same_and_writes_nothing(cast: Cast, tmp_path: Path) -> None:
    """What would be made is counted; the record stays as it was."""
    take(write(tmp_path / "19.csv", [event(1)]), cast)
    newer = write(tmp_path / "23.csv", [event(1, best=4), event(2)])
    entries = Entry.objects.count()
    assert counts(take(newer, cast, dry_run=True)) == (1, 1, 0)
    assert (Entry.objects.count(), Report.staged.count()) == (entries, 1)
    assert counts(take(newer, cast)) == (1, 1, 0)


def test_an_abandoned_run_is_cleared_away_by_the_next(cast: Cast, tmp_path: Path) -> None:
    """What a killed import left is unseen, and gone after the next import."""
    from django.utils import timezone

    from trucewatch.vocabulary.identity import new_id

    run = ImportRun.objects.create(
        id=new_id(), label="killed", started_by=cast.monitor, started_at=timezone.now()
    )
    Party.staged.create(name="Half a party", run=run)
    Incident.staged.create(run=run)
    assert not Party.objects.filter(name="Half a party").exists()
    assert Incident.objects.count() == 0
    take(write(tmp_path / "ged.csv", [event(1)]), cast)
    assert not Party.staged.filter(name="Half a party").exists()
    assert Incident.staged.count() == 1


def test_whoever_may_not_import_is_refused(cast: Cast, tmp_path: Path) -> None:
    """A liaison files reports; bulk data is the mission's."""
    from trucewatch.vocabulary.refusal import NotAllowed

    path = write(tmp_path / "ged.csv", [event(1)])
    with pytest.raises(NotAllowed):
        run_import("ucdp-ged", path, name="x", by=cast.liaison, options=ImportOptions())


events = st.builds(
    lambda key, best, day, side, lat: event(
        key,
        best=best,
        date_start=f"2017-01-{day:02}",
        date_end=f"2017-01-{day:02}",
        side_b=side,
        latitude=lat,
    ),
    key=st.integers(1, 12),
    best=st.integers(0, 6),
    day=st.integers(1, 28),
    side=st.sampled_from(["IS", "Syrian insurgents", "Ahrar, and others"]),
    lat=st.sampled_from(["34.5", "36.2", "95"]),
)
few = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@few
@given(rows=st.lists(events, min_size=1, max_size=8))
def test_importing_twice_equals_importing_once(
    cast: Cast, tmp_path: Path, rows: list[dict[str, str]]
) -> None:
    """Whatever the file holds, the second run finds everything there."""
    _empty()
    path = write(tmp_path / "ged.csv", rows)
    first = take(path, cast, skip_refused=True)
    once = state()
    second = take(path, cast, skip_refused=True)
    assert (second.made, second.changed) == (0, 0)
    assert second.unchanged == first.made + first.unchanged
    assert state() == once


@few
@given(rows=st.lists(events, min_size=1, max_size=8), seed=st.integers(0, 99))
def test_the_order_of_rows_does_not_matter(
    cast: Cast, tmp_path: Path, rows: list[dict[str, str]], seed: int
) -> None:
    """Made, flagged, refused and the record itself are the same for any order."""
    _empty()
    shuffled = rows[:]
    random.Random(seed).shuffle(shuffled)
    one = take(write(tmp_path / "a.csv", rows), cast, skip_refused=True)
    as_written = state()
    _empty()
    other = take(write(tmp_path / "b.csv", shuffled), cast, skip_refused=True)
    assert state() == as_written
    assert (one.made, one.unchanged, one.flagged) == (other.made, other.unchanged, other.flagged)
    assert len(one.refused) == len(other.refused)


def _empty() -> None:
    """Take every report away, as an example of Hypothesis leaves it for the next."""
    Link.staged.all().delete()
    Incident.staged.all().delete()
    Revision.objects.all().delete()
    Report.staged.all().delete()
    Document.staged.all().delete()
    Source.staged.all().delete()
    Party.staged.all().delete()
    ImportRun.objects.all().delete()
