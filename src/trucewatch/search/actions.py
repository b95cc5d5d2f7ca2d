"""Keeping a search, looking at it again, dropping it: each member's own, so no entry is made."""

from django.db import transaction

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.models import Member
from trucewatch.reports.queries import ReportFilter
from trucewatch.search.models import SavedSearch
from trucewatch.search.saved import reports_found
from trucewatch.vocabulary.refusal import NotFound, Refused

MOST_SAVED = 30


@transaction.atomic
def save_search(name: str, wanted: ReportFilter, *, by: Member) -> SavedSearch:
    """Keep a filter under a name; what it finds now counts as seen."""
    name = " ".join(name.split())
    if not name or len(name) > 80 or "\x00" in name:
        raise Refused("Give the search a name of at most 80 characters.", field="name")
    theirs = SavedSearch.objects.filter(member=by)
    if theirs.filter(name=name).exists():
        raise Refused("You have a search of that name already.", field="name")
    if theirs.count() >= MOST_SAVED:
        raise Refused(
            "You keep {most} searches already: drop one first.",
            field="name",
            values={"most": MOST_SAVED},
        )
    return SavedSearch.objects.create(
        member=by,
        name=name,
        parameters=wanted.parameters(),
        reports_seen=reports_found(MemberReader(by), wanted),
    )


@transaction.atomic
def look_at_search(search_id: int, *, by: Member) -> SavedSearch:
    """What the search finds now has been seen."""
    search = _own(search_id, by)
    search.reports_seen = reports_found(MemberReader(by), search.wanted)
    search.save(update_fields=["reports_seen"])
    return search


@transaction.atomic
def drop_search(search_id: int, *, by: Member) -> None:
    """Keep the search no longer."""
    _own(search_id, by).delete()


def _own(search_id: int, by: Member) -> SavedSearch:
    found = SavedSearch.objects.select_for_update().filter(member=by, pk=search_id).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found
