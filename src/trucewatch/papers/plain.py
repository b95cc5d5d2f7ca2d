"""A paper as data: the record's own words, codes of the vocabulary, no language."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from trucewatch.papers.content import Paper, kind_of

FORMAT = 1
"""Counts up when a key changes its meaning or goes."""


def as_json(paper: Paper) -> bytes:
    """The paper as JSON in one spelling; the same content gives the same bytes."""
    told = {"format": FORMAT, "kind": kind_of(paper).value, **_plain(paper)}
    return (json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date | dt.time):  # a moment is a date too
        return value.isoformat()
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value
