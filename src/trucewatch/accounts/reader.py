"""Whoever looks at the record, as far as queries need to know."""

from typing import Protocol

from django.db.models import Q


class Reader(Protocol):
    """A member, the operator or the public."""

    def sees(self, prefix: str = "") -> Q:
        """The condition under which a marked row is visible; ``prefix`` leads to the row."""
        ...
