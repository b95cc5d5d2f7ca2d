"""How the API says no: one shape, with the reason and the parameter at fault."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from trucewatch.api.guessing import WINDOW_SECONDS
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused


class Refusal(Schema):
    """Why there is no answer."""

    reason: str = Field(description="A sentence for a person.")
    field: str = Field("", description="The parameter at fault, if one is.")


class UnknownToken(Exception):
    """A token that opens nothing; why it does not is never said."""


class TooManyFailures(Exception):
    """One more token that opens nothing, after too many."""


REFUSED: Final[dict[int, Any]] = dict.fromkeys((401, 403, 404, 422, 429), Refusal)
"""What every operation may answer besides what it was asked for."""


def teach_refusals(api: NinjaAPI) -> None:
    """Let the API answer every refusal in the one shape."""

    def say(request: HttpRequest, status: int, reason: str, field: str = "") -> HttpResponse:
        answer = api.create_response(request, {"reason": reason, "field": field}, status=status)
        if status == 401:
            answer["WWW-Authenticate"] = "Bearer"
        if status == 429:
            answer["Retry-After"] = str(WINDOW_SECONDS)
        return answer

    def refused(request: HttpRequest, refusal: Any) -> HttpResponse:
        known = {NotFound: 404, NotAllowed: 403}
        status = next((code for kind, code in known.items() if isinstance(refusal, kind)), 422)
        return say(request, status, refusal.reason, refusal.field)

    def malformed(request: HttpRequest, error: Any) -> HttpResponse:
        first = error.errors[0] if error.errors else {}
        field = next((str(part) for part in reversed(first.get("loc", ())) if part), "")
        return say(request, 422, str(first.get("msg", "")).removeprefix("Value error, "), field)

    answers: dict[type[Exception], Any] = {
        Refused: refused,
        ValidationError: malformed,
        UnknownToken: lambda request, _e: say(request, 401, _("This token opens nothing.")),
        TooManyFailures: lambda request, _e: say(
            request, 429, _("Too many tokens that open nothing. Wait a minute.")
        ),
        AuthenticationError: lambda request, _e: say(request, 401, _("Sign in, or send a token.")),
        Http404: lambda request, _e: say(
            request, 404, _("There is nothing here that you may see.")
        ),
        HttpError: lambda request, error: say(request, error.status_code, str(error)),
    }
    for kind, answer in answers.items():
        api.add_exception_handler(kind, answer)
