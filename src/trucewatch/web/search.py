"""One line that looks through everything the member may see."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader
from trucewatch.search.finding import answer
from trucewatch.search.question import KINDS, read_question
from trucewatch.web.gate import MemberRequest, members_only
from trucewatch.web.situation import address_of


@require_safe
@members_only
def search(request: MemberRequest) -> HttpResponse:
    """What was found, grouped by kind."""
    text = request.GET.get("q", "").strip()
    question = read_question(text)
    found = answer(question, MemberReader(request.user)) if text else None
    context = {
        "asked": text,
        "answer": found,
        "all_incidents": address_of(found.wanted) if found else "",
        "kinds": KINDS,
    }
    status = 400 if found and found.errors else 200
    return render(request, "search/page.html", context, status=status)
