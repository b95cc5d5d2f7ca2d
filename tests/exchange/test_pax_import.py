"""The register of peace agreements: each row an instrument, every column kept."""

import csv
import io
from pathlib import Path

import pytest
from cast import Cast
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trucewatch.accounts.access import MemberReader
from trucewatch.agreements.models import Instrument, InstrumentDate
from trucewatch.agreements.queries import dates_seen
from trucewatch.exchange.accords_export import open_accords_export
from trucewatch.exchange.options import ImportOptions
from trucewatch.exchange.pax import import_pax
from trucewatch.exchange.summary import Summary
from trucewatch.ledger.record_verification import verify_record
from trucewatch.vocabulary.process import InstrumentType
from trucewatch.vocabulary.refusal import NotAllowed

pytestmark = pytest.mark.django_db
COLUMNS = ["Con", "PPName", "AgtId", "Agt", "Dat", "Status", "Stage", "Part", "Cease"]
ROWS = [
    ["Syria", "A process", "1754", "A ceasefire, “nationwide”", "2016-12-29", "Signed", "Cea",
     'Government; "groups"', "3"],
    ["Syria", "A process", "1755", "Меморандум о зонах", "04/05/2017", "Signed", "Imp", "", "2"],
]  # fmt: skip


def bring(folder: Path, rows: list[list[str]], cast: Cast, **options: bool) -> Summary:
    """Import the register with these rows."""
    path = folder / "pax.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    how = ImportOptions(**options)
    return import_pax(path, name=path.name, by=cast.operator, options=how)


def out(cast: Cast) -> list[list[str]]:
    """The register as it is written again."""
    export = open_accords_export("pax", "csv", by=cast.operator)
    return list(csv.reader(io.StringIO(b"".join(export.chunks()).decode("utf-8"))))


def test_rows_come_in_and_go_out_column_by_column(tmp_path: Path, cast: Cast) -> None:
    """In their order, with their quotation marks and scripts; the ledger vouches for them."""
    assert bring(tmp_path, ROWS, cast).made == 2
    assert out(cast) == [COLUMNS, *ROWS]
    assert verify_record().is_intact


def test_a_second_run_changes_nothing(tmp_path: Path, cast: Cast) -> None:
    """Nor does it leave an entry in the ledger."""
    bring(tmp_path, ROWS, cast)
    again = bring(tmp_path, ROWS, cast)
    assert (again.made, again.changed, again.unchanged) == (0, 0, 2)
    assert not again.published


def test_stage_and_date_become_type_and_one_account_of_the_day(tmp_path: Path, cast: Cast) -> None:
    """A ceasefire; the day of signature is the register's and one-sided until another gives it."""
    bring(tmp_path, ROWS, cast)
    row = Instrument.objects.get(name__startswith="A ceasefire")
    assert row.instrument_type == InstrumentType.CEASEFIRE
    seen = dates_seen(MemberReader(cast.liaison), [row])[row.pk]
    assert [(str(each.rows[0].interval), each.verdict.label.value) for each in seen] == [
        ("29 Dec 2016", "one_sided")
    ]


def test_a_changed_row_changes_its_instrument_and_no_other(tmp_path: Path, cast: Cast) -> None:
    """The new day stands beside the old one: both were told."""
    bring(tmp_path, ROWS, cast)
    changed = [[*ROWS[0][:4], "2016-12-30", *ROWS[0][5:]], ROWS[1]]
    summary = bring(tmp_path, changed, cast)
    assert (summary.changed, summary.unchanged) == (1, 1)
    assert out(cast)[1] == changed[0]
    assert InstrumentDate.objects.filter(instrument__name__startswith="A ceasefire").count() == 2


def test_agreements_of_one_name_are_told_apart_by_their_numbers(tmp_path: Path, cast: Cast) -> None:
    """Both are kept."""
    twin = [*ROWS[0][:2], "9", *ROWS[0][3:]]
    assert bring(tmp_path, [ROWS[0], twin], cast).made == 2
    assert Instrument.objects.filter(name__endswith="(9)").exists()


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [(2, "", "AgtId"), (3, "", "Agt"), (4, "", "Dat"), (4, "2016-13-01", "Dat"),
     (4, "29 December", "Dat"), (3, "x" * 2000, "Agt")],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_is_refused_by_line_and_field(
    tmp_path: Path, cast: Cast, place: int, value: str, field: str
) -> None:
    """Nothing is written then."""
    wrong = [*ROWS[0]]
    wrong[place] = value
    summary = bring(tmp_path, [wrong, ROWS[1]], cast)
    assert [(each.line, each.field) for each in summary.refused] == [(2, field)]
    assert Instrument.objects.count() == 0
    assert bring(tmp_path, [wrong, ROWS[1]], cast, skip_refused=True).made == 1


def test_a_table_without_the_columns_is_refused(tmp_path: Path, cast: Cast) -> None:
    """Each missing column is named."""
    path = tmp_path / "other.csv"
    path.write_text("Name,Date\nA,2016-12-29\n")
    summary = import_pax(path, name=path.name, by=cast.operator, options=ImportOptions())
    assert {each.field for each in summary.refused} == {"AgtId", "Agt", "Dat"}


def test_a_delegate_imports_no_register(tmp_path: Path, cast: Cast) -> None:
    """The right is that of those who keep the record."""
    path = tmp_path / "pax.csv"
    path.write_text(",".join(COLUMNS) + "\n")
    with pytest.raises(NotAllowed):
        import_pax(path, name=path.name, by=cast.delegate, options=ImportOptions())


_cell = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\x85"),
    max_size=12,
)


@given(st.lists(st.tuples(_cell, _cell, _cell), min_size=1, max_size=4))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_words_in_other_columns_survive(
    tmp_path: Path, cast: Cast, cells: list[tuple[str, str, str]]
) -> None:
    """Whatever a row says besides its number, name and day comes out as it went in."""
    before = Instrument.objects.count()
    rows = [
        [one, two, f"{before}-{n}", f"Agreement {before}-{n}", "2017-01-01", three, "", "", "0"]
        for n, (one, two, three) in enumerate(cells)
    ]
    bring(tmp_path, rows, cast)
    told = out(cast)[1:]
    assert [[cell.strip() for cell in row] for row in told[-len(rows) :]] == [
        [cell.strip() for cell in row] for row in rows
    ]
