"""Rows of a JSON export: a list of objects, one object a line, or a list inside an answer."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from trucewatch.exchange.records import Header, Record, Unreadable
from trucewatch.exchange.summary import Refusal

MOST_BYTES: Final = 100_000_000
MOST_COLUMNS: Final = 2_000
_LIST_INSIDE: Final = re.compile(r'\s*\{[^\[\{]*?"(?:results|value)"\s*:\s*\[')
"""KoboToolbox answers with `results`, ODK Central with `value`."""
_BETWEEN: Final = " \t\r\n,"
_NOT_ASCII_SPACE: Final = "\ufeff"


def is_json(path: Path) -> bool:
    """Whether the file starts as a JSON object or a list of objects does, whatever its name."""
    with path.open("rb") as file:
        start = file.read(512).removeprefix(b"\xef\xbb\xbf").lstrip()
    return bool(re.match(rb'\{\s*("|\})|\[\s*(\{|\])', start))


class JsonTable:
    """A JSON file as rows of text, with the interface of ``CsvTable``.

    Objects inside an object become columns with a path, `group/question`. A point is written as
    ODK writes it, "latitude longitude altitude"; any other list stays the JSON it was.
    """

    def __init__(self, path: Path, progress: Callable[[int], None] = lambda position: None) -> None:
        if path.stat().st_size > MOST_BYTES:
            reason = f"a JSON file of more than {MOST_BYTES // 1_000_000} MB is not opened"
            raise Unreadable(Refusal(1, "", f"{reason}; export it as CSV"))
        try:
            self._text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise Unreadable(Refusal(1, "", "the file is not in UTF-8")) from error
        progress(path.stat().st_size)
        columns: dict[str, None] = {}
        for found in self._objects():
            if isinstance(found, Record):
                columns.update(dict.fromkeys(found.values))
            elif not columns:
                raise Unreadable(found)
            if len(columns) > MOST_COLUMNS:
                reason = f"the objects have more than {MOST_COLUMNS} names between them"
                raise Unreadable(Refusal(1, "", reason))
        if not columns:
            raise Unreadable(Refusal(1, "", "the file is empty: there is no object in it"))
        # Each object names its own values: one more name in another object changes none of them.
        self.header = Header(tuple(columns), "", 1)

    def __enter__(self) -> "JsonTable":
        return self

    def __exit__(self, *exc: object) -> None:
        self._text = ""

    def __iter__(self) -> Iterator[Record | Refusal]:
        empty = dict.fromkeys(self.header.columns, "")
        for found in self._objects():
            if isinstance(found, Record):
                yield Record(found.line, {**empty, **found.values}, found.original)
            else:
                yield found

    def _objects(self) -> Iterator[Record | Refusal]:
        text, line, counted = self._text, 1, 0
        inside = _LIST_INSIDE.match(text)
        at = inside.end() if inside else _after(text, 0, _BETWEEN + "[" + _NOT_ASCII_SPACE)
        decoder = json.JSONDecoder(parse_constant=_no_number, object_pairs_hook=_once)
        while at < len(text) and text[at] != "]":
            at = _after(text, at, _BETWEEN)
            if at >= len(text) or text[at] == "]":
                return
            line, counted = line + text.count("\n", counted, at), at
            try:
                value, end = decoder.raw_decode(text, at)
            except (ValueError, RecursionError) as error:
                yield Refusal(line, "", f"the JSON breaks off here ({_short(error)})")
                return
            yield _record(line, value, text[at:end])
            at = end


def flattened(value: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """The texts of an object by their paths; ``ValueError`` for what no text can hold."""
    found: dict[str, str] = {}
    for name, inner in value.items():
        path = f"{prefix}{name}"
        if isinstance(inner, dict) and _is_point(inner):
            lon, lat, *rest = inner["coordinates"]
            found[path] = " ".join(str(part) for part in (lat, lon, *rest) if part is not None)
        elif isinstance(inner, dict):
            found.update(flattened(inner, f"{path}/"))
        else:
            found[path] = _words(inner)
    return found


def _record(line: int, value: Any, original: str) -> Record | Refusal:
    if not isinstance(value, dict):
        return Refusal(line, "", "there is a value here that is no object")
    try:
        values = flattened(value)
    except (ValueError, RecursionError) as error:
        return Refusal(line, "", f"the object cannot be read ({_short(error)})")
    for name, text in values.items():
        if "\x00" in name or "\x00" in text:
            return Refusal(line, name.replace("\x00", ""), "the value holds a NUL character")
        if any("\ud800" <= character <= "\udfff" for character in name + text):
            return Refusal(line, "", "half a character stands in the text")
    return Record(line, values, original)


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return str(value)


def _is_point(value: dict[str, Any]) -> bool:
    coordinates = value.get("coordinates")
    return (
        value.get("type") == "Point"
        and isinstance(coordinates, list)
        and len(coordinates) in (2, 3)
        and all(part is None or isinstance(part, int | float) for part in coordinates)
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object gives one name twice")
    return found


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _after(text: str, at: int, characters: str) -> int:
    while at < len(text) and text[at] in characters:
        at += 1
    return at


def _short(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:120]
