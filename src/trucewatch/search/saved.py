"""What saved searches find by now."""

from dataclasses import dataclass

from trucewatch.accounts.access import MemberReader, Reader
from trucewatch.accounts.models import Member
from trucewatch.incidents.index.counting import count_reports
from trucewatch.incidents.index.current import current_index
from trucewatch.incidents.index.sifting import sift
from trucewatch.reports.queries import ReportFilter
from trucewatch.search.models import SavedSearch

_MOST_KEPT = 2_000
# By search and member, as of an entry of the ledger: nothing found can change without a new entry.
_kept: dict[tuple[object, ...], int] = {}


@dataclass(frozen=True, slots=True)
class Growth:
    """A saved search and how many reports more it finds than when it was last looked at."""

    search: SavedSearch
    reports: int

    @property
    def more(self) -> int:
        return max(0, self.reports - self.search.reports_seen)


def growths(member: Member) -> list[Growth]:
    """The member's searches with what they find now."""
    reader = MemberReader(member)
    stamp = current_index().stamp
    found = []
    for search in SavedSearch.objects.filter(member=member):
        key = (stamp, member.pk, tuple(sorted(search.parameters.items())))
        if key not in _kept:
            if len(_kept) > _MOST_KEPT:
                _kept.clear()
            _kept[key] = reports_found(reader, search.wanted)
        found.append(Growth(search, _kept[key]))
    return found


def reports_found(reader: Reader, wanted: ReportFilter) -> int:
    """How many reports of the filter the reader may see."""
    return count_reports(sift(reader, wanted))
