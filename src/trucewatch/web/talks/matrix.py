"""The contact matrix as a table that can be read, with names in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_noop

from trucewatch.parties.models import Party
from trucewatch.talks.rules.contacts import (
    ContactKind,
    ContactMatrix,
    MeetingSeen,
    count_contacts,
)
from trucewatch.web.language import party_names

MOST_IN_TABLE: Final = 24
"""More actors than these stand in the picture and in the data alone."""

KIND_LABELS: Final[dict[ContactKind, str]] = {
    ContactKind.FACE_TO_FACE: gettext_noop("Face to face"),
    ContactKind.THROUGH_INTERMEDIARIES: gettext_noop("Only through intermediaries"),
    ContactKind.SAME_ROOM: gettext_noop("In the same room only"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What two actors had to do with each other; ``is_self`` on the diagonal."""

    other: str
    face_to_face: int
    indirect: int
    same_room: int
    is_self: bool = False

    @property
    def strength(self) -> str:
        """The closest kind of contact, as a class of the style sheet; empty where none is.

        The picture of the same contacts has the same classes, so that one key serves both.
        """
        if self.face_to_face:
            return f"is-{ContactKind.FACE_TO_FACE}"
        if self.indirect:
            return f"is-{ContactKind.THROUGH_INTERMEDIARIES}"
        return f"is-{ContactKind.SAME_ROOM}" if self.same_room else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One actor with every other."""

    actor: str
    meetings: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The first actors as a table; ``counted`` has all of them."""

    counted: ContactMatrix
    called: dict[str, str]
    """What each actor is called in the reader's language."""
    actors: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def left_out(self) -> int:
        """How many actors are not in the table."""
        return len(self.counted.actors) - len(self.actors)

    @property
    def is_empty(self) -> bool:
        """Whether nobody met anybody."""
        return not self.counted.actors


def matrix_of(meetings: Iterable[MeetingSeen]) -> Matrix:
    """The matrix of some meetings."""
    counted = count_contacts(meetings)
    actors = counted.actors[:MOST_IN_TABLE]
    number = len(actors)
    direct, indirect, room = (
        counted.of_kind(kind)[:number, :number].tolist() for kind in ContactKind
    )
    called = names_called(counted.actors)
    rows = tuple(
        Row(
            actor,
            counted.attended[here],
            tuple(
                Cell(
                    other, direct[here][there], indirect[here][there], room[here][there],
                    here == there,
                )
                for there, other in enumerate(actors)
            ),
        )
        for here, actor in enumerate(actors)
    )  # fmt: skip
    return Matrix(counted, called, actors, rows)


def names_called(actors: Sequence[str]) -> dict[str, str]:
    """What actors are called in the reader's language; one that is no party keeps its name."""
    parties = list(Party.objects.filter(name__in=actors))
    names = party_names(parties)
    called = {party.name: names[party.pk] for party in parties}
    return {actor: called.get(actor, actor) for actor in actors}
