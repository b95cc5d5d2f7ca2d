"""One version of a draft, against another one where that is asked for."""

import re
from typing import Final
from uuid import UUID

from trucewatch.accounts.access import Reader
from trucewatch.agreements.models import Version
from trucewatch.bulletins.isolates import first_direction
from trucewatch.papers.content import Circulation, DraftPaper
from trucewatch.papers.gathering.head import Gathering
from trucewatch.papers.gathering.texts import label_of, text_hash_of
from trucewatch.papers.gathering.voices import on_day
from trucewatch.talks.models import Round, Tabling
from trucewatch.talks.queries.drafts import DraftSeen, VersionSeen, draft_seen
from trucewatch.talks.rules.redline import Piece, PieceKind, redline
from trucewatch.vocabulary.refusal import NotFound, Refused

_CODE: Final = re.compile(r"[A-Za-z]{2,3}")
"""What a typesetter takes for a language; an account may have any words for one."""


def draft_paper(
    reader: Reader,
    version: Version,
    against: Version | None = None,
    *,
    in_full: bool = False,
    round_: Round | None = None,
) -> DraftPaper:
    """A version of a text, for a round that it was put before; the last one if none is named.

    Against another version its changes stand in it; for that both have to be at hand.
    """
    draft = draft_seen(reader, version.instrument_id)
    newer = _seen(draft, version.pk)
    older = _seen(draft, against.pk) if against else None
    tabling = _tabling_of(draft, round_)
    gathering = Gathering.begin(reader, tabling.round)
    gathering.use(tabling, newer.row, *newer.circulations)
    if older:
        gathering.use(older.row)
    circulations = tuple(
        Circulation(to=row.to_whom, by=row.voice, on=on_day(row.on)) for row in newer.circulations
    )
    return DraftPaper(
        head=gathering.head(circulations),
        title=draft.instrument.name,
        language=language_of(newer.row),
        version=label_of(newer.row, draft),
        sha256=text_hash_of(newer),
        compared_with=label_of(older.row, draft) if older else "",
        compared_sha256=text_hash_of(older) if older else "",
        pieces=_pieces(newer, older),
        circulations=circulations,
        in_full=in_full,
    )


def _seen(draft: DraftSeen, key: UUID) -> VersionSeen:
    for each in draft.versions:
        if each.row.pk == key:
            return each
    raise NotFound("There is nothing here that you may see.")


def _tabling_of(draft: DraftSeen, round_: Round | None) -> Tabling:
    found = [row for row in draft.tablings if round_ is None or row.round_id == round_.pk]
    if not found:
        raise Refused("You see no round before which this text was put.")
    return found[-1]


def _pieces(newer: VersionSeen, older: VersionSeen | None) -> tuple[Piece, ...]:
    if older is None:
        return (Piece(PieceKind.KEPT, newer.row.text),)
    if not (newer.row.text and older.row.text):
        raise Refused("Versions can be compared only where the text of both is at hand.")
    return redline(older.row.text, newer.row.text).pieces


def language_of(version: Version) -> str:
    """The code of a text's language; where none is known, of one that runs as its letters do."""
    if _CODE.fullmatch(version.language):
        return version.language.lower()
    return "ar" if first_direction(version.text) == "rtl" else "en"
