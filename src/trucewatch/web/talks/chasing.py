"""What somebody has to ask after: follow-ups without a day, tasks, invitations unanswered."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.talks.queries.chasing import follow_ups_seen, to_ask
from trucewatch.talks.rules.chasing import ChaseState
from trucewatch.web.citations import citations
from trucewatch.web.gate import MemberRequest, members_only


@require_safe
@members_only
def chasing(request: MemberRequest) -> HttpResponse:
    """Everything that is open after rounds and meetings, the most urgent first."""
    reader, today = MemberReader(request.user), timezone.localdate()
    asked = to_ask(reader, today)
    settled = [
        each for each in follow_ups_seen(reader, today) if each.chased.state is ChaseState.SETTLED
    ]
    facts = [row for each in (*asked.follow_ups, *settled) for row in (each.row, *each.steps)]
    context = {
        "asked": asked,
        "settled": settled,
        "today": today,
        "cites": citations(reader, [*facts, *asked.actions, *asked.invitations]),
        "may_run": is_allowed(request.user, Act.RUN_TALKS),
        "may_record": is_allowed(request.user, Act.RECORD_FACT),
    }
    return render(request, "talks/chasing.html", context)
