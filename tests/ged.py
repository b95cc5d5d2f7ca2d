"""Small files in the layouts of the UCDP Georeferenced Event Dataset, made up for the tests."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

OLD_COLUMNS = [
    "id", "year", "active_year", "type_of_violence", "conflict_new_id", "conflict_name",
    "dyad_new_id", "dyad_name", "side_a_new_id", "side_a", "side_b_new_id", "gwnob", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "adm_1", "adm_2", "latitude",
    "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "low", "best", "high",
]  # fmt: skip
NEW_COLUMNS = [
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
    "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
]  # fmt: skip


def event(key: int | str = 1, **columns: Any) -> dict[str, str]:
    """One event, plain but for the given columns."""
    row = {
        "id": key, "year": 2017, "active_year": 1, "code_status": "Clear", "relid": f"SYR-{key}",
        "type_of_violence": 1, "side_a": "Government of Syria",
        "conflict_name": "Syria: Government",
        "side_b": "Syrian insurgents", "number_of_sources": 1, "source_office": "An office",
        "source_article": '"An office,2017-01-05,Shells fall"', "source_date": "2017-01-05",
        "source_headline": f"Shells fall, event {key}", "source_original": "Residents",
        "where_prec": 1, "where_coordinates": "Al-Rastan town", "adm_1": "Homs Governorate",
        "adm_2": "Ar Rastan district", "latitude": 34.92, "longitude": 36.73,
        "geom_wkt": "POINT (36.73 34.92)", "country": "Syria", "country_id": 652,
        "region": "Middle East", "event_clarity": 1, "date_prec": 1, "date_start": "2017-01-05",
        "date_end": "2017-01-05", "deaths_a": 0, "deaths_b": 2, "deaths_civilians": 1,
        "deaths_unknown": 0, "low": 2, "best": 3, "high": 5,
    }  # fmt: skip
    row.update(columns)
    return {name: str(value) for name, value in row.items()}


def write(
    path: Path,
    rows: Iterable[Mapping[str, str]],
    columns: Iterable[str] = OLD_COLUMNS,
    *,
    tags: bool = False,
) -> Path:
    """The rows as a file; with ``tags`` a row of HXL hashtags under the header."""
    names = list(columns)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        if tags:
            writer.writerow([f"#meta+{name}" for name in names])
        for row in rows:
            writer.writerow([row.get(name, "") for name in names])
    return path
