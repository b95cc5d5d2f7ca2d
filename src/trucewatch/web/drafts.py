"""Forms that are not sent yet survive a lost connection, a closed tab and an expired session."""

import time
from collections.abc import Mapping, Sequence
from functools import wraps
from typing import Any, Final, TypeVar
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.intake.actions.drafting import discard_draft, is_filed, keep_draft
from trucewatch.intake.queries import drafts_of
from trucewatch.intake.rules import MOST_DRAFT_CHARACTERS
from trucewatch.vocabulary.refusal import Refused
from trucewatch.web.gate import MemberRequest, MemberView, for_those_who_may
from trucewatch.web.told_form import NOT_IN_A_DRAFT, WRITER_SALT, ToldForm

F = TypeVar("F", bound=ToldForm)

_UNSENT: Final = "unsent_form"
_KEPT_SECONDS: Final = 60 * 60
_FORMS: Final = frozenset({"report", "call"})


def keeps_what_was_written(view: MemberView) -> MemberView:
    """A form sent after the session ended is waiting, filled in, behind the sign-in.

    The fields wait in the browser's own new session, for an hour, and are shown to nobody but the
    member who wrote them: the form carries its writer's signed id. The forgery check came before.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method != "POST" or isinstance(request.user, Member):
            return view(request, *args, **kwargs)
        writer = _signed_writer(request.POST.get("writer", ""))
        fields = _fields(request.POST)
        if writer and _size(fields) <= MOST_DRAFT_CHARACTERS:
            request.session[_UNSENT] = {
                "writer": writer,
                "path": request.path,
                "fields": fields,
                "at": time.time(),
            }
        return redirect_to_login(f"{request.path}?unsent=1")

    return guarded


def begun_form(request: MemberRequest, kind: type[F], name: str) -> F:
    """The form as sent, as it waited behind the sign-in, as a draft kept it, or empty."""
    if request.method == "POST":
        return kind(request.user, request.POST)
    waiting = _take_unsent(request)
    if waiting is None and (key := request.GET.get("draft")):
        found = [draft for draft in drafts_of(request.user, name) if str(draft.key) == key]
        waiting = found[0].fields if found else None
    if waiting is None:
        return kind(request.user)
    form = kind(request.user, initial=_initial(kind, waiting))
    form.was_kept = True
    return form


@require_POST
@for_those_who_may(Act.FILE_REPORT)
def keep(request: MemberRequest, form: str, key: UUID) -> HttpResponse:
    """Keep what stands in a form at this moment."""
    if form not in _FORMS:
        return JsonResponse({"kept": False}, status=404)
    try:
        draft = keep_draft(key, form, _fields(request.POST), by=request.user)
    except Refused as refused:
        return JsonResponse({"kept": False, "reason": refused.reason}, status=409)
    return JsonResponse({"kept": draft is not None, "filed": draft is None})


@require_safe
@for_those_who_may(Act.FILE_REPORT)
def filed(request: MemberRequest, key: UUID) -> HttpResponse:
    """Whether the form of this key has arrived, so that the browser may forget its copy."""
    return JsonResponse({"filed": is_filed(key, by=request.user)})


@require_http_methods(["POST"])
@for_those_who_may(Act.FILE_REPORT)
def discard(request: MemberRequest, key: UUID) -> HttpResponse:
    """Forget a form that will not be sent."""
    discard_draft(key, by=request.user)
    return redirect("take_call" if request.POST.get("form") == "call" else "new_report")


def _take_unsent(request: MemberRequest) -> Mapping[str, Sequence[str]] | None:
    """What waited behind the sign-in for this member; somebody else's is dropped unseen."""
    waiting = request.session.get(_UNSENT)
    if waiting is None or waiting["path"] != request.path:
        return None
    del request.session[_UNSENT]
    is_old = time.time() - waiting["at"] > _KEPT_SECONDS
    if is_old or waiting["writer"] != str(request.user.pk):
        return None
    found: Mapping[str, Sequence[str]] = waiting["fields"]
    return found


def _fields(given: QueryDict) -> dict[str, list[str]]:
    return {name: values for name, values in given.lists() if name not in NOT_IN_A_DRAFT}


def _size(fields: Mapping[str, Sequence[str]]) -> int:
    return sum(len(name) + sum(map(len, values)) for name, values in fields.items())


def _initial(kind: type[ToldForm], fields: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Kept fields as a form starts with them."""
    several = {"caller_consents"}
    kept = {name: values for name, values in fields.items() if name not in NOT_IN_A_DRAFT}
    return {
        name: list(values) if name in several else (values[-1] if values else "")
        for name, values in kept.items()
    }


def _signed_writer(text: str) -> str:
    try:
        writer: str = signing.loads(text, salt=WRITER_SALT)
    except signing.BadSignature:
        return ""
    return writer
