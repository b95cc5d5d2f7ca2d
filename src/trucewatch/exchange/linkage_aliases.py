"""Other names of actors, written down by somebody: CSV or JSON."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from trucewatch.names.folding import fold
from trucewatch.vocabulary.refusal import Refused

_ALIAS: Final = ("alias", "variant", "spelling", "other_name", "former_name")
_NAME: Final = ("name", "canonical", "canonical_name", "actor", "party", "proper_name")
_Found = Iterator[tuple[str, Any, Any]]
"""Where an alias stands, the alias, and the name."""


class _Object(list[tuple[str, Any]]):
    """A JSON object with every pair that is written in it."""


def read_aliases(path: Path, remarks: list[str] | None = None) -> dict[str, str]:
    """Other names of actors, folded, each with the name that it stands for.

    A CSV with the columns ``alias`` and ``name`` (or two columns, the alias first), or JSON: an
    object from aliases to names, one from names to lists of aliases, or a list of pairs or of
    objects with ``alias`` and ``name``. An alias of two names stands for neither, which is told in
    ``remarks``. Refused with ``Refused`` where something else stands in the file.
    """
    pairs = _in_json(path) if path.suffix.casefold() == ".json" else _in_csv(path)
    found: dict[str, str] = {}
    doubtful = set()
    for place, alias, name in pairs:
        if not (isinstance(alias, str) and isinstance(name, str) and fold(alias) and fold(name)):
            raise Refused(
                "{file}, {place}: an alias and a name are needed, and letters in both.",
                field="aliases",
                values={"file": path.name, "place": place},
            )
        if fold(found.setdefault(fold(alias), name)) != fold(name):
            doubtful.add(fold(alias))
    if doubtful and remarks is not None:
        remarks.append(f"aliases of several names stand for none: {', '.join(sorted(doubtful))}")
    return {alias: name for alias, name in found.items() if alias not in doubtful}


def _in_csv(path: Path) -> _Found:
    try:
        text = path.read_text("utf-8-sig")
        delimiter = max(",;\t", key=text.partition("\n")[0].count)
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(path, str(error)) from None
    heads = [name.strip().casefold() for name in rows[0]] if rows else []
    alias = next((heads.index(name) for name in _ALIAS if name in heads), -1)
    name = next((heads.index(name) for name in _NAME if name in heads), -1)
    has_heads = alias >= 0 and name >= 0
    if not has_heads:
        if any(len(row) not in (0, 2) for row in rows):
            raise _unreadable(path, "it needs the columns “alias” and “name”")
        alias, name = 0, 1
    for number, row in enumerate(rows[1:] if has_heads else rows, 1):
        if any(cell.strip() for cell in row):
            cells = dict(enumerate(row))
            yield f"row {number:,}", cells.get(alias), cells.get(name)


def _in_json(path: Path) -> _Found:
    try:
        given = json.loads(path.read_text("utf-8-sig"), object_pairs_hook=_Object)
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, f"it is no JSON ({error})") from None
    if isinstance(given, _Object):
        for key, value in given:
            if isinstance(value, list) and not isinstance(value, _Object):
                yield from ((f"“{key}”", alias, key) for alias in value)
            else:
                yield f"“{key}”", key, value
    elif isinstance(given, list):
        for number, entry in enumerate(given, 1):
            yield f"entry {number:,}", *_of_entry(entry)
    else:
        raise _unreadable(path, "it needs an object from aliases to names")


def _of_entry(entry: Any) -> tuple[Any, Any]:
    """The alias and the name in a pair or an object."""
    if isinstance(entry, _Object):
        values = {key.strip().casefold(): value for key, value in entry}
        alias = next((values[key] for key in _ALIAS if key in values), None)
        return alias, next((values[key] for key in _NAME if key in values), None)
    return (entry[0], entry[1]) if isinstance(entry, list) and len(entry) == 2 else (None, None)


def _unreadable(path: Path, why: str) -> Refused:
    return Refused(
        "{file} cannot be read as aliases: {why}.",
        field="aliases",
        values={"file": path.name, "why": why},
    )
