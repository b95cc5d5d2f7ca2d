"""Pages for members only, and who is asking."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act


class MemberRequest(HttpRequest):
    """A request of somebody signed in."""

    user: Member


MemberView = Callable[..., HttpResponseBase]


def members_only(view: MemberView) -> Callable[..., HttpResponseBase]:
    """Asks whoever is not signed in to sign in first."""
    return login_required(view)


def for_those_who_may(act: Act) -> Callable[[MemberView], Callable[..., HttpResponseBase]]:
    """Shows a page only to members with this right; the action behind it checks again."""

    def gate(view: MemberView) -> Callable[..., HttpResponseBase]:
        @login_required
        @wraps(view)
        def guarded(request: MemberRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            require(request.user, act)
            return view(request, *args, **kwargs)

        return guarded

    return gate
