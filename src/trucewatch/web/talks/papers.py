"""The secretariat's papers of a round, made when they are asked for."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.agreements.models import Version
from trucewatch.bulletins.language import spoken
from trucewatch.papers.content import Head, Paper, PaperKind, kind_of
from trucewatch.papers.gathering import draft_paper, paper_of
from trucewatch.papers.gathering.papers import KINDS
from trucewatch.papers.language import offered_languages
from trucewatch.papers.render import FORMS
from trucewatch.papers.render import render as rendered
from trucewatch.papers.templates import templates_of_record
from trucewatch.talks.queries.drafts import find_version
from trucewatch.talks.queries.rounds import find_round
from trucewatch.vocabulary.refusal import NotFound, Refused
from trucewatch.web.gate import MemberRequest, for_those_who_may

_NOTHING: Final = "There is nothing here that you may see."
CHOICE: Final = "papers"
"""What the address of a round calls the language that its papers are offered in."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What the page of a round offers: kinds and forms of papers, in the language chosen there."""

    kinds: tuple[PaperKind, ...]
    forms: tuple[str, ...]
    languages: list[tuple[str, str]]
    language: str
    may_take: bool
    may_keep_templates: bool


def papers_offered(request: MemberRequest) -> Offered:
    """The papers that can be made of a round; those of a draft stand on the page of the draft."""
    languages = offered_languages()
    asked = request.GET.get(CHOICE, "")
    return Offered(
        kinds=KINDS,
        forms=tuple(FORMS),
        languages=languages,
        language=asked if asked in dict(languages) else spoken(),
        may_take=is_allowed(request.user, Act.EXPORT),
        may_keep_templates=is_allowed(request.user, Act.KEEP_TEMPLATES),
    )


@require_safe
@for_those_who_may(Act.EXPORT)
def round_paper(request: MemberRequest, key: UUID, kind: str, form: str) -> HttpResponse:
    """A paper of a round; the positions of all its texts, or of the one that is named."""
    kinds = {each.value: each for each in KINDS}
    if kind not in kinds:
        raise NotFound(_NOTHING)
    _require_known(request, form)
    paper = paper_of(
        MemberReader(request.user), find_round(key), kinds[kind], text=_key(request, "text")
    )
    return _handed_over(request, paper, form)


@require_safe
@for_those_who_may(Act.EXPORT)
def version_paper(request: MemberRequest, key: UUID, form: str) -> HttpResponse:
    """A version of a draft, against another one if one is named; ``whole`` folds nothing."""
    _require_known(request, form)
    reader, other = MemberReader(request.user), _key(request, "against")
    against: Version | None = find_version(reader, other) if other else None
    is_whole = "whole" in request.GET
    paper = draft_paper(reader, find_version(reader, key), against, in_full=is_whole)
    return _handed_over(request, paper, form, f"version-{paper.version}")


def _require_known(request: MemberRequest, form: str) -> None:
    """Refuse forms and languages that no paper has, before anything is gathered."""
    if form not in FORMS or _language(request) not in dict(offered_languages()):
        raise NotFound(_NOTHING)


def _language(request: MemberRequest) -> str:
    return request.GET.get("lang", "") or spoken()


def _key(request: MemberRequest, name: str) -> UUID | None:
    asked = request.GET.get(name, "")
    try:
        return UUID(asked) if asked else None
    except ValueError:
        raise NotFound(_NOTHING) from None


def _handed_over(request: MemberRequest, paper: Paper, form: str, *parts: str) -> HttpResponse:
    """The paper as a file; a page with the reason where its template is refused."""
    language = _language(request)
    try:
        content = rendered(paper, language, form, templates_of_record())
    except NotFound:
        raise
    except Refused as refused:
        return _refused(request, paper, refused)
    name = "-".join([*_stem(paper.head), kind_of(paper).value, *map(slugify, parts)])
    if form != "json":
        name = f"{name}-{language}"
    answer = HttpResponse(content, content_type=FORMS[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def _stem(head: Head) -> list[str]:
    """The track in letters that every file system has, and the number of the round."""
    return [slugify(head.track) or "round", str(head.ordinal)]


def _refused(request: MemberRequest, paper: Paper, refused: Refused) -> HttpResponse:
    context = {
        "title": _(kind_of(paper).label),
        "head": paper.head,
        "reason": refused.reason,
        "may_keep_templates": is_allowed(request.user, Act.KEEP_TEMPLATES),
    }
    return render(request, "talks/paper_refused.html", context, status=422)
