"""What the engine finds in a text: every find names its characters, its rule and how sure it is."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]
"""``[start, end)`` in code points of the text as it is stored."""


@dataclass(frozen=True, slots=True)
class Because:
    """Why something was proposed: the rule, the words that set it off, how often it is right.

    ``confidence`` is the share of proposals of the rule that proved right when it was measured
    (``extraction/data/confidence.toml``), between 0 and 1. ``note`` says what else weighed.
    """

    rule: str
    cue: Span
    confidence: float
    note: str = ""


class EntityKind(StrEnum):
    """What sort of actor an entity is."""

    PERSON = "person"
    STATE = "state"
    DELEGATION = "delegation"
    ARMED_GROUP = "armed_group"
    ORGANISATION = "organisation"
    ANONYMOUS = "anonymous"
    PEOPLE = "people"
    """People who are named by what they are: residents, analysts, rebels."""


@dataclass(frozen=True, slots=True)
class Rival:
    """Another entity that the same words could mean, and why."""

    entity: str
    why: str


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor that the documents of a case speak of, under one name for all of them.

    ``id`` is made of the name and stands for the entity in the whole case. An anonymous source is
    ``protected``: nothing ties it to a person. ``rivals`` are entities it was kept apart from
    although they could be one: a person settles that once for the case.
    """

    id: str
    name: str
    kind: EntityKind
    spellings: tuple[str, ...]
    protected: bool = False
    of: str = ""
    """The entity it speaks or acts for, as far as a text says so: an id, or empty."""
    rivals: tuple[Rival, ...] = ()
    registered: str = ""
    """The key of the registry's entry, where the case's registry knows it."""


class Naming(StrEnum):
    """In what way words point at an actor."""

    NAME = "name"
    ROLE = "role"
    METONYM = "metonym"
    PRONOUN = "pronoun"
    COMMON = "common"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that point at an actor."""

    span: Span
    entity: str
    naming: Naming
    because: Because


class Speech(StrEnum):
    """Whose words the content is in: the speaker's, the writer's, or both."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class SpeechAct(StrEnum):
    """What a speaker does by speaking."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DEMANDS = "demands"
    PROMISES = "promises"
    ACCUSES = "accuses"
    REFUSES = "refuses"
    EXPECTS = "expects"


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what. ``speakers`` are entity ids; empty where nobody is named.

    ``relayed_by`` are the ids of those who passed the words on, the nearest to the reader first.
    """

    content: Span
    speakers: tuple[str, ...]
    speaker_mention: Span | None
    cue: Span
    speech: Speech
    act: SpeechAct
    because: Because
    relayed_by: tuple[str, ...] = ()
    addressee: Span | None = None


@dataclass(frozen=True, slots=True)
class DateFound:
    """Words that name a time, as whole days with both ends counted, and how that was worked out.

    ``anchor`` is the day it was counted from; None where the words name the time themselves.
    """

    span: Span
    start: dt.date
    end: dt.date
    derivation: str
    anchor: dt.date | None
    because: Because


@dataclass(frozen=True, slots=True)
class DocumentDate:
    """The day a document speaks from: the likeliest, and the days that it lies between.

    ``derivation`` tells each step in plain words, and names the dated event it leans on.
    """

    day: dt.date
    earliest: dt.date
    latest: dt.date
    derivation: tuple[str, ...]
    stamp: Span | None = None


@dataclass(frozen=True, slots=True)
class FigureFound:
    """A number that is claimed of people or things; an open bound is None.

    ``what`` is a word of the field (killed, displaced, delegation_members …), ``scope`` the words
    that limit it (since when, where), ``claimants`` the ids of those who claim it.
    """

    span: Span
    low: int | None
    high: int | None
    what: str
    claimants: tuple[str, ...]
    because: Because
    scope: Span | None = None
    estimated: bool = False


class Undertaking(StrEnum):
    """What is asked or undertaken."""

    DEMAND = "demand"
    PRECONDITION = "precondition"
    REFUSAL = "refusal"
    OFFER = "offer"
    PROPOSAL = "proposal"
    PLAN = "plan"
    AGREEMENT = "agreement"
    COMMITMENT = "commitment"


@dataclass(frozen=True, slots=True)
class UndertakingFound:
    """A demand or commitment: who, of whom, what. ``span`` is what is asked or undertaken."""

    span: Span
    kind: Undertaking
    by: tuple[str, ...]
    of: tuple[str, ...]
    because: Because
    quantity: Span | None = None
    condition: Span | None = None


@dataclass(frozen=True, slots=True)
class Allegation:
    """A breach that somebody alleges. ``violation_type`` is a value of the vocabulary or empty."""

    span: Span
    alleged_by: tuple[str, ...]
    accused: tuple[str, ...]
    violation_type: str
    because: Because
    place: Span | None = None
    date: Span | None = None
    about_process: bool = False
    """Obstruction of the talks: a complaint, and no breach of a ceasefire."""


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody at a meeting: in which role, and whether they came."""

    entity: str
    role: str
    presence: str


@dataclass(frozen=True, slots=True)
class MeetingFound:
    """A meeting or a round that a text speaks of."""

    span: Span
    start: dt.date | None
    end: dt.date | None
    venue: str
    track: str
    ordinal: int | None
    format: str
    participants: tuple[Participant, ...]
    outcome: Span | None
    because: Because


@dataclass(frozen=True, slots=True)
class Assessment:
    """How somebody judges the ceasefire: ``says`` is their word, ``leaning`` -1, 0 or 1."""

    span: Span
    by: tuple[str, ...]
    says: str
    leaning: int
    because: Because


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place that is meant as a place, with other places of that name."""

    span: Span
    name: str
    lat: float
    lon: float
    precision: int
    alternatives: tuple[str, ...]
    because: Because


@dataclass(frozen=True, slots=True)
class Passage:
    """Some characters of one document."""

    document: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reuse:
    """A passage that stands in two documents; ``original`` is the document it came from."""

    a: Passage
    b: Passage
    original: str
    alike: float
    """Which share of the words of the two passages is common to both, 0 to 1."""


class Clash(StrEnum):
    """In what two accounts cannot both be right."""

    FIGURE = "figure"
    DENIAL = "denial"
    CAUSE = "cause"
    SCHEDULE = "schedule"
    ASSESSMENT = "assessment"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two passages that cannot both be right, in what, and why that is so."""

    a: Passage
    b: Passage
    clash: Clash
    why: str


@dataclass(frozen=True, slots=True)
class RoundFound:
    """One round of a track, put together from all documents of the case."""

    track: str
    number: int
    start: dt.date | None
    end: dt.date | None
    venue: str
    participants: tuple[Participant, ...]
    derivation: tuple[str, ...]
    passages: tuple[Passage, ...]
