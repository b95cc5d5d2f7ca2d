"""Made-up reports, clustered in space and time like a front line; the same seed, the same files.

    .venv/bin/python benchmarks/front_line.py --into FOLDER [--reports 1000000] [--seed 7]

Writes one table and one mapping for each of five sources under different handling marks. With
``--record``, the record in TRUCEWATCH_HOME takes them in as well.

Stretches of a front flare up and die down: each flare has a middle, a reach and a half-life, and
breeds the reports around it. A tenth lies anywhere. Towns are real so that names fold and search as
real ones do; what is said to have happened there is made up.
"""

import argparse
import csv
import datetime as dt
import math
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FIRST_DAY = dt.date(2016, 1, 1)
DAYS = 3 * 365
FLARES = 900

TOWNS = [
    ("Saraqib", "سراقب", "Idlib", 35.8644, 36.8058),
    ("Maarrat al-Numan", "معرة النعمان", "Idlib", 35.6433, 36.6683),
    ("Khan Shaykhun", "خان شيخون", "Idlib", 35.4419, 36.6514),
    ("Jisr al-Shughur", "جسر الشغور", "Idlib", 35.8125, 36.3175),
    ("Ariha", "أريحا", "Idlib", 35.8139, 36.6097),
    ("Binnish", "بنش", "Idlib", 35.9578, 36.7136),
    ("Suran", "صوران", "Hama", 35.2894, 36.7472),
    ("Taybat al-Imam", "طيبة الإمام", "Hama", 35.2658, 36.7119),
    ("Muhardah", "محردة", "Hama", 35.2517, 36.5736),
    ("Kafr Zita", "كفر زيتا", "Hama", 35.3733, 36.6019),
    ("Salamiyah", "سلمية", "Hama", 35.0117, 37.0533),
    ("Al-Rastan", "الرستن", "Homs", 34.9264, 36.7322),
    ("Talbiseh", "تلبيسة", "Homs", 34.8403, 36.7306),
    ("Al-Houla", "الحولة", "Homs", 34.8833, 36.5167),
    ("Palmyra", "تدمر", "Homs", 34.5600, 38.2672),
    ("Azaz", "اعزاز", "Aleppo", 36.5861, 37.0442),
    ("Al-Bab", "الباب", "Aleppo", 36.3703, 37.5169),
    ("Anadan", "عندان", "Aleppo", 36.2936, 37.0442),
    ("Khan al-Asal", "خان العسل", "Aleppo", 36.1667, 37.0333),
    ("Manbij", "منبج", "Aleppo", 36.5281, 37.9549),
    ("Salma", "سلمى", "Latakia", 35.6747, 36.1253),
    ("Kinsabba", "كنسبا", "Latakia", 35.7122, 36.1906),
    ("Douma", "دوما", "Damascus", 33.5719, 36.4028),
    ("Harasta", "حرستا", "Damascus", 33.5586, 36.3650),
    ("Daraya", "داريا", "Damascus", 33.4583, 36.2372),
    ("Wadi Barada", "وادي بردى", "Damascus", 33.6500, 36.1500),
    ("Daraa", "درعا", "Daraa", 32.6189, 36.1021),
    ("Nawa", "نوى", "Daraa", 32.8886, 36.0408),
    ("Busra al-Harir", "بصر الحرير", "Daraa", 32.8411, 36.3411),
    ("Deir ez-Zor", "دير الزور", "Deir ez-Zor", 35.3359, 40.1408),
    ("Raqqa", "الرقة", "Raqqa", 35.9500, 39.0100),
    ("Quneitra", "القنيطرة", "Quneitra", 33.1256, 35.8242),
]
AREAS = {
    "Damascus": "SY01", "Aleppo": "SY02", "Homs": "SY04", "Hama": "SY05", "Latakia": "SY06",
    "Idlib": "SY07", "Deir ez-Zor": "SY09", "Raqqa": "SY11", "Daraa": "SY12", "Quneitra": "SY14",
}  # fmt: skip
KINDS = [
    ("shelling", 40, "shelling", "قصف مدفعي", "обстрел"),
    ("small_arms", 22, "small arms fire", "إطلاق نار", "стрельба"),
    ("air_strike", 12, "air strike", "غارة جوية", "авиаудар"),
    ("ground_assault", 8, "ground assault", "هجوم بري", "атака"),
    ("mine_ied", 6, "explosive device", "عبوة ناسفة", "взрыв"),
    ("movement", 5, "movement of vehicles", "تحرك آليات", "передвижение техники"),
    ("harm_to_civilians", 4, "harm to civilians", "إصابة مدنيين", "пострадали жители"),
    ("abduction", 2, "abduction", "خطف", "похищение"),
    ("looting_destruction", 1, "looting", "نهب", "мародёрство"),
]
DETAILS = (
    "from the north from the south east of the town near the bakery near the school at the "
    "crossing behind the silo on the ridge by the bridge in the old quarter along the canal "
    "two rounds five rounds several rounds heavy calibre light calibre mortar rockets tank gun "
    "lasting an hour until dawn after noon before prayer no injuries reported windows broken "
    "one house damaged field burnt power line cut road closed convoy held road reopened"
).split()
SIDES = [f"Force {letter}" for letter in "ABCDEFGHJKLM"]


