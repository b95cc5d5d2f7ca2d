"""What a member is told once a day: how much awaits them, of which kinds, and how much is late."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from trucewatch.accounts.models import OPERATOR, Member
from trucewatch.cases.queries.queue import Awaits, awaiting, by_kind


@dataclass(frozen=True, slots=True)
class Digest:
    """Numbers alone: mail passes through hands that may read nothing of a case."""

    member: Member
    kinds: list[tuple[Awaits, int]]
    number: int
    overdue: int

    @property
    def subject(self) -> str:
        """How much awaits them."""
        return f"Trucewatch: {self.number} awaiting you, {self.overdue} overdue"

    @property
    def text(self) -> str:
        """The kinds with their numbers, and where to look."""
        lines = [f"{number:>4}  {kind.label}" for kind, number in self.kinds]
        late = f"{self.overdue} of them overdue. " if self.overdue else ""
        return "\n".join([*lines, "", f"{late}Sign in and open /cases/waiting/.", ""])


def digests() -> Iterator[Digest]:
    """One for each active member for whom something waits, as far as they may see it."""
    now = timezone.now()
    members = Member.objects.filter(is_active=True).exclude(username=OPERATOR)
    for member in members.select_related("organisation"):
        waiting = awaiting(member)
        if waiting:
            late = sum(1 for each in waiting if each.is_overdue(now))
            yield Digest(member, by_kind(waiting), len(waiting), late)
