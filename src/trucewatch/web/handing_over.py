"""The bytes of a document as they came: pictures shown, anything else only handed over."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from csp.decorators import csp_replace
from django.http import FileResponse
from django.http.response import HttpResponseBase

from trucewatch.sources.models import Document
from trucewatch.sources.originals import original_path
from trucewatch.sources.rules import SHOWN_IN_PAGES
from trucewatch.vocabulary.refusal import NotFound

_NOTHING: Final[Any] = {"default-src": ["'none'"], "sandbox": []}

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def sandboxed(view: _View) -> _View:
    """For views that hand over a file: whatever is in it runs nothing and loads nothing."""
    guarded: Any = csp_replace(_NOTHING)(view)
    wrapped: _View = guarded
    return wrapped


def handed_over(document: Document, *, may_show: bool = True) -> FileResponse:
    """The file under its own name, with its hash in a header; refused where the shelf lost it."""
    path = original_path(document.sha256)
    if not path.exists():
        raise NotFound("The shelf of originals does not hold this file any more.")
    is_shown = may_show and document.media_type in SHOWN_IN_PAGES
    response = FileResponse(
        path.open("rb"),
        as_attachment=not is_shown,
        filename=document.name,
        content_type=document.media_type if is_shown else "application/octet-stream",
    )
    response["X-Content-SHA256"] = document.sha256
    return response
