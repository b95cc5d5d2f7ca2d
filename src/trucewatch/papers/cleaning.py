"""Texts without characters that no paper shows, or that would turn what stands around them."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, Final, TypeVar

Content = TypeVar("Content")

_GONE: Final = dict.fromkeys(
    [
        *(code for code in range(0x20) if code not in (0x09, 0x0A)),
        *range(0x7F, 0xA0),  # controls of the upper half
        *range(0x202A, 0x202F),  # embeddings and overrides of direction
        *range(0x2066, 0x206A),  # isolates, which the paper sets itself
        0xFFFE,
        0xFFFF,
        *range(0xD800, 0xE000),
    ]
)
_BREAKS: Final = {
    "\r\n": "\n",
    "\r": "\n",
    "\x0b": "\n",
    "\x0c": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
}


def cleaned(content: Content) -> Content:
    """The same content, every text of it cleaned; breaks of lines of all kinds are one kind."""
    return _cleaned(content)  # type: ignore[no-any-return]


def _cleaned(value: Any) -> Any:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        for written, plain in _BREAKS.items():
            value = value.replace(written, plain)
        return value.translate(_GONE)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _cleaned(getattr(value, f.name)) for f in fields(value)})
    if isinstance(value, Mapping):
        return {_cleaned(key): _cleaned(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(_cleaned(one) for one in value)
    return value
