"""A noun phrase that points at an actor."""

from dataclasses import dataclass, field

from trucewatch.extraction.gazetteer import Actor


@dataclass(slots=True)
class Phrase:
    """A noun phrase, tokens ``[first, last)``; the name or head in it is ``[core, core_end)``."""

    first: int
    last: int
    core: int
    core_end: int
    kind: str
    """One of: person, actor, side, office, role, people, body, pronoun."""
    name: str = ""
    actor: Actor | None = None
    nation: str = ""
    head: str = ""
    side: str = ""
    definite: bool = False
    plural: bool = False
    of: str = ""
    """The words it is the head, envoy, spokesman … of."""
    nested: bool = False
    entity: str = ""
    role_of: int = -1
    """The number of the phrase that this one stands beside as apposition."""
    roles: list[str] = field(default_factory=list)
