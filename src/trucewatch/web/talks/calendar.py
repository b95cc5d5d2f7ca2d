"""The calendar feed: an address that opens with a token and shows what its member sees."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.rules import Act
from trucewatch.accounts.tokens import LONGEST_DAYS, make_token, recognise_token, tokens_of
from trucewatch.exchange.calendar_feed import calendar_of
from trucewatch.vocabulary.scopes import Scope
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.public_rate import is_too_much

_OPENS = frozenset({Scope.CALENDAR.value, Scope.EVERYTHING.value})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_those_who_may(Act.MAKE_TOKEN)
def calendar(request: MemberRequest) -> HttpResponse:
    """What the calendar holds, and a button that makes an address for one program."""
    address = ""
    if request.method == "POST":
        _made, word = make_token(
            request.user, name=_("Calendar"), scopes=[Scope.CALENDAR], days=LONGEST_DAYS,
            by=request.user,
        )  # fmt: skip
        address = request.build_absolute_uri(reverse("calendar_feed", args=[word]))
    mine = [t for t in tokens_of(request.user) if Scope.CALENDAR.value in t.scopes and t.is_open]
    context = {"address": address, "tokens": mine, "days": LONGEST_DAYS}
    return render(request, "talks/calendar.html", context)


@require_safe
@never_cache
def calendar_feed(request: HttpRequest, word: str) -> HttpResponse:
    """The feed itself. A token that opens nothing is answered as an address that is not there."""
    token = recognise_token(word)
    if token is None:
        if is_too_much(request, "calendar"):
            return HttpResponse(status=429)
        raise Http404
    if not _OPENS & set(token.scopes):
        raise Http404
    made = calendar_of(MemberReader(token.member), timezone.now())
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="trucewatch.ics"'
    return answer
