"""What a member reads stays between them and the record: no cache on the way keeps it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from trucewatch.accounts.models import Member


class PrivacyMiddleware:
    """Forbids keeping any answer to a signed-in member; files of the installation may be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(settings.STATIC_URL):
            return self._get_response(request)
        was_member = isinstance(request.user, Member)
        response = self._get_response(request)
        # Signing in and out change who is asking while the answer is made.
        if was_member or isinstance(request.user, Member):
            response["Cache-Control"] = "private, no-store"
        return response
