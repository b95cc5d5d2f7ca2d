"""Who reads about which round, which marks the paper gathers, and the head that comes of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from typing import Any, Self

from django.utils import timezone

from trucewatch.accounts.access import Reader, operator
from trucewatch.bulletins.aliases import CANONICAL, Names, party_aliases
from trucewatch.bulletins.frame import made_for, record_facts
from trucewatch.papers.content import Head
from trucewatch.places.models import Place, PlaceName
from trucewatch.sources.facts import Fact
from trucewatch.talks.models import Round
from trucewatch.talks.queries.rounds import rounds_standing, zone_of
from trucewatch.vocabulary.handling import Handling, most_restrictive


@dataclass(slots=True)
class Gathering:
    """What one reader is told of a round on a day, and the marks of every row of it."""

    reader: Reader
    round: Round
    today: dt.date
    marks: set[Handling] = field(default_factory=set)

    @classmethod
    def begin(cls, reader: Reader, round_: Round) -> Self:
        """Nothing is told yet."""
        return cls(reader, round_, timezone.localdate())

    def use(self, *rows: Fact) -> None:
        """These rows are in the paper, so that it bears no weaker mark than any of them."""
        self.marks |= {Handling(row.handling) for row in rows}

    def head(self, *content: object) -> Head:
        """The head above this content; it names parties and places in every language there is."""
        round_ = self.round
        standing = rounds_standing(self.reader, [round_])[0]
        self.use(*standing.steps[-1:])
        record = record_facts()
        host = round_.host.name if round_.host else ""
        place = round_.venue.name if round_.venue else ""
        told = {each for part in content for each in _texts(part)} | {host}
        return Head(
            track=round_.track,
            ordinal=round_.ordinal,
            dates=round_.interval,
            venue=round_.venue_label if round_.venue_label != place else "",
            place=place,
            host=host,
            zone=zone_of(round_),
            state=standing.state or "",
            record=record["name"],
            handling=most_restrictive([*self.marks, Handling.CLEAR]),
            made_by=operator().organisation.name,
            made_for=made_for(self.reader),
            as_of=self.today,
            demonstration=record["demonstration"],
            names=party_aliases(told - {""}, round_.date_end) | _names_of(round_.venue),
        )


def _texts(value: Any) -> Iterator[str]:
    """Every text of some content that can be a name."""
    if isinstance(value, Enum):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _texts(getattr(value, each.name))


def _names_of(place: Place | None) -> Names:
    if place is None:
        return {}
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    rows = PlaceName.objects.filter(place=place).order_by("pk")
    for language, text in rows.values_list("language", "text"):
        if language and language != CANONICAL:
            found[place.name].setdefault(language, text)
    return {name: dict(sorted(names.items())) for name, names in found.items()}
