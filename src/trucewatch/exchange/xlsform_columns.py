"""Where an export of submissions keeps the answers to a question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from trucewatch.exchange.xlsform import Question
from trucewatch.exchange.xlsform_names import KEY_COLUMNS

_PARENT: Final = ("parent_key", "_parent_index", "_parent_table_name", "__submissions-id")


@dataclass(frozen=True, slots=True)
class PointColumns:
    """The two columns into which an export splits a point."""

    latitude: str
    longitude: str


def key_column(columns: Sequence[str]) -> str | None:
    """The column that names the submission, whichever program wrote the export."""
    lowered = {name.lower(): name for name in reversed(columns)}
    return next((lowered[name] for name in KEY_COLUMNS if name in lowered), None)


def is_repeat_table(columns: Iterable[str]) -> bool:
    """Whether the file holds the rows of a repeated group rather than submissions."""
    return any(name.lower() in _PARENT for name in columns)


def answer_column(question: Question, columns: Sequence[str]) -> str | None:
    """The column of the answers: by path, by name alone, or under the question's label."""
    separated = [separator.join((*question.groups, question.name)) for separator in "/-."]
    wanted = [*separated, question.name, *question.labels]
    lowered = {name.strip().lower(): name for name in reversed(columns)}
    return next((lowered[name.lower()] for name in wanted if name.lower() in lowered), None)


def point_columns(question: Question, columns: Sequence[str]) -> PointColumns | None:
    """The split columns of a point: `loc-Latitude` (Central), `_loc_latitude` (KoboToolbox)."""
    lowered = {name.strip().lower(): name for name in reversed(columns)}
    paths = [separator.join((*question.groups, question.name)) for separator in "/-."]
    for stem in (*paths, question.name, *question.labels):
        before, _, last = stem.rpartition("/")
        for start in (f"{stem}-", f"{stem}/", f"{stem}:", f"_{stem}_", f"{before}/_{last}_"):
            pair = [lowered.get(f"{start}{part}".lower()) for part in ("latitude", "longitude")]
            if pair[0] and pair[1]:
                return PointColumns(pair[0], pair[1])
    return None
