"""Published bulletins as JSON and as files, open to everyone as far as their marks are."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from trucewatch.accounts.access import reader_of
from trucewatch.api.asking import After, Limit
from trucewatch.api.doors import OPTIONAL
from trucewatch.api.refusals import REFUSED
from trucewatch.bulletins.kinds import BulletinKind
from trucewatch.bulletins.language import offered_languages
from trucewatch.bulletins.models import Bulletin, BulletinState
from trucewatch.bulletins.queries import find_bulletin, stamp_of
from trucewatch.bulletins.render import FORMS, in_form
from trucewatch.vocabulary.refusal import NotFound, Refused

router = Router(tags=["bulletins"])


class BulletinHead(Schema):
    """One bulletin without its words."""

    id: UUID
    bulletin_kind: str
    title: str
    language: str
    window_start: dt.date
    window_end: dt.date
    cut_off: dt.datetime | None
    handling: str
    state: str
    published_at: dt.datetime
    corrects: UUID | None

    @staticmethod
    def resolve_corrects(bulletin: Any) -> UUID | None:
        """The id of the bulletin that this one corrects."""
        found: UUID | None = bulletin.corrects_id
        return found


class BulletinOut(BulletinHead):
    """One bulletin with its words as they were published."""

    words: dict[str, Any]


class BulletinList(Schema):
    """Bulletins, the latest window first, how many there are, and where the list goes on."""

    count: int
    bulletins: list[BulletinHead]
    next: UUID | None


class Form(StrEnum):
    """What a bulletin can be had as."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    CSV = "csv"
    JSON = "json"


_Kind = Annotated[BulletinKind | None, Query(description="All kinds without it.")]
_Language = Annotated[
    str,
    Query(description="A language of bulletins; else the one it was drafted in.", max_length=10),
]
_Table = Annotated[
    str, Query(description="With csv: one table instead of a zip of all.", max_length=60)
]
_FILES = {
    "responses": {
        200: {
            "description": "The file",
            "content": {
                kind.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
                for form, kind in FORMS.items()
                if form != "json"
            }
            | {
                "text/csv": {"schema": {"type": "string"}},
                "application/json": {"schema": {"type": "object"}},
            },
        }
    },
    **OPTIONAL,
}


@router.get(
    "",
    response={200: BulletinList, **REFUSED},
    summary="Published bulletins",
    openapi_extra=OPTIONAL,
)
def bulletins(
    request: HttpRequest, kind: _Kind = None, limit: Limit = 50, after: After = None
) -> dict[str, Any]:
    """The published bulletins that you may see, the latest window first, without their words."""
    found = Bulletin.objects.visible_to(reader_of(request.user)).filter(
        state=BulletinState.PUBLISHED
    )
    rows = (found.filter(bulletin_kind=kind.value) if kind else found).order_by(
        "-window_end", "-id"
    )
    begin = rows.defer("words")
    if after is not None:
        last = rows.filter(pk=after).values_list("window_end", flat=True).first()
        if last is None:
            raise Refused("The list has no such page: start again at its first.", field="after")
        begin = begin.filter(Q(window_end__lt=last) | Q(window_end=last, pk__lt=after))
    page = list(begin[: limit + 1])
    following = page[limit - 1].pk if len(page) > limit else None
    return {"count": rows.count(), "bulletins": page[:limit], "next": following}


@router.get(
    "/{bulletin_id}",
    response={200: BulletinOut, **REFUSED},
    summary="One published bulletin",
    openapi_extra=OPTIONAL,
)
def bulletin(request: HttpRequest, bulletin_id: UUID) -> Any:
    """A bulletin that is or was published, with its state; a draft is not found here."""
    return _published(request, bulletin_id)


@router.get(
    "/{bulletin_id}/{form}",
    response=REFUSED,
    summary="One published bulletin as a file",
    openapi_extra=_FILES,
)
def bulletin_file(
    request: HttpRequest, bulletin_id: UUID, form: Form, lang: _Language = "", table: _Table = ""
) -> HttpResponse:
    """The bulletin as paper, for a word processor or a browser, or its tables."""
    found = _published(request, bulletin_id)
    offered = dict(offered_languages())
    if lang and lang not in offered:
        raise Refused(f"Bulletins are in: {', '.join(sorted(offered))}.", field="lang")
    language = lang or found.language
    stamp = stamp_of(found, reader_of(request.user), language)
    one_table = table if form is Form.CSV else ""
    content = in_form(found.words, form.value, language=language, stamp=stamp, table=one_table)
    answer = HttpResponse(
        content, content_type="text/csv; charset=utf-8" if one_table else FORMS[form.value]
    )
    ending = "zip" if form is Form.CSV and not one_table else form.value
    name = f"{found.bulletin_kind}-{found.window_end.isoformat()}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _published(request: HttpRequest, bulletin_id: UUID) -> Bulletin:
    found = find_bulletin(bulletin_id, reader_of(request.user))
    if found.published_at is None:
        raise NotFound("There is nothing here that you may see.")
    return found
