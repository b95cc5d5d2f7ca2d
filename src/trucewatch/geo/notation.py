"""Coordinates as people write and dictate them: decimal, minutes and seconds, several scripts."""

import re
from dataclasses import dataclass
from typing import Final

from trucewatch.geo.coordinates import Coordinates
from trucewatch.vocabulary.sentence import Sentence

MOST_CHARACTERS: Final = 120
_HEMISPHERES: Final[dict[str, tuple[str, int]]] = {
    "n": ("lat", 1), "north": ("lat", 1), "с ш": ("lat", 1), "сш": ("lat", 1), "شمال": ("lat", 1),
    "شمالا": ("lat", 1), "kuzey": ("lat", 1), "s": ("lat", -1), "south": ("lat", -1),
    "ю ш": ("lat", -1), "юш": ("lat", -1), "جنوب": ("lat", -1), "جنوبا": ("lat", -1),
    "güney": ("lat", -1), "e": ("lon", 1), "east": ("lon", 1), "в д": ("lon", 1), "вд": ("lon", 1),
    "شرق": ("lon", 1), "شرقا": ("lon", 1), "doğu": ("lon", 1), "w": ("lon", -1),
    "west": ("lon", -1), "з д": ("lon", -1), "зд": ("lon", -1), "غرب": ("lon", -1),
    "غربا": ("lon", -1), "batı": ("lon", -1),
}  # fmt: skip
_TOKEN: Final = re.compile(r"[+-]?\d+(?:\.\d+)?|[^\W\d_]+(?:\s[^\W\d_](?!\w))?")
_DECIMAL_COMMA: Final = re.compile(r"(?<![\d.,])(-?\d{1,3}),(\d{2,})(?![\d.])")
_EXAMPLE: Final = Sentence("Write latitude and longitude, 35.93, 36.63 or 35°55'48\"N 36°37'48\"E.")


@dataclass(frozen=True, slots=True)
class _Angle:
    """Degrees, minutes and seconds as read, and of which axis they are if that was said."""

    parts: list[float]
    axis: str
    sign: int

    def degrees(self) -> float:
        if not 1 <= len(self.parts) <= 3:
            raise ValueError(_EXAMPLE)
        whole, *rest = self.parts
        if any(not 0 <= part < 60 for part in rest):
            raise ValueError(Sentence("Minutes and seconds lie between 0 and 60."))
        if any(part != int(part) for part in self.parts[:-1]):
            raise ValueError(
                Sentence("Only the last of degrees, minutes and seconds has a fraction.")
            )
        minutes, seconds = (*rest, 0.0, 0.0)[:2]
        size = abs(whole) + minutes / 60 + seconds / 3600
        return size * self.sign * (-1 if whole < 0 else 1)


def read_coordinates(text: str) -> Coordinates:
    """The point that the text names; latitude first unless letters say otherwise.

    Raises ``ValueError`` with a sentence for whoever wrote it.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(Sentence("That is more than a pair of coordinates."))
    numbers = _levelled(text)
    if re.fullmatch(r"\s*-?\d+,\d+\s*", numbers):
        raise ValueError(Sentence("One number or two? {example}", example=_EXAMPLE))
    tokens = _TOKEN.findall(numbers)
    left = _TOKEN.sub(" ", numbers)
    if re.search(r"[^\s,;:/°º˚'’′\"”″.()-]", left):
        raise ValueError(_EXAMPLE)
    first, second = _angles(tokens)
    if first.axis == "lon" and second.axis == "lat":
        first, second = second, first
    elif (first.axis, second.axis) not in (("", ""), ("lat", "lon")):
        raise ValueError(Sentence("One of the two is north or south, the other east or west."))
    return Coordinates(first.degrees(), second.degrees())


def _levelled(text: str) -> str:
    """Digits of ASCII, one kind of minus, points for decimal commas, small letters."""
    text = "".join(str(int(c)) if c.isdecimal() else c for c in text)
    text = text.replace("٫", ".").replace("،", ",").replace("−", "-").replace("–", "-").lower()
    text = re.sub(r"([сюзв])\.\s*([шд])\.?", r"\1\2", text)
    if "." not in text and len(_DECIMAL_COMMA.findall(text)) == 2:
        return _DECIMAL_COMMA.sub(r"\1.\2", text)
    return text


def _angles(tokens: list[str]) -> tuple[_Angle, _Angle]:
    marks = [at for at, token in enumerate(tokens) if not _is_number(token)]
    unknown = [tokens[at] for at in marks if tokens[at] not in _HEMISPHERES]
    if unknown:
        raise ValueError(
            Sentence("“{word}” is no direction. {example}", word=unknown[0], example=_EXAMPLE)
        )
    if not marks:
        half, odd = divmod(len(tokens), 2)
        if odd or not 1 <= half <= 3:
            raise ValueError(_EXAMPLE)
        return _angle(tokens[:half]), _angle(tokens[half:])
    if len(marks) != 2:
        raise ValueError(_EXAMPLE)
    if marks[0] == 0:
        groups = (tokens[: marks[1]], tokens[marks[1] :])
    else:
        groups = (tokens[: marks[0] + 1], tokens[marks[0] + 1 :])
        if marks[1] != len(tokens) - 1:
            raise ValueError(_EXAMPLE)
    return _angle(groups[0]), _angle(groups[1])


def _angle(tokens: list[str]) -> _Angle:
    parts = [float(token) for token in tokens if _is_number(token)]
    axis, sign = "", 1
    for token in tokens:
        if token in _HEMISPHERES:
            axis, sign = _HEMISPHERES[token]
    if axis and parts and parts[0] < 0:
        raise ValueError(Sentence("A minus and a direction say it twice; leave one of them out."))
    return _Angle(parts, axis, sign)


def _is_number(token: str) -> bool:
    return token[-1].isdigit()
