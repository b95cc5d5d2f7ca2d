"""One form on a page: shown, carried out, or shown again with what was typed and why not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.web.gate import MemberRequest
from trucewatch.web.page_form import PageForm


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """What stands around a form: title, button, where it leads, what is said once it is done.

    ``done`` is empty where the act itself says so, with an offer to undo it.
    """

    template: str
    title: str
    button: str
    back: str
    done: str
    more: dict[str, Any] = field(default_factory=dict)


def answer_form(
    request: MemberRequest, form: PageForm, act: Callable[[], str | None], page: FormPage
) -> HttpResponse:
    """Do what was asked and go to the address that ``act`` returns, else to ``page.back``.

    What the record refuses is shown at its field with status 422. Refusals for want of a right
    or of sight are pages of their own.
    """
    if request.method == "POST" and form.is_valid():
        try:
            address = act()
        except (NotAllowed, NotFound):
            raise
        except Refused as refused:
            form.show_refusal(refused)
        else:
            if page.done:
                messages.success(request, page.done)
            return HttpResponseRedirect(address or page.back)
    context = {
        **page.more, "form": form, "title": page.title, "button": page.button, "back": page.back,
        "is_upload": form.is_multipart(),
    }  # fmt: skip
    return render(request, page.template, context, status=422 if form.errors else 200)
