"""Turns a refused act into a page with its reason, never into an error of the server."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused


class RefusalMiddleware:
    """Answers 403, 404 or 409 where a view let a refusal through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        status = 409
        if isinstance(error, NotAllowed):
            status = 403
        elif isinstance(error, NotFound):
            status = 404
        return render(request, "refused.html", {"reason": error.reason}, status=status)
