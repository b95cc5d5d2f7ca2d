"""Who stands where on each version of the texts that were put before a round."""

import datetime as dt
from collections.abc import Sequence

from trucewatch.names.folding import fold
from trucewatch.papers.content import (
    Position,
    PositionsSheet,
    TextPositions,
    VersionPositions,
)
from trucewatch.papers.gathering.head import Gathering
from trucewatch.papers.gathering.texts import label_of, text_hash_of
from trucewatch.papers.gathering.voices import on_day, told_by
from trucewatch.talks.models import DraftPosition
from trucewatch.talks.queries.drafts import DraftSeen, VersionSeen
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.talks import DraftStance


def positions_sheet(gathering: Gathering, drafts: list[DraftSeen]) -> PositionsSheet:
    """These texts in the order in which they came."""
    texts = tuple(_text(gathering, draft) for draft in drafts)
    return PositionsSheet(head=gathering.head(texts), texts=texts)


def _text(gathering: Gathering, draft: DraftSeen) -> TextPositions:
    gathering.use(*draft.tablings)
    return TextPositions(
        title=draft.instrument.name,
        versions=tuple(_version(gathering, draft, version) for version in draft.versions),
    )


def _version(gathering: Gathering, draft: DraftSeen, version: VersionSeen) -> VersionPositions:
    gathering.use(version.row, *version.circulations)
    return VersionPositions(
        version=label_of(version.row, draft),
        sha256=text_hash_of(version),
        circulated_on=_circulated_on(version),
        positions=positions_on(gathering, version),
    )


def positions_on(gathering: Gathering, version: VersionSeen) -> tuple[Position, ...]:
    """Every account of a position on a version, party by party, the earliest first."""
    rows = [row for stance in version.stances for row in stance.rows]
    gathering.use(*rows)
    superseded = {row.pk for stance in version.stances for row in _superseded(stance.rows)}
    return tuple(
        Position(
            party=row.who,
            stance=DraftStance(row.draft_stance),
            words=row.text,
            on=on_day(row.on),
            by=told_by(row),
            sha256=row.version_hash if version.row.text else "",
            stands=row.pk not in superseded,
        )
        for row in rows
    )


def _superseded(rows: Sequence[DraftPosition]) -> list[DraftPosition]:
    """Those after which the same voice tells of a later day; without a day there is no order."""
    newest: dict[str, dt.date] = {}
    for row in rows:
        if row.on is not None:
            voice = fold(told_by(row))
            newest[voice] = max(row.on, newest.get(voice, row.on))
    return [row for row in rows if row.on is not None and row.on < newest[fold(told_by(row))]]


def _circulated_on(version: VersionSeen) -> Interval | None:
    """From the first to the last day on which somebody is said to have got it."""
    days = [row.on for row in version.circulations if row.on]
    return Interval.between(min(days), max(days)) if days else None
