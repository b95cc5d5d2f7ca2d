"""All rows of a record, kept to be laid into an empty one again: cheaper than acting them anew."""

import copy
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import AutoField, Model


class KeptRows:
    """What every table of the record held when this was made."""

    def __init__(self) -> None:
        models = [m for m in apps.get_models() if m.__module__.startswith("trucewatch.")]
        held = ((model, list(model._base_manager.all())) for model in models)
        self._rows: list[tuple[type[Model], list[Any]]] = [each for each in held if each[1]]

    @transaction.atomic
    def lay_in(self) -> None:
        """Put copies of the rows in; numbers that the database counts are counted anew."""
        for model, rows in self._rows:
            model._base_manager.bulk_create([_fresh(row) for row in rows])


def _fresh(row: Model) -> Model:
    made = copy.copy(row)
    made._state = copy.copy(row._state)
    made._state.adding = True
    if isinstance(row._meta.pk, AutoField):
        made.pk = None
    return made
