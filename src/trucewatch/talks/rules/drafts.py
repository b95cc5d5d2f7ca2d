"""What positions on a version mean: bound to its text, the newest of each party, whom it binds."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from trucewatch.names.folding import fold
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.sentence import Sentence
from trucewatch.vocabulary.talks import DraftOutcome, DraftStance

_CLITIC: Final = re.compile(r"\bو(?=\w{3})")
"""The Arabic "and", which is written onto the word behind it."""


@dataclass(frozen=True, slots=True)
class Stanced:
    """Where one party stands on one version, by one account; ``order`` is that of recording."""

    actor: str
    stance: DraftStance
    on: dt.date | None
    order: int


def version_hash(text: str, sha256: str, start: int | None, end: int | None) -> str:
    """The SHA-256 of a version's exact text; where only words about it are known, of their place.

    The place is written ``SHA256:START-END`` of the document in which the account stands, so that
    a position on a text that nobody has is bound to the words that tell of it.
    """
    told = text or (f"{sha256}:{start}-{end}" if sha256 else "")
    return hashlib.sha256(told.encode("utf-8")).hexdigest() if told else ""


def newest_stances(stances: Iterable[Stanced]) -> dict[str, Stanced]:
    """The newest stance of each party by day, then by recording; parties however spelled."""
    newest: dict[str, Stanced] = {}
    for each in sorted(stances, key=lambda s: (s.on or dt.date.min, s.order)):
        newest[fold(each.actor)] = each
    return newest


def against_outcome(
    outcome: DraftOutcome, without: Iterable[str], stances: Iterable[Stanced]
) -> list[Sentence]:
    """What in the recorded positions does not go with an outcome that somebody reports.

    Nothing is refused for it: both stand in the record, and the page shows that they differ.
    """
    left_out = {fold(name) for name in without}
    found = []
    for key, each in sorted(newest_stances(stances).items()):
        refuses = each.stance is DraftStance.REFUSES
        agrees = each.stance in (DraftStance.AGREES, DraftStance.RESERVES)
        if outcome is DraftOutcome.ADOPTED and refuses:
            found.append(
                Sentence("{party} refused this version, and it is said to be adopted.",
                         party=each.actor)
            )  # fmt: skip
        if outcome is DraftOutcome.ISSUED_WITHOUT and refuses and key not in left_out:
            found.append(
                Sentence("{party} refused this version and is not among those left out.",
                         party=each.actor)
            )  # fmt: skip
        if outcome is DraftOutcome.ISSUED_WITHOUT and agrees and key in left_out:
            found.append(
                Sentence("{party} agreed to this version and is among those left out.",
                         party=each.actor)
            )  # fmt: skip
    return found


def require_settlement(outcome: DraftOutcome, without: Sequence[str]) -> None:
    """Refuse "issued without some" where nobody is named, and names where nobody was left out."""
    if outcome is DraftOutcome.ISSUED_WITHOUT and not without:
        raise Refused("Say without whom it was issued.", field="without")
    if outcome is not DraftOutcome.ISSUED_WITHOUT and without:
        raise Refused("Nobody is left out of a text that was not issued without them.",
                      field="without")  # fmt: skip


def require_binding(outcomes: Sequence[DraftOutcome]) -> None:
    """Refuse to draw obligations from a version that nobody says was adopted or issued."""
    issued = {DraftOutcome.ADOPTED, DraftOutcome.ISSUED_WITHOUT}
    if not issued & set(outcomes):
        raise Refused("Only what was adopted binds: say first what became of this version.")


def refusing(stances: Iterable[Stanced]) -> list[str]:
    """Those whose newest stance is that they refuse."""
    newest = newest_stances(stances).values()
    return [each.actor for each in newest if each.stance is DraftStance.REFUSES]


def require_bound(
    bearer: str, without: Iterable[str], stances: Iterable[Stanced], others: Iterable[str] = ()
) -> None:
    """Refuse an obligation of somebody who refused the version, or without whom it was issued.

    Whoever is named together with others is not bound in their company either, and of several who
    refused together none is bound alone. ``others`` are further names of those who refused.
    """
    words = f" {_CLITIC.sub('', fold(bearer))} "
    for name in (*without, *refusing(stances), *others):
        folded = _CLITIC.sub("", fold(name))
        if folded and (f" {folded} " in words or words in f" {folded} "):
            raise Refused(
                "{party} did not accept this version: it binds nobody who refused it.",
                field="bearer",
                values={"party": bearer if fold(bearer) == fold(name) else name},
            )
