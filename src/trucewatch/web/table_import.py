"""Importing any table in three steps: upload, say what each column means, look, and import."""

import re
import secrets
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from trucewatch.accounts.rules import Act
from trucewatch.exchange.imports import run_import
from trucewatch.exchange.mapping import FIELDS
from trucewatch.exchange.mapping_draft import (
    DATE_FORMATS,
    Column,
    TableSketch,
    draft_mapping,
    preview,
    sketch,
    written,
)
from trucewatch.exchange.options import ImportOptions
from trucewatch.exchange.records import Unreadable
from trucewatch.vocabulary.grading import SourceReliability
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotFound, Refused
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.imports import saved_upload, small_enough
from trucewatch.web.language import grade_choices, in_words, translated_choices
from trucewatch.web.page_form import PageForm, with_none

_KEPT_SECONDS: Final = 24 * 60 * 60
_TOKEN: Final = re.compile(r"[0-9a-f]{32}")
_REFUSALS_SHOWN: Final = 200
_MEANINGS: Final[dict[str, Any]] = {
    "key": gettext_lazy("What names the row (needed)"),
    "date_start": gettext_lazy("First day (needed)"),
    "date_end": gettext_lazy("Last day"),
    "date_precision": gettext_lazy("How exactly the date is known, 1 to 5"),
    "latitude": gettext_lazy("Latitude"),
    "longitude": gettext_lazy("Longitude"),
    "location_precision": gettext_lazy("How exactly the place is known, 1 to 7"),
    "place": gettext_lazy("Place"),
    "admin1": gettext_lazy("Governorate"),
    "admin2": gettext_lazy("District"),
    "country": gettext_lazy("Country"),
    "side_a": gettext_lazy("One side"),
    "side_b": gettext_lazy("Other side"),
    "type": gettext_lazy("Type of event"),
    "summary": gettext_lazy("What the source says"),
    "deaths_low": gettext_lazy("Deaths at least"),
    "deaths_best": gettext_lazy("Deaths, best estimate"),
    "deaths_high": gettext_lazy("Deaths at most"),
    "deaths_a": gettext_lazy("Deaths of the one side"),
    "deaths_b": gettext_lazy("Deaths of the other side"),
    "deaths_civilians": gettext_lazy("Deaths of civilians"),
    "deaths_unknown": gettext_lazy("Deaths of people unknown"),
}


class TableForm(PageForm):
    """A table of any layout."""

    file = forms.FileField(label=gettext_lazy("Table (CSV, XLSX or JSON)"))

    def clean_file(self) -> "UploadedFile[Any]":
        return small_enough(self.cleaned_data["file"])


