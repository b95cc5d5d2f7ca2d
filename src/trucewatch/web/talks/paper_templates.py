"""The record's own templates of papers: which are in place, putting one there, taking it away."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from trucewatch.accounts.rules import Act
from trucewatch.papers.actions import drop_template, replace_template
from trucewatch.papers.content import PaperKind
from trucewatch.papers.language import offered_languages
from trucewatch.papers.render import standard_template
from trucewatch.papers.templates import (
    ENDINGS,
    LARGEST,
    Placed,
    Template,
    templates_of_record,
)
from trucewatch.vocabulary.refusal import NotFound
from trucewatch.web.form_page import FormPage, answer_form
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.handing_over import sandboxed
from trucewatch.web.language import translated_choices
from trucewatch.web.page_form import PageForm, with_none

_FORMS: Final = {ending: form for form, ending in ENDINGS.items()}
"""The form of a paper by how its template's file ends."""


class TemplateForm(PageForm):
    """A file, and which papers it is to lay out."""

    kind = forms.ChoiceField(label=gettext_lazy("For which paper"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("In which language"), required=False)
    content = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.ClearableFileInput({"accept": ".typ,.docx"}),
        help_text=gettext_lazy("A file .typ lays out the PDF, a file .docx the DOCX."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = translated_choices((kind.value, kind.label) for kind in PaperKind)
        for name, choices, words in (
            ("kind", kinds, _("Every paper without a template of its own")),
            ("language", offered_languages(), _("Every language without a template of its own")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = with_none(choices, words)

    def clean_content(self) -> "UploadedFile[Any]":
        """A file of a known ending, no larger than a letterhead can be."""
        given: UploadedFile[Any] = self.cleaned_data["content"]
        if _ending(given.name or "") not in _FORMS:
            raise forms.ValidationError(_("A template is a file .typ or .docx."))
        if (given.size or 0) > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than %(size)s.") % {"size": filesizeformat(LARGEST)}
            )
        return given


@dataclass(frozen=True, slots=True)
class Shown:
    """A template in its place, with its size and its hash."""

    placed: Placed
    template: Template | None
    """None where the file is larger than a template may be: papers that need it are refused."""

    @property
    def language(self) -> str:
        """Its language by its own name; nothing where it is for every one."""
        return dict(offered_languages()).get(self.placed.language, "")


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.KEEP_TEMPLATES)
def paper_templates(request: MemberRequest) -> HttpResponse:
    """The templates in place, and a form for another one."""
    form = TemplateForm(request.POST or None, request.FILES or None)

    def act() -> None:
        given = form.cleaned_data
        upload = given["content"]
        replace_template(
            PaperKind(given["kind"]) if given["kind"] else None,
            given["language"],
            _FORMS[_ending(upload.name)],
            upload.read(),
            by=request.user,
        )

    page = FormPage(
        template="talks/paper_templates.html", title=_("Templates of papers"),
        button=_("Put in place"), back=reverse("paper_templates"),
        done=_("The template is in place: papers are laid out by it from now on."),
        more={"shown": _shown(), "endings": list(_FORMS), "at": "papers"},
    )  # fmt: skip
    return answer_form(request, form, act, page)


@require_safe
@for_those_who_may(Act.KEEP_TEMPLATES)
@sandboxed
def paper_template(request: MemberRequest, name: str) -> HttpResponse:
    """A template that is in place, as a file."""
    return _file(_find(name))


@require_safe
@for_those_who_may(Act.KEEP_TEMPLATES)
@sandboxed
def standard(request: MemberRequest, ending: str) -> HttpResponse:
    """The standard template, with which one of somebody's own begins."""
    if ending not in _FORMS:
        raise NotFound("There is nothing here that you may see.")
    return _file(Template(f"paper.{ending}", standard_template(_FORMS[ending])))


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.KEEP_TEMPLATES)
def drop(request: MemberRequest, name: str) -> HttpResponse:
    """Take a template away, once that is confirmed."""
    placed = _placed(name)

    def act() -> None:
        drop_template(placed.kind, placed.language, placed.form, by=request.user)

    page = FormPage(
        template="talks/drop_template.html", title=_("Take a template away"),
        button=_("Take it away"), back=reverse("paper_templates"),
        done=_("The template is taken away. The next less specific one is used."),
        more={"each": Shown(placed, None), "at": "papers"},
    )  # fmt: skip
    form = PageForm(request.POST if request.method == "POST" else None)
    return answer_form(request, form, act, page)


def _ending(name: str) -> str:
    return name.lower().rpartition(".")[2]


def _placed(name: str) -> Placed:
    for each in templates_of_record().placed():
        if each.name == name:
            return each
    raise NotFound("There is nothing here that you may see.")


def _shown() -> list[Shown]:
    templates = templates_of_record()
    found = []
    for placed in templates.placed():
        assert templates.folder is not None  # noqa: S101 - it has files
        is_small = (templates.folder / placed.name).stat().st_size <= LARGEST
        found.append(Shown(placed, templates.get(placed.name) if is_small else None))
    return found


def _find(name: str) -> Template:
    found = templates_of_record().get(name)
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found


def _file(template: Template) -> HttpResponse:
    answer = HttpResponse(template.content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{template.name}"'
    return answer
