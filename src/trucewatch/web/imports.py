"""Importing a file: the same summary as on the command line, as tables."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from trucewatch.accounts.rules import Act
from trucewatch.exchange.imports import run_import
from trucewatch.exchange.options import ImportOptions
from trucewatch.vocabulary.refusal import Refused
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.page_form import PageForm, with_none

_KINDS: list[tuple[Any, Any]] = [
    ("ucdp-ged", gettext_lazy("Events in UCDP GED’s format (CSV)")),
    ("tallies", gettext_lazy("Tallies of monitors (CSV)")),
    ("reports", gettext_lazy("Reports in another table, with a mapping")),
]
_MAPPINGS = [("acled", "ACLED")]
_REFUSALS_SHOWN = 500
_LEFT_BEHIND_SECONDS = 24 * 60 * 60


class ImportForm(PageForm):
    """The file, what it is and how it is to be taken."""

    kind = forms.ChoiceField(label=gettext_lazy("What the file holds"), choices=_KINDS)
    file = forms.FileField(label=gettext_lazy("File"))
    mapping = forms.ChoiceField(
        label=gettext_lazy("Mapping"),
        choices=with_none(list(_MAPPINGS), gettext_lazy("None, or the file below")),
        required=False,
        help_text=gettext_lazy("Only for reports in another table: which column means what."),
    )
    mapping_file = forms.FileField(label=gettext_lazy("Mapping file (TOML)"), required=False)
    dry_run = forms.BooleanField(label=gettext_lazy("Only tell what would be done"), required=False)
    skip_refused = forms.BooleanField(
        label=gettext_lazy("Skip refused rows and take the others"),
        required=False,
        help_text=gettext_lazy("Otherwise one refused row keeps the whole file out."),
    )

    def clean_file(self) -> "UploadedFile[Any]":
        return small_enough(self.cleaned_data["file"])

    def clean_mapping_file(self) -> "UploadedFile[Any] | None":
        given: UploadedFile[Any] | None = self.cleaned_data["mapping_file"]
        return small_enough(given) if given else None


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.IMPORT)
def import_file(request: MemberRequest) -> HttpResponse:
    """Import a file, or tell what would be done with it."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _imported(request, form)
        except Refused as refused:
            form.show_refusal(refused)
    return render(request, "imports/page.html", {"form": form}, status=422 if form.errors else 200)


def _imported(request: MemberRequest, form: ImportForm) -> HttpResponse:
    given = form.cleaned_data
    with incoming_folder() as folder:
        path = saved_upload(given["file"], Path(folder) / "data")
        mapping = given["mapping"]
        if given["mapping_file"]:
            mapping = str(saved_upload(given["mapping_file"], Path(folder) / "mapping.toml"))
        options = ImportOptions(
            dry_run=given["dry_run"], skip_refused=given["skip_refused"], mapping=mapping
        )
        name = Path(given["file"].name or "file").name
        try:
            summary = run_import(given["kind"], path, name=name, by=request.user, options=options)
        except Refused as refused:
            if refused.field == "mapping" and given["mapping_file"]:
                raise _at_its_file(refused, mapping, given["mapping_file"]) from refused
            raise
    context = {
        "form": form,
        "name": name,
        "summary": summary,
        "was_dry": given["dry_run"],
        "refused": sorted(summary.refused)[:_REFUSALS_SHOWN],
        "refused_count": len(summary.refused),
        "flags": sorted(summary.flags.items()),
    }
    return render(request, "imports/page.html", context)


def _at_its_file(refused: Refused, path: str, upload: "UploadedFile[Any]") -> Refused:
    """The refusal of a mapping under the name that its file has for whoever uploaded it."""
    name = Path(upload.name or "mapping.toml").name
    return Refused(refused.reason.replace(path, name), field="mapping_file")


@contextmanager
def incoming_folder() -> Iterator[str]:
    """A folder for what is being handed in; it is gone afterwards.

    What a server that was killed left behind is removed when the next file comes in.
    """
    incoming: Path = settings.TRUCEWATCH_HOME / "incoming"
    incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in incoming.iterdir():
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND_SECONDS:
                shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=incoming) as folder:
        yield folder


def saved_upload(upload: "UploadedFile[Any]", path: Path) -> Path:
    """Write an upload to a file, in constant memory."""
    with path.open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return path


def small_enough(upload: "UploadedFile[Any]") -> "UploadedFile[Any]":
    """The upload, unless it is larger than this record takes."""
    limit = settings.TRUCEWATCH_MAX_UPLOAD_BYTES
    if (upload.size or 0) > limit:
        raise forms.ValidationError(
            _("The file is larger than %(size)s.") % {"size": filesizeformat(limit)}
        )
    return upload
