"""For whom a bulletin is made: its material is no more restricted than its own mark."""

from dataclasses import dataclass

from django.db.models import Q

from trucewatch.accounts.access import MemberReader, Public, Reader
from trucewatch.accounts.models import Member
from trucewatch.vocabulary.handling import Handling


@dataclass(frozen=True, slots=True)
class Audience:
    """Readers cleared for a mark, as far as the drafter sees; never inside a compartment."""

    drafter: Member
    handling: Handling

    def sees(self, prefix: str = "") -> Q:
        marks = [mark.value for mark in self.handling.and_below()]
        open_to_them = Q(**{f"{prefix}handling__in": marks, f"{prefix}compartment__isnull": True})
        return MemberReader(self.drafter).sees(prefix) & open_to_them


def audience_of(handling: Handling, drafter: Member) -> Reader:
    """Whom a bulletin with this mark is made for; a clear one is made for the public alone."""
    return Public() if handling is Handling.CLEAR else Audience(drafter, handling)
