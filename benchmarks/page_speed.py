"""How fast pages answer on a record made by ``front_line.py``: median and 95th percentile.

    TRUCEWATCH_HOME=… .venv/bin/python benchmarks/page_speed.py [--rounds 40] [--seed 11]

Each round asks every page once, as another member and under another filter, so that no answer is
ready from the round before. Pages run in this process, rendered in full, without the network. The
first reading of the reports into memory and the first home page, which reads templates and the base
map, are told apart: a server does both before it takes requests.
"""

import argparse
import datetime as dt
import os
import random
import resource
import statistics
import time
from collections import defaultdict
from typing import Any
from urllib.parse import urlencode

FIRST_DAY = dt.date(2016, 1, 1)
WORDS = ["saraqib", "shelling", "قصف", "обстрел", "bridge", "convoy held", "درعا", "night"]
TYPES = ["shelling", "small_arms", "air_strike", "movement", "looting_destruction"]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "trucewatch.config.settings"
    os.environ["TRUCEWATCH_SECOND_FACTOR"] = "no"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    clients = _clients()
    from trucewatch.incidents.index.current import current_index

    start = time.perf_counter()
    index = current_index()
    took = time.perf_counter() - start
    reports = sum(len(block) for block in index.blocks.values())
    print(f"{reports:,} reports read into memory in {took:.1f} s")
    start = time.perf_counter()
    clients[0].get("/")
    print(f"the home page, asked for once before, took {time.perf_counter() - start:.1f} s")
    chance = random.Random(given.seed)
    times: dict[str, list[float]] = defaultdict(list)
    for _ in range(given.rounds):
        client = chance.choice(clients)
        for name, address in _addresses(chance, client).items():
            start = time.perf_counter()
            response = client.get(address)
            content = b"".join(response) if response.streaming else response.content
            times[name].append((time.perf_counter() - start) * 1000)
            if response.status_code not in (200, 403):
                raise SystemExit(f"{address}: {response.status_code} {content[:300]!r}")
    print(f"{'page':34}{'median ms':>10}{'p95 ms':>10}{'worst ms':>10}")
    for name, values in times.items():
        p95 = statistics.quantiles(values, n=20)[-1]
        print(f"{name:34}{statistics.median(values):10.0f}{p95:10.0f}{max(values):10.0f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _addresses(chance: random.Random, client: Any) -> dict[str, str]:
    """One address of each page under a filter of this round."""
    since = FIRST_DAY + dt.timedelta(days=chance.randrange(1000))
    month = {"since": since.isoformat(), "until": (since + dt.timedelta(days=30)).isoformat()}
    kind = {"type": chance.choice(TYPES)}
    word = {"q": chance.choice(WORDS)}
    area = {"area": chance.choice(["sy-idlib", "sy-hama", "sy-aleppo"])}
    return {
        "situation": "/situation/",
        "situation, one month": _situation(month),
        "situation, one type": _situation(kind),
        "situation, governorate and month": _situation(area | month),
        "situation, words": _situation(word),
        "situation, words, type and month": _situation(word | kind | month),
        "incident": _incident(client, month),
    } | _further(chance, month, word)


def _further(chance: random.Random, month: dict[str, str], word: dict[str, str]) -> dict[str, str]:
    """Search, triage, and tiles as a map of the country and of a town asks for them."""
    east, south = chance.choice([(0, 0), (1, 0), (0, 1)])
    limited, in_month = {"q": f"{word['q']} type:shell in:2017-02"}, urlencode(month)
    return {
        "search": f"/search/?{urlencode(word)}",
        "search, with limits": f"/search/?{urlencode(limited)}",
        "triage": "/triage/",
        "hexagons, a tile of the country": f"/situation/tiles/6/{38 + east}/{25 + south}.mvt",
        "hexagons, one month": f"/situation/tiles/7/{77 + east}/{50 + south}.mvt?{in_month}",
        "reports, a tile close up": f"/situation/tiles/10/{616 + east}/{404 + south}.mvt",
        "API, a page of reports": f"/api/v1/reports?limit=100&{in_month}",
    }


def _situation(wanted: dict[str, str]) -> str:
    return f"/situation/?{urlencode(wanted)}"


def _incident(client: Any, month: dict[str, str]) -> str:
    """An incident that this member may see."""
    from trucewatch.accounts.access import reader_of
    from trucewatch.incidents.index.counting import newest_incidents
    from trucewatch.incidents.index.sifting import sift
    from trucewatch.reports.queries import parse_filter

    wanted, _ = parse_filter(month)
    found = newest_incidents(sift(reader_of(client.member), wanted), after=None, number=20)
    return f"/incidents/{found[-1][0]}/"


def _clients() -> list[Any]:
    """A monitor, a guarantor's delegate and an observer, signed in; each is made when missing."""
    from django.conf import settings
    from django.test import Client

    from trucewatch.accounts import access, actions
    from trucewatch.accounts.actions import Newcomer
    from trucewatch.accounts.models import Member, Organisation
    from trucewatch.vocabulary.roles import OrganisationKind, Role

    settings.ALLOWED_HOSTS.append("testserver")
    operator = access.operator()
    clients: list[Any] = []
    for name, role, kind in (
        ("speed-monitor", Role.MONITOR, OrganisationKind.MISSION),
        ("speed-delegate", Role.DELEGATE, OrganisationKind.GUARANTOR),
        ("speed-observer", Role.LIAISON, OrganisationKind.OBSERVER),
    ):
        member = Member.objects.filter(username=name).first()
        if member is None:
            house = Organisation.objects.filter(organisation_kind=kind).first()
            house = house or actions.add_organisation(key=name, name=name, kind=kind, by=operator)
            newcomer = Newcomer(name, role, house)
            member = actions.add_member(newcomer, password=os.urandom(16).hex(), by=operator)
        client = Client()
        client.force_login(member)
        client.member = member
        clients.append(client)
    return clients


if __name__ == "__main__":
    main()
