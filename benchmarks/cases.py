"""How fast pages of the mechanism answer over 100,000 cases: median and 95th percentile.

    .venv/bin/python benchmarks/cases.py [--cases 100000] [--rounds 40] [--seed 11] [--home FOLDER]
        [--no-statistics]

Makes up a record in a folder of its own, which goes away afterwards; one that ``--home`` names
stays, and is used again when it holds cases. Then each round asks every page once, another case
and other words each time. Pages run in this process, rendered in full, without the network. The
first page of all, which reads templates, is told apart.

A server on SQLite counts the tables anew when it starts, and so does this; ``--no-statistics`` asks
a record made just now as one that has grown from nothing since its server started.
"""

import argparse
import os
import random
import resource
import statistics
import tempfile
import time
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

WORDS = ["saraqib", "shelling", "air strike", "small arms", "douma", "nothing like it", "manbij"]
API = {
    "API, a page of cases": "/api/v1/cases?limit=100",
    "API, a page of findings": "/api/v1/findings?limit=100",
}


def main() -> None:
    """Make the record where there is none, measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--no-statistics", action="store_true")
    given = parser.parse_args()
    with ExitStack() as stack:
        home = given.home or stack.enter_context(tempfile.TemporaryDirectory())
        os.environ["TRUCEWATCH_HOME"] = str(home)
        os.environ["DJANGO_SETTINGS_MODULE"] = "trucewatch.config.settings"
        os.environ["TRUCEWATCH_SECOND_FACTOR"] = "no"
        people = _record(given.cases, given.seed)
        if not given.no_statistics:
            from trucewatch.sources.statistics import refresh_statistics

            refresh_statistics()
        _measure(people, given.rounds, given.seed)


def _record(number: int, seed: int) -> Any:
    """The record, with its cases."""
    from trucewatch.cli.record import open_record

    open_record()
    from made_cases import make_cases, make_people

    from trucewatch.cases.models import Case, Finding, Paper

    people = make_people()
    if not Case.objects.exists():
        start = time.perf_counter()
        rows = make_cases(people, number, seed)
        print(f"{rows:,} rows made up in {time.perf_counter() - start:.0f} s")
    print(
        f"{Case.objects.count():,} cases, {Paper.objects.count():,} papers, "
        f"{Finding.objects.count():,} findings"
    )
    return people


def _measure(people: Any, rounds: int, seed: int) -> None:
    clients = _clients(people)
    start = time.perf_counter()
    clients["monitor"].get("/cases/")
    print(f"the first page of all took {time.perf_counter() - start:.1f} s")
    chance = random.Random(seed)
    times: dict[str, list[float]] = defaultdict(list)
    choices = _choices(people)
    for _ in range(rounds):
        for name, (who, address) in _addresses(chance, choices).items():
            start = time.perf_counter()
            response = clients[who].get(address)
            content = b"".join(response) if response.streaming else response.content
            times[name].append((time.perf_counter() - start) * 1000)
            if response.status_code != 200:
                raise SystemExit(f"{address}: {response.status_code} {content[:300]!r}")
    print(f"{'page':48}{'median ms':>10}{'p95 ms':>10}{'worst ms':>10}")
    for name, values in times.items():
        p95 = statistics.quantiles(values, n=20)[-1]
        print(f"{name:48}{statistics.median(values):10.0f}{p95:10.0f}{max(values):10.0f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _clients(people: Any) -> dict[str, Any]:
    """A client of each part, signed in, and one of the public."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS.append("testserver")
    clients = {"public": Client()}
    for name, member in (
        ("monitor", people.monitor), ("chair", people.chair), ("leader", people.leader),
        ("signatory", people.signatory), ("delegate", people.delegates[1]),
        ("liaison", people.liaisons[0]),
    ):  # fmt: skip
        clients[name] = Client()
        clients[name].force_login(member)
    return clients


def _choices(people: Any) -> dict[str, list[Any]]:
    """Cases that each part may see and that are looked at: any, notified ones, those under vote."""
    from trucewatch.accounts.access import MemberReader
    from trucewatch.cases.models import Case, Finding

    def some(member: Any, **where: Any) -> list[Any]:
        rows = Case.objects.visible_to(MemberReader(member)).filter(**where)
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        return keys[:: max(1, len(keys) // 500)]

    liaison, delegate = people.liaisons[0], people.delegates[1]
    closed = Finding.objects.filter(vote_closed_at__isnull=False, replaced_at__isnull=True)
    keys = list(closed.order_by("pk").values_list("pk", flat=True))
    return {
        "any": some(people.monitor),
        "accused": some(liaison, addressee=liaison.organisation, state="notified"),
        "reviewed": some(delegate, state="under_review"),
        "findings": keys[:: max(1, len(keys) // 500)],
    }


def _addresses(chance: random.Random, choices: dict[str, list[Any]]) -> dict[str, tuple[str, str]]:
    """Who asks for which address of each page in this round."""
    one, older = chance.choice(choices["any"]), chance.choice(choices["any"])
    words = urlencode({"q": chance.choice(WORDS)})
    pages = {
        f"awaiting me, {who}": (who, "/cases/waiting/")
        for who in ("monitor", "chair", "leader", "signatory", "liaison", "delegate")
    }
    pages |= {
        "case, monitor": ("monitor", f"/cases/{one}/"),
        "case, liaison of the accused": ("liaison", f"/cases/{chance.choice(choices['accused'])}/"),
        "case, delegate": ("delegate", f"/cases/{chance.choice(choices['reviewed'])}/"),
    }
    for who in ("monitor", "liaison"):
        for name, query in (
            ("cases", ""), ("cases, overdue", "?standing=overdue"),
            ("cases, open", "?standing=open"), ("cases, notified", "?state=notified"),
            ("cases, words", f"?{words}"), ("cases, an older page", f"?before={older}"),
        ):  # fmt: skip
            pages[f"{name}, {who}"] = (who, f"/cases/{query}")
    before = chance.choice(choices["findings"])
    for who in ("monitor", "public"):
        pages[f"findings, {who}"] = (who, "/findings/")
        pages[f"findings, an older page, {who}"] = (who, f"/findings/?before={before}")
    pages |= {name: ("monitor", address) for name, address in API.items()}
    pages["API, one case"] = ("monitor", f"/api/v1/cases/{one}")
    return pages


if __name__ == "__main__":
    main()
