"""Who the actors of a case are, as people settled it once for all its documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trucewatch.desk.models import CaseEntity, CaseFile
from trucewatch.parties.models import Party

_ANONYMOUS = "anonymous"
_MOST_HOPS = 20


@dataclass(frozen=True, slots=True)
class Named:
    """An actor of a case: what a page calls it, which party it is, whether it is protected."""

    key: str
    name: str
    kind: str
    party: Party | None
    protected: bool


@dataclass(frozen=True, slots=True)
class Voice:
    """Everybody that a proposal names in one part, ready for the record."""

    label: str
    names: str
    """One a line; empty where the source is protected."""
    party: Party | None
    anonymous: bool


def names_of(case: CaseFile) -> dict[str, Named]:
    """Every actor of a case by the key that facts use, with what people said of it."""
    rows = {row.pk: row for row in case.entities.select_related("party")}
    found = {}
    for row in rows.values():
        settled = _followed(row, rows)
        found[row.key] = Named(
            row.key,
            settled.name,
            settled.kind,
            settled.party,
            row.protected or settled.protected or settled.kind == _ANONYMOUS,
        )
    return found


def voice_of(keys: Iterable[str], names: Mapping[str, Named]) -> Voice:
    """The actors behind these keys together; one protected source protects them all."""
    known = list({names[key].name: names[key] for key in keys if key in names}.values())
    label = "; ".join(each.name for each in known)[:600]
    parties = {each.party.pk: each.party for each in known if each.party is not None}
    party = next(iter(parties.values())) if len(parties) == 1 else None
    anonymous = any(each.protected for each in known)
    return Voice(
        label, "" if anonymous else "\n".join(each.name for each in known), party, anonymous
    )


def _followed(row: CaseEntity, rows: Mapping[int, CaseEntity]) -> CaseEntity:
    """The entity that people said this one is, however many steps away."""
    for _ in range(_MOST_HOPS):
        following = rows.get(row.same_as_id) if row.same_as_id else None
        if following is None or following.pk == row.pk:
            return row
        row = following
    return row
