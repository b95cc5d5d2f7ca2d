"""Every member of a real record sets up a second factor before seeing anything."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from trucewatch.accounts.models import Member
from trucewatch.ledger.genesis import genesis_facts

_OPEN = ("/account/", "/static/", "/invitations/", "/passwords/")


class SecondFactorMiddleware:
    """Leads a member without a second factor to where one is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_set_up(request):
            return redirect("mfa_activate_totp")
        return self._get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        member = request.user
        if not isinstance(member, Member) or request.path.startswith(_OPEN):
            return False
        if not settings.TRUCEWATCH_SECOND_FACTOR or is_demonstration():
            return False
        return not Authenticator.objects.filter(user=member, type=Authenticator.Type.TOTP).exists()


def is_demonstration() -> bool:
    """Whether the record says of itself that it is a demonstration."""
    return bool((genesis_facts() or {}).get("demonstration"))
