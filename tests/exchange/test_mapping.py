"""Any table of reports is read by a mapping; ACLED's ships with the software."""

from pathlib import Path

import openpyxl
import pytest
from cast import Cast

from trucewatch.exchange.imports import run_import
from trucewatch.exchange.mapping import shipped_mappings
from trucewatch.exchange.options import ImportOptions
from trucewatch.exchange.summary import Summary
from trucewatch.reports.models import Report
from trucewatch.vocabulary.refusal import Refused

pytestmark = pytest.mark.django_db

ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,"
    "country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
    "notes,fatalities,tags,timestamp\n"
    "SYR1,05 January 2017,2017,2,Political violence,Explosions/Remote violence,"
    "Shelling/artillery/missile attack,Military Forces of Syria,,1,Civilians (Syria),,7,17,"
    "Civilian targeting,760,Middle East,Syria,Homs,Ar Rastan,Ar Rastan,Talbisa,34.84,36.73,1,"
    '"SOHR","Other","Shells fell on the town.",3,,1600000000\n'
)
OWN = """
[source]
key = "hotline"
name = "Hotline"

[columns]
key = "no"
date_start = "from"
date_end = "to"
place = "where"
admin1 = "governorate"
type = "what"
deaths_low = "killed at least"

[read]
date_formats = ["%d.%m.%Y"]

[types]
"mortar fire" = "shelling"
"""
OWN_TABLE = """no,from,to,where,governorate,what,killed at least
1,05.01.2017,06.01.2017,Talbisa,Homs,mortar fire,2
2,05.01.2017,,somewhere,,shouting,
"""


def take(path: Path, cast: Cast, mapping: str, *, skip: bool = False) -> Summary:
    """Import a table of reports."""
    options = ImportOptions(mapping=mapping, skip_refused=skip)
    return run_import("reports", path, name=path.name, by=cast.monitor, options=options)


@pytest.fixture
def own(tmp_path: Path) -> str:
    """A mapping file of one's own."""
    path = tmp_path / "mapping.toml"
    path.write_text(OWN, "utf-8")
    return str(path)


def text(path: Path, content: str) -> Path:
    """A file of that content."""
    path.write_text(content, encoding="utf-8")
    return path


def test_acled_is_read_by_the_mapping_that_ships(
    cast: Cast, gazetteer: None, tmp_path: Path
) -> None:
    """Its dates, codes of precision, types and actors become ours; its words stay beside them."""
    assert take(text(tmp_path / "acled.csv", ACLED), cast, "acled").made == 1
    report = Report.objects.select_related("source", "side_a", "side_b", "area").get()
    assert (report.source.name, report.source_key, report.handling) == ("ACLED", "SYR1", "GREEN")
    assert (report.date_start.isoformat(), report.date_precision) == ("2017-01-05", 3)
    assert (report.event_type, report.location_precision) == ("shelling", 1)
    assert report.type_as_published == "Shelling/artillery/missile attack"
    assert (report.side_a.name, report.side_b.name) == (
        "Military Forces of Syria",
        "Civilians (Syria)",
    )
    assert (report.area.key, report.deaths_best, report.deaths_low) == ("sy-homs", 3, None)
    assert report.summary == "Shells fell on the town."


def test_a_mapping_of_ones_own_reads_any_table(
    cast: Cast, gazetteer: None, tmp_path: Path, own: str
) -> None:
    """Named columns, date patterns and types; what is not said stays unsaid."""
    summary = take(text(tmp_path / "calls.csv", OWN_TABLE), cast, own)
    assert (summary.made, summary.flagged) == (2, 2)
    one, two = Report.objects.order_by("source_key")
    assert (one.event_type, one.date_precision, one.deaths_low) == ("shelling", 2, 2)
    assert (one.location_precision, one.latitude) == (4, None)
    assert (two.event_type, two.type_as_published) == ("unspecified", "shouting")
    assert two.location_precision == 6
    assert "type_not_in_vocabulary" in two.flags
    assert "coordinates_missing" in two.flags


def test_a_workbook_gives_the_same_reports_as_a_table(cast: Cast, tmp_path: Path, own: str) -> None:
    """Importing the one after the other makes nothing."""
    assert take(text(tmp_path / "calls.csv", OWN_TABLE), cast, own).made == 2
    book = openpyxl.Workbook()
    for line in OWN_TABLE.splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "calls.xlsx")
    summary = take(tmp_path / "calls.xlsx", cast, own)
    assert (summary.made, summary.changed, summary.unchanged) == (0, 0, 2)


def test_a_column_that_the_mapping_names_must_be_there(
    cast: Cast, tmp_path: Path, own: str
) -> None:
    """The missing one is named by the file's word for it."""
    table = OWN_TABLE.replace("killed at least", "dead")
    summary = take(text(tmp_path / "calls.csv", table), cast, own)
    assert [(r.line, r.field) for r in summary.refused] == [(1, "killed at least")]


def test_a_day_in_no_known_pattern_is_refused(cast: Cast, tmp_path: Path, own: str) -> None:
    """Line, column and the value itself are told."""
    table = OWN_TABLE.replace("05.01.2017,06", "01/05/17,06")
    summary = take(text(tmp_path / "calls.csv", table), cast, own)
    assert [(r.line, r.field) for r in summary.refused] == [(2, "from")]
    assert "01/05/17" in summary.refused[0].reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("[columns]", "[colums]"), "there is no section"),
        (('key = "no"', 'kay = "no"'), "has no entry “kay”"),
        (('date_start = "from"\n', ""), "must say which is “date_start”"),
        (('name = "Hotline"', ""), "must give a key and a name"),
        (("[read]", "[read"), "line"),
        (("[columns]", '[defaults]\nhandling = "PINK"\n[columns]'), "PINK"),
        (("[columns]", '[defaults]\nhandling = "RED"\n[columns]'), "named recipients"),
    ],
)
def test_a_faulty_mapping_is_refused_with_the_entry_at_fault(
    cast: Cast, tmp_path: Path, change: tuple[str, str], reason: str
) -> None:
    """A slip in the mapping is not taken for an empty column."""
    mapping = text(tmp_path / "mapping.toml", OWN.replace(*change))
    with pytest.raises(Refused, match=reason):
        take(text(tmp_path / "calls.csv", OWN_TABLE), cast, str(mapping))


def test_an_unknown_mapping_names_those_there_are(cast: Cast, tmp_path: Path) -> None:
    """The person learns what would have worked."""
    assert "acled" in shipped_mappings()
    with pytest.raises(Refused, match="acled"):
        take(text(tmp_path / "calls.csv", OWN_TABLE), cast, "acleed")