class ColumnsForm(PageForm):
    """Whose reports these are, and what each column means."""

    source_name = forms.CharField(label=gettext_lazy("Name of the source"), max_length=200)
    source_key = forms.SlugField(
        label=gettext_lazy("Key of the source"),
        max_length=60,
        help_text=gettext_lazy("Small letters, digits and -; the same key is the same source."),
    )
    reliability = forms.ChoiceField(
        label=gettext_lazy("Reliability of the source"),
        choices=grade_choices(),
        initial=SourceReliability.F.value,
    )
    handling = forms.ChoiceField(
        label=gettext_lazy("Handling mark"),
        choices=[(m.value, m.label) for m in Handling if m is not Handling.RED],
        initial=Handling.AMBER.value,
    )
    date_format = forms.ChoiceField(
        label=gettext_lazy("How days are written, beside 2017-02-16"),
        choices=translated_choices(DATE_FORMATS.items()),
        required=False,
    )
    skip_refused = forms.BooleanField(
        label=gettext_lazy("Skip refused rows and take the others"), required=False
    )

    def __init__(self, table: TableSketch, *args: Any, **kwargs: Any) -> None:
        guessed = {f"column_{at}": c.guess for at, c in enumerate(table.columns)}
        kwargs["initial"] = {
            "date_format": table.date_format, **guessed, **(kwargs.get("initial") or {})
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.table = table
        meanings: list[tuple[Any, str]] = [(name, str(_MEANINGS[name])) for name in FIELDS]
        for at, column in enumerate(table.columns):
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=column.name, choices=with_none(meanings, _("Leave out")), required=False
            )

    def rows(self) -> list[tuple[Column, forms.BoundField]]:
        """Each column beside the field that says what it means."""
        return [(column, self[f"column_{at}"]) for at, column in enumerate(self.table.columns)]

    def clean(self) -> dict[str, Any]:
        """Each meaning is given to one column, and the two that are needed are given."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for at, column in enumerate(self.table.columns):
            meant = given.get(f"column_{at}")
            if meant and meant in taken:
                self.add_error(f"column_{at}", _("Another column means the same already."))
            elif meant:
                taken[meant] = column.name
        for needed in ("key", "date_start"):
            if needed not in taken:
                self.add_error(
                    None, _("Say which column is: %(what)s.") % {"what": _MEANINGS[needed]}
                )
        self.columns = taken
        return given

    def mapping(self) -> dict[str, Any]:
        """The entries of the mapping that the form describes."""
        given = self.cleaned_data
        source = {
            "key": given["source_key"],
            "name": given["source_name"],
            "reliability": given["reliability"],
        }
        return draft_mapping(self.columns, source, given["handling"], given["date_format"])


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.IMPORT)
def upload(request: MemberRequest) -> HttpResponse:
    """Take a table, and go on to its columns."""
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        _forget_old()
        token = secrets.token_hex(16)
        folder = _folder(request, token)
        folder.mkdir(mode=0o700, parents=True)
        path = saved_upload(given, folder / "data")
        (folder / "name").write_text(Path(given.name or "table").name[:200], encoding="utf-8")
        try:
            sketch(path)
        except Unreadable as error:
            shutil.rmtree(folder, ignore_errors=True)
            form.add_error("file", f"{in_words(error.refusal.reason)}.")
        else:
            return redirect("import_columns", token=token)
    status = 422 if form.errors else 200
    return render(request, "imports/table.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.IMPORT)
def columns(request: MemberRequest, token: str) -> HttpResponse:
    """Say what each column means, see what would be read, and import or keep the mapping."""
    folder = _folder(request, token)
    path = folder / "data"
    if not path.is_file():
        raise NotFound("This upload is gone. Upload the table again.")
    name = (folder / "name").read_text(encoding="utf-8")
    form = ColumnsForm(sketch(path), request.POST or None, initial=_source_of(name))
    context: dict[str, Any] = {"form": form, "name": name, "token": token}
    if request.method == "POST" and form.is_valid():
        try:
            if "download" in request.POST:
                return _download(form.mapping(), form.cleaned_data["source_key"])
            context |= _outcome(request, form, folder, name)
        except Refused as refused:
            form.show_refusal(refused)
        else:
            summary = context["summary"]
            if summary.published or ("import" in request.POST and not summary.refused):
                shutil.rmtree(folder, ignore_errors=True)
                return render(request, "imports/done.html", context)
    status = 422 if form.errors else 200
    return render(request, "imports/columns.html", context, status=status)


def _outcome(request: MemberRequest, form: ColumnsForm, folder: Path, name: str) -> dict[str, Any]:
    """What an import does, or would do: the first rows, and the totals of the whole file."""
    entries = form.mapping()
    mapping = folder / "mapping.toml"
    mapping.write_text(written(entries), encoding="utf-8")
    is_import = "import" in request.POST
    options = ImportOptions(
        dry_run=not is_import,
        skip_refused=form.cleaned_data["skip_refused"],
        mapping=str(mapping),
    )
    rows = [] if is_import else preview(folder / "data", entries)
    summary = run_import("reports", folder / "data", name=name, by=request.user, options=options)
    return {
        "rows": rows,
        "summary": summary,
        "was_dry": not is_import,
        "flags": sorted(summary.flags.items()),
        "refused": sorted(summary.refused)[:_REFUSALS_SHOWN],
        "refused_count": len(summary.refused),
    }


def _download(entries: Mapping[str, Mapping[str, Any]], key: str) -> HttpResponse:
    response = HttpResponse(written(entries), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}.toml"'
    return response


def _source_of(name: str) -> dict[str, str]:
    """A source named after the file, to be written over."""
    stem = Path(name).stem
    key = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:60]
    return {"source_name": stem[:200], "source_key": key or "table"}


def _folder(request: MemberRequest, token: str) -> Path:
    """Where the member's upload lies; nobody else's token leads there."""
    if not _TOKEN.fullmatch(token):
        raise NotFound("This upload is gone. Upload the table again.")
    home: Path = settings.TRUCEWATCH_HOME
    return home / "tables" / f"{request.user.pk.hex}-{token}"


def _forget_old() -> None:
    """Uploads that nobody imported within a day go."""
    home: Path = settings.TRUCEWATCH_HOME
    for folder in (home / "tables").glob("*-*"):
        if time.time() - folder.stat().st_mtime > _KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
