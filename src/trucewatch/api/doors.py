"""Who asks: a member with a token, a member signed in to the site, or anybody."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer, django_auth

from trucewatch.accounts.models import Token
from trucewatch.accounts.tokens import recognise_token
from trucewatch.api.guessing import FAILURES, address_of
from trucewatch.api.refusals import TooManyFailures, UnknownToken
from trucewatch.vocabulary.refusal import NotAllowed
from trucewatch.vocabulary.scopes import Scope


class Bearer(HttpBearer):
    """A member's token in the header ``Authorization: Bearer …``."""

    def __init__(self, scope: Scope | None) -> None:
        super().__init__()
        self._scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        """The token; the request is its member's from here on. A token is never looked past."""
        found = recognise_token(token.strip())
        if found is None:
            if FAILURES.is_one_too_many(address_of(request)):
                raise TooManyFailures
            raise UnknownToken
        scopes = set(found.scopes)
        if self._scope and not scopes & {self._scope.value, Scope.EVERYTHING.value}:
            raise NotAllowed(
                _("The token does not carry the scope {scope}.").format(scope=self._scope.value)
            )
        request.user = found.member
        return found


def _anybody(request: HttpRequest) -> Any:
    """The public, which sees what is marked TLP:CLEAR."""
    return AnonymousUser()


Doors = Sequence[Callable[[HttpRequest], Any]]


def for_members(scope: Scope | None) -> Doors:
    """A token with this scope, or a session of the site."""
    return [Bearer(scope), django_auth]


def for_everybody(scope: Scope | None) -> Doors:
    """The same, and nobody in particular."""
    return [*for_members(scope), _anybody]


OPTIONAL: Final[dict[str, Any]] = {"security": [{"Bearer": []}, {"SessionAuth": []}, {}]}
"""What the schema says of an operation that is open to everybody."""
