"""The demonstration's texts, which lie beside the code as TOML."""

import datetime as dt
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from trucewatch.vocabulary.interval import DatePrecision


@cache
def script(name: str) -> dict[str, Any]:
    """The parsed content of one of the demonstration's TOML files."""
    text = (files("trucewatch.demonstration") / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def day(value: object) -> dt.date | None:
    """A date of a script, or None where it gives none."""
    return value if isinstance(value, dt.date) else None


def date_precision(word: str) -> DatePrecision:
    """A precision by its name, such as "week"."""
    return DatePrecision[word.upper()]
