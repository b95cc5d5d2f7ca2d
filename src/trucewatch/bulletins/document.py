"""A bulletin as a document: finished texts in order, for page, paper and word processor alike.

Texts may hold the record's own words between U+2068 and U+2069; each form keeps these apart by
its own means, so that a name never turns the sentence around it.
"""

from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["plain", "quiet", "notice", "strong"]
ChangeKind = Literal["kept", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section."""

    text: str
    level: int = 2
    block: str = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more sentences."""

    text: str
    tone: Tone = "plain"
    block: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; an item that is an address of the web may be made a link."""

    items: list[str]
    block: str = "bullets"


@dataclass(frozen=True, slots=True)
class Key:
    """A figure that stands out, with what it counts and how it was before."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    """The figures at the head."""

    keys: list[Key]
    block: str = "keys"


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title, whether it holds numbers, and its share of the width."""

    label: str
    is_number: bool = False
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its name among the files of tables; the first cell of a row is its head.

    ``level`` is that of its title among the headings.
    """

    name: str
    title: str
    columns: list[Column]
    rows: list[list[str]]
    note: str = ""
    is_wide: bool = False
    level: int = 2
    block: str = "table"


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its words for those who do not see it; its table stands beside it."""

    name: str
    title: str
    svg: str
    alt: str
    width: float
    block: str = "figure"


@dataclass(frozen=True, slots=True)
class Change:
    """Some words of a text, and whether they stayed, went or came from one version to the next."""

    text: str
    kind: ChangeKind = "kept"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a text with its changes; ``ending`` is what became of the break after it."""

    number: str
    changes: list[Change]
    ending: ChangeKind = "kept"


@dataclass(frozen=True, slots=True)
class Fold:
    """Passages, from the first to the last counted from 0, for which words may stand on paper."""

    first: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class Redline:
    """One version of a text against another, in the language and direction of the text itself.

    A page and a word processor's file hold all passages; paper may say less where it folds them.
    ``legend`` says how changes look, where no word processor shows them in its own way.
    """

    passages: list[Passage]
    folds: list[Fold]
    language: str
    direction: str
    legend: str = ""
    block: str = "redline"


Block = Heading | Paragraph | Bullets | Keys | Table | Figure | Redline


@dataclass(frozen=True, slots=True)
class Document:
    """A bulletin in one language. ``date`` is the last day of its window, never the day of making.

    ``banner`` says how far it has come where that is not "published", and ``state`` in one word.
    """

    title: str
    language: str
    direction: str
    date: str
    record: str
    mark: str
    foot: str
    window: str
    of_pages: str
    blocks: list[Block] = field(default_factory=list)
    state: str = ""
    banner: list[str] = field(default_factory=list)
