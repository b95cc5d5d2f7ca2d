"""An import is no way around a mark, and puts no words in another's mouth."""

import datetime as dt
from pathlib import Path

import pytest
from cast import Cast, file, patrol

from trucewatch.accounts.actions import Newcomer, add_member
from trucewatch.exchange.imports import run_import
from trucewatch.exchange.options import ImportOptions
from trucewatch.exchange.summary import Summary
from trucewatch.reports.models import Report
from trucewatch.sources.queries import sources_to_file_for
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed, Refused
from trucewatch.vocabulary.roles import Role

pytestmark = pytest.mark.django_db

MAPPING = """
[source]
key = "{key}"
name = "Somebody"

[columns]
key = "no"
date_start = "day"
place = "where"
summary = "words"
"""


def take(folder: Path, by: object, *, source: str, row: str, skip: bool = False) -> Summary:
    """Import one row under a source's name."""
    mapping = folder / "mapping.toml"
    mapping.write_text(MAPPING.format(key=source), "utf-8")
    table = folder / "rows.csv"
    table.write_text(f"no,day,where,words\n{row}\n", "utf-8")
    options = ImportOptions(mapping=str(mapping), skip_refused=skip)
    return run_import("reports", table, name="rows.csv", by=by, options=options)  # type: ignore[arg-type]


@pytest.mark.parametrize("skip", [False, True])
def test_a_report_that_the_importer_does_not_see_is_never_overwritten(
    cast: Cast, tmp_path: Path, skip: bool
) -> None:
    """The row is refused, whatever it says."""
    home = cast.home_of(cast.delegate)
    hidden = file(cast.operator, key="K", handling=Handling.RED, compartment=home, summary="Hidden")
    row = "K,2017-01-05,elsewhere,OVERWRITTEN"
    summary = take(tmp_path, cast.analyst, source=patrol().key, row=row, skip=skip)
    assert [(r.line, r.field) for r in summary.refused] == [(2, "id")]
    assert (summary.made, summary.changed, summary.unchanged) == (0, 0, 0)
    kept = Report.objects.get(pk=hidden.pk)
    assert (kept.summary, kept.version) == ("Hidden", 1)


def test_another_organisations_report_is_changed_by_the_mission_alone(
    cast: Cast, tmp_path: Path
) -> None:
    """An analyst of a guarantor may see it and may not rewrite it."""
    report = file(cast.monitor, key="K", handling=Handling.GREEN)
    house = cast.delegate.organisation
    newcomer = Newcomer("guest", Role.ANALYST, house)
    guest = add_member(newcomer, password="a-long-enough-password", by=cast.operator)
    row = "K,2017-01-05,elsewhere,rewritten"
    assert take(tmp_path, guest, source=patrol().key, row=row).refused
    assert Report.objects.get(pk=report.pk).version == 1
    assert take(tmp_path, cast.analyst, source=patrol().key, row=row).changed == 1


def test_no_mapping_speaks_for_an_organisation_or_a_dataset(cast: Cast, tmp_path: Path) -> None:
    """Those sources give their accounts by themselves."""
    own = file(cast.liaison, compartment=cast.home_of(cast.liaison)).source.key
    for key in (own, "ucdp", "published-tallies"):
        with pytest.raises(Refused, match="speaks for itself"):
            take(tmp_path, cast.analyst, source=key, row="1,2017-01-05,here,words")


def test_nobody_files_in_another_organisations_name(cast: Cast) -> None:
    """Two accounts of one party would pass for two sources that agree."""
    from cast import account

    from trucewatch.incidents.actions import Filing, file_report

    own = file(cast.liaison, compartment=cast.home_of(cast.liaison)).source
    for source, by in ((patrol(), cast.liaison), (own, cast.rival), (own, cast.monitor)):
        with pytest.raises(NotAllowed, match="in the name of"):
            file_report(
                Filing(source=source, key="x", account=account(), handling=Handling.GREEN), by=by
            )


def test_only_the_mission_learns_which_sources_there_are(cast: Cast) -> None:
    """A list of informants is no form field for a party."""
    patrol()
    assert [source.key for source in sources_to_file_for(cast.monitor)] == ["patrol"]
    assert sources_to_file_for(cast.liaison) == sources_to_file_for(cast.delegate) == []


def test_a_form_sent_again_with_other_words_is_not_swallowed(cast: Cast) -> None:
    """The same words are one report; others are refused and can be sent anew."""
    first = file(cast.monitor, key="form", summary="One")
    assert file(cast.monitor, key="form", summary="One") == first
    with pytest.raises(Refused, match="other words"):
        file(cast.monitor, key="form", summary="Two")


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"day": dt.date(9999, 12, 31)}, "date_start"),
        ({"day": dt.date(1, 1, 1)}, "date_start"),
        ({"summary": "x" * 20_001}, "summary"),
        ({"summary": "a\x00b"}, "summary"),
        ({"place_as_published": ""}, "place_as_published"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field(
    cast: Cast, columns: dict[str, object], field: str
) -> None:
    """For forms as for imports."""
    with pytest.raises(Refused) as refusal:
        file(cast.monitor, **columns)  # type: ignore[arg-type]
    assert refusal.value.field == field