@dataclass(frozen=True, slots=True)
class SourceOf:
    """One table: whose reports, under which mark, how many of a hundred, how precise."""

    key: str
    name: str
    handling: str
    share: int
    precisions: tuple[tuple[int, int], ...]
    language: int


SOURCES = [
    SourceOf(
        "events", "Event dataset", "CLEAR", 50, ((1, 45), (2, 25), (3, 12), (4, 14), (6, 4)), 0
    ),
    SourceOf("register", "Guarantor's register", "GREEN", 20, ((1, 30), (3, 30), (4, 40)), 2),
    SourceOf("patrols", "Patrols", "AMBER", 15, ((1, 90), (2, 10)), 0),
    SourceOf("hotline", "Hotline", "AMBER+STRICT", 10, ((1, 40), (2, 30), (4, 30)), 1),
    SourceOf("letters", "Letters of a party", "GREEN", 5, ((1, 60), (2, 20), (4, 20)), 1),
]
COLUMNS = [
    "no", "from", "to", "lat", "lon", "precision", "place", "governorate", "what", "who", "whom",
    "at least", "best", "at most", "words",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Flare:
    """A stretch of the front that burns for a while."""

    town: int
    start: float
    half_life: float
    reach_km: float
    kind: int
    sides: tuple[str, str]


def main() -> None:
    """Write the tables, and fill a record with them where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--record", action="store_true", help="import into TRUCEWATCH_HOME")
    given = parser.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    places = write_places(given.into)
    if given.record:
        for path in places:
            subprocess.run([_trucewatch(), "import", "places", str(path)], check=True)
    for path in write_tables(given.into, given.reports, given.seed):
        print(path, flush=True)
        if given.record:
            mapping = path.with_suffix(".toml")
            command = ["import", "reports", str(path), "--mapping", str(mapping)]
            subprocess.run([_trucewatch(), *command], check=True)


def write_tables(folder: Path, reports: int, seed: int) -> list[Path]:
    """One CSV and one mapping for each source; returns the tables."""
    chance = random.Random(seed)
    flares = [_flare(chance) for _ in range(FLARES)]
    written = []
    for source in SOURCES:
        path = folder / f"{source.key}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(COLUMNS)
            out.writerows(_rows(chance, flares, source, reports * source.share // 100))
        path.with_suffix(".toml").write_text(_mapping(source), "utf-8")
        written.append(path)
    return written


def write_places(folder: Path) -> list[Path]:
    """The governorates under their P-codes, and the towns with their coordinates."""
    areas, towns = folder / "areas.csv", folder / "towns.csv"
    coded = [["SYR", 1, code, name, "SYR"] for name, code in AREAS.items()]
    points = [
        [name, area, lat, lon]
        for latin, arabic, area, lat, lon in TOWNS
        for name in (latin, arabic)
    ]
    for path, header, rows in (
        (areas, ["Location", "Admin Level", "P-Code", "Name", "Parent P-Code"], coded),
        (towns, ["where_coordinates", "adm_1", "latitude", "longitude"], points),
    ):
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *rows])
    return [areas, towns]


def _rows(
    chance: random.Random, flares: list[Flare], source: SourceOf, number: int
) -> Iterator[list[object]]:
    weights = [math.exp(chance.gauss(0, 1)) for _ in flares]
    chosen = chance.choices(flares, weights, k=number)
    precisions, shares = zip(*source.precisions, strict=True)
    for no, flare in enumerate(chosen, start=1):
        yield _row(chance, flare, source, no, chance.choices(precisions, shares)[0])


def _row(
    chance: random.Random, flare: Flare, source: SourceOf, no: int, precision: int
) -> list[object]:
    name, arabic, governorate, lat, lon = TOWNS[flare.town]
    reach = flare.reach_km if chance.random() < 0.9 else 60.0
    lat += chance.gauss(0, reach) / 111.2
    lon += chance.gauss(0, reach) / 91.0
    after = int(flare.start + chance.expovariate(math.log(2) / flare.half_life)) % DAYS
    day = FIRST_DAY + dt.timedelta(days=after)
    long = chance.choice((0, 0, 0, 0, 0, 0, 1, 3, 6))
    kind = (
        KINDS[flare.kind]
        if chance.random() < 0.6
        else chance.choices(KINDS, [kind[1] for kind in KINDS])[0]
    )
    low, best, high = _deaths(chance)
    sides = flare.sides if chance.random() < 0.9 else flare.sides[::-1]
    place = arabic if source.language == 1 else name
    words = " ".join(chance.choices(DETAILS, k=chance.randint(4, 14)))
    has_point = precision <= 3
    return [
        f"{source.key}-{no}", day.isoformat(), (day + dt.timedelta(days=long)).isoformat(),
        f"{lat:.4f}" if has_point else "", f"{lon:.4f}" if has_point else "", precision,
        place if precision <= 3 else "", governorate, kind[0], *sides, low, best, high,
        f"{kind[2 + source.language]} {place}: {words}",
    ]  # fmt: skip


def _deaths(chance: random.Random) -> tuple[object, object, object]:
    if chance.random() < 0.7:
        return "", "", ""
    low = min(60, int(chance.paretovariate(1.6)) - 1)
    return low, low + chance.randint(0, 2), low + chance.randint(2, 5)


def _flare(chance: random.Random) -> Flare:
    first, second = chance.sample(SIDES, 2)
    return Flare(
        town=chance.randrange(len(TOWNS)),
        start=chance.uniform(0, DAYS),
        half_life=chance.choice((4, 10, 20, 60)),
        reach_km=chance.choice((1.5, 3, 6, 12)),
        kind=chance.choices(range(len(KINDS)), [kind[1] for kind in KINDS])[0],
        sides=(first, second),
    )


def _mapping(source: SourceOf) -> str:
    columns = {
        "key": "no", "date_start": "from", "date_end": "to", "latitude": "lat", "longitude": "lon",
        "location_precision": "precision", "place": "place", "admin1": "governorate",
        "type": "what", "side_a": "who", "side_b": "whom", "deaths_low": "at least",
        "deaths_best": "best", "deaths_high": "at most", "summary": "words",
    }  # fmt: skip
    lines = [f'{field} = "{column}"' for field, column in columns.items()]
    return "\n".join(
        [
            "[source]", f'key = "{source.key}"', f'name = "{source.name}"', 'reliability = "C"',
            "[defaults]", f'handling = "{source.handling}"', "[columns]", *lines, "",
        ]
    )  # fmt: skip


def _trucewatch() -> str:
    os.environ.setdefault("TRUCEWATCH_HOME", "var")
    return str(Path(sys.executable).with_name("trucewatch"))


if __name__ == "__main__":
    main()
