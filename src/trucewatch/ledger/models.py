"""Entries of the chain, commitments to contents, and what makes a model's rows committed to."""

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any, ClassVar

from django.db import models

from trucewatch.vocabulary.identity import new_id

REASON = "reason"
"""The kind of a commitment to the reason given for an act; its subject is the entry's key."""


class Entry(models.Model):
    """One act: its words as hashed, and the same facts in columns for finding it."""

    seq = models.BigIntegerField(primary_key=True)
    key = models.UUIDField(unique=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=60, db_index=True)
    actor = models.CharField(max_length=80, db_index=True)
    subject = models.CharField(max_length=80, blank=True, db_index=True)
    body = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["seq"]


class Head(models.Model):
    """The end of the chain: the one row that a writer locks, so that entries never fork."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    count = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="ledger_one_head")]


class Commitment(models.Model):
    """A salted digest of one content at one version; ``entry`` is the key of the act.

    No foreign key in either direction: the ledger outlives what it speaks of. ``text`` is kept
    only for contents that stand nowhere else (the reason given for an act).
    """

    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    version = models.PositiveIntegerField()
    entry = models.UUIDField()
    leaf = models.PositiveIntegerField()
    salt = models.BinaryField(max_length=16, null=True, blank=True)
    digest = models.BinaryField(max_length=32)
    text = models.TextField(null=True, blank=True)  # noqa: DJ001 - null: no text was ever kept here

    @property
    def leaf_content(self) -> bytes:
        """What the Merkle tree takes in: the digest, and of which row at which version it is."""
        return leaf_content(self.kind, self.subject, self.version, bytes(self.digest))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind", "version"], name="ledger_commitment_version"
            ),
            models.UniqueConstraint(fields=["entry", "leaf"], name="ledger_commitment_leaf"),
        ]


def leaf_content(kind: str, subject: uuid.UUID, version: int, digest: bytes) -> bytes:
    """The content of a leaf, so that no digest can be passed off as that of another row."""
    return f"{kind}:{subject}:{version}:".encode() + digest


class Checkpoint(models.Model):
    """A signed statement that the chain had this many entries and ended in this hash."""

    count = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    signature = models.CharField(max_length=128)


class Recorded(models.Model):
    """A row whose content the ledger commits to each time an action writes it."""

    not_committed: ClassVar[frozenset[str]] = frozenset()
    """Columns that are derived from others or belong to the machine, never to the account."""
    added_later: ClassVar[frozenset[str]] = frozenset()
    """Columns that came after rows were committed to: left out of the content while empty."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def kind(cls) -> str:
        """The name under which the ledger speaks of such rows, `report` for example."""
        return cls._meta.model_name or ""

    @property
    def ledger_name(self) -> str:
        """How an entry names this row: its kind and its id."""
        return f"{self.kind()}:{self.pk}"

    def content(self) -> dict[str, Any]:
        """What the ledger commits to: every column that is not derived, in canonical values."""
        names, converters, values_of = _columns(type(self))
        content = {
            name: value if value.__class__ in _AS_THEY_ARE else convert(value)
            for name, convert, value in zip(names, converters, values_of(self), strict=True)
        }
        for name in self.added_later:
            if not content[name]:
                del content[name]
        return content


_AS_THEY_ARE = frozenset({str, int, bool, type(None)})
"""Values of exactly these classes are canonical; enumerations, which only look so, are not."""


@lru_cache(maxsize=128)
def _columns(
    model: type[Recorded],
) -> tuple[list[str], list[Callable[[Any], Any]], Callable[[Recorded], tuple[Any, ...]]]:
    """Names of the committed columns, how to convert each, and how to read all of a row's."""
    fields = [f for f in model._meta.concrete_fields if f.name not in model.not_committed]
    names = [field.attname for field in fields]
    # One name alone would be read bare rather than as a tuple: the key stands first, and twice.
    values_of = attrgetter(names[0], *names)
    return names, [_converter(field) for field in fields], lambda row: values_of(row)[1:]


def _converter(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    if isinstance(field, models.FloatField | models.DecimalField):
        return _number
    if isinstance(field, models.JSONField):
        return _plain
    return _value


def _number(value: float | Decimal | None) -> str | None:
    return None if value is None else repr(float(value))


def _plain(value: Any) -> Any:
    """JSON content with fractions as text, as the canonical form wants them."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return _value(value)


def _value(value: Any) -> Any:
    if value.__class__ in _AS_THEY_ARE:
        return value
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, str):  # a StrEnum prints as its value
        return str(value)
    if isinstance(value, int):
        return int(value)
    raise TypeError(f"no canonical form for {type(value).__name__}")
