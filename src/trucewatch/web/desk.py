"""The press desk: what waits, cases with their documents, who is who."""

from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.rules import Act
from trucewatch.desk.actions.opening import (
    Handed,
    add_document,
    open_case,
    read_again,
    state_day,
)
from trucewatch.desk.actions.resolving import Resolution, resolve_entity, unresolve_entity
from trucewatch.desk.models import CaseDocument, CaseEntity, CaseFile, Kind
from trucewatch.desk.naming import names_of
from trucewatch.desk.queries import (
    contradictions_of,
    documents_of,
    entities_of,
    find_case,
    find_document,
    independent_sources,
    page_of,
    proposals_in,
    queue_of,
    repeated_in,
    reuse_of,
    unresolved_in,
)
from trucewatch.desk.rules import SETTLED_BY_PEOPLE
from trucewatch.desk.splitting import numbers_missing
from trucewatch.incidents.choices import parties_to_choose_from
from trucewatch.sources.actions import ensure_organisation_source
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.web.desk_forms import CaseForm, DocumentsForm
from trucewatch.web.desk_review import case_asked
from trucewatch.web.desk_words import ENTITY_KINDS, days, line_of, presence
from trucewatch.web.gate import MemberRequest, for_those_who_may, members_only
from trucewatch.web.handing_over import handed_over
from trucewatch.web.imports import incoming_folder, saved_upload
from trucewatch.web.language import in_words, party_names
from trucewatch.web.page_form import DayField
from trucewatch.web.undo import Offer, offer_undo

_ACTORS_SHOWN = 400


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.WORK_PRESS_DESK)
def desk(request: MemberRequest) -> HttpResponse:
    """What waits for the member, and a form that opens a case with its first documents."""
    form = CaseForm(request.user, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            case = _opened(request, form)
            _read_what_came(request, case)
        except (NotAllowed, NotFound):
            raise
        except Refused as refused:
            form.show_refusal(refused)
        else:
            return redirect("desk_case", case.pk)
    queue = queue_of(request.user)
    context = {
        "form": form,
        "queue": queue,
        "kinds": SETTLED_BY_PEOPLE,
        "total": sum(each.total for each in queue),
    }
    return render(request, "desk/queue.html", context, status=422 if form.errors else 200)


@require_safe
@for_those_who_may(Act.WORK_PRESS_DESK)
def case(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """One case: its documents, what they share, where they clash, whom they speak of."""
    return _case_page(request, find_case(MemberReader(request.user), case_id))


@require_POST
@for_those_who_may(Act.WORK_PRESS_DESK)
def add_documents(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Put more documents into a case and read it again."""
    found = find_case(MemberReader(request.user), case_id)
    form = DocumentsForm(request.user, request.POST, request.FILES)
    if form.is_valid():
        if _hand_in(request, found, form):
            _read_what_came(request, found)
        return redirect("desk_case", found.pk)
    return _case_page(request, found, form)


@require_POST
@for_those_who_may(Act.WORK_PRESS_DESK)
def read(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Read a case again; what people settled stays."""
    read_again(case_id, by=request.user)
    messages.success(request, _("The case was read again; what was settled stays."))
    return redirect("desk_case", case_id)


@require_POST
@for_those_who_may(Act.WORK_PRESS_DESK)
def state_date(request: MemberRequest, row_id: UUID) -> HttpResponse:
    """Say of which day a document is; an empty field leaves it to the reading again."""
    given = request.POST.get("day", "").strip()
    try:
        day = DayField(required=False).clean(given)
    except ValidationError as error:
        raise Refused(str(error.messages[0]), field="day") from error
    row = state_day(row_id, day, by=request.user)
    messages.success(request, _("The case was read again; what was settled stays."))
    return redirect("desk_case", row.case_id)


@require_POST
@for_those_who_may(Act.WORK_PRESS_DESK)
def resolve(request: MemberRequest, entity_id: int) -> HttpResponse:
    """Say who an actor is, for the whole case."""
    given = request.POST.get("is", "")
    if given == "open":
        entity = unresolve_entity(entity_id, by=request.user)
        return redirect(f"{reverse('desk_case', args=[entity.case_id])}#actor-{entity.pk}")
    entity = resolve_entity(entity_id, _resolution(request, given), by=request.user)
    page = reverse("desk_case", args=[entity.case_id])
    offer_undo(
        request,
        Offer(
            _("Settled for the whole case: %(name)s.") % {"name": entity.name},
            reverse("desk_resolve", args=[entity.pk]),
            page,
            {"is": ["open"]},
        ),
    )
    return redirect(page)


@require_safe
@for_those_who_may(Act.WORK_PRESS_DESK)
def receipt(request: MemberRequest, document_id: UUID) -> HttpResponse:
    """What was handed over, when, by whom, and which events were found on which page."""
    row = find_document(MemberReader(request.user), document_id, case_asked(request))
    proposals = proposals_in(row, kind=Kind.ALLEGATION)
    names = names_of(row.case)
    found = [(page_of(row, p.start), p, line_of(p, names)) for p in proposals]
    pages = Counter(page for page, _p, _line in found)
    context = {
        "row": row,
        "case": row.case,
        "found": found,
        "pages": sorted(pages.items()) if row.pages else [],
        "numbers_missing": numbers_missing(str(p.facts.get("entry") or "") for p in proposals),
        "others": row.case.documents.filter(document__source=row.document.source)
        .exclude(pk=row.pk)
        .select_related("document"),
    }
    return render(request, "desk/receipt.html", context)


@require_safe
@members_only
def original(request: MemberRequest, document_id: UUID) -> HttpResponseBase:
    """The file as it came, byte for byte; it is handed over and never shown in a page."""
    row = find_document(MemberReader(request.user), document_id)
    document = row.document
    if row.destroyed:
        raise Refused("Words of this document were destroyed; its file is handed out no more.")
    return handed_over(document, may_show=False)


def _opened(request: MemberRequest, form: CaseForm) -> CaseFile:
    """A case with its documents, or nothing at all."""
    given = form.cleaned_data
    with transaction.atomic():
        case = open_case(
            given["name"],
            handling=Handling(given["handling"]),
            compartment=form.compartments.get(given["compartment"]),
            by=request.user,
        )
        if not _hand_in(request, case, form):
            raise Refused("None of the files could be taken; the reasons stand above.")
    return case


def _hand_in(request: MemberRequest, case: CaseFile, form: DocumentsForm) -> int:
    """Put the files into the case; tell which could not be taken, and why."""
    given = form.cleaned_data
    own = given["source"] == "-"
    source = ensure_organisation_source(by=request.user) if own else form.sources[given["source"]]
    taken = 0
    for upload in given["documents"]:
        with incoming_folder() as folder:
            handed = Handed(
                path=saved_upload(upload, Path(folder) / "data"),
                name=_name_of(upload),
                source=source,
                is_submission=given["is_submission"],
                stated_day=given["stated_day"],
            )
            try:
                add_document(case.pk, handed, by=request.user)
            except (NotAllowed, NotFound):
                raise
            except Refused as refused:
                messages.warning(request, f"{handed.name}: {in_words(refused.reason)}")
            else:
                taken += 1
    if taken:
        words = ngettext("One document was taken.", "%(number)s documents were taken.", taken)
        messages.success(request, words % {"number": taken})
    return taken


def _read_what_came(request: MemberRequest, case: CaseFile) -> None:
    """Read a case whose new documents are kept by now, whatever becomes of the reading."""
    try:
        read_again(case.pk, by=request.user)
    except (NotAllowed, NotFound):
        raise
    except Refused as refused:
        messages.warning(request, in_words(refused.reason))


def _name_of(upload: "UploadedFile[Any]") -> str:
    name = Path(upload.name or "file").name.replace("\x00", "")
    return name[:200] or "file"


def _resolution(request: MemberRequest, given: str) -> Resolution:
    """What was chosen: another actor of the case, a party of the record, or nobody else."""
    kind, _sign, key = given.partition(":")
    if kind == "same" and key.isdecimal() and len(key) < 18:
        return Resolution(same_as=int(key))
    if kind == "party":
        parties = {party.pk: party for party in parties_to_choose_from(MemberReader(request.user))}
        chosen = request.POST.get("party", "").strip()
        named = party_names(parties.values())
        party = next((parties[pk] for pk, name in named.items() if name == chosen), None)
        if party is None:
            raise Refused("Choose a party of the record.", field="party")
        return Resolution(party=party)
    if kind == "alone":
        return Resolution()
    raise Refused("Choose who this is.", field="is")


def _case_page(
    request: MemberRequest, case: CaseFile, form: DocumentsForm | None = None
) -> HttpResponse:
    documents = documents_of(case)
    reuse = reuse_of(case)
    entities = entities_of(case)
    by_key = {entity.key: entity for entity in entities}
    parties = party_names(parties_to_choose_from(MemberReader(request.user)))
    context = {
        "case": case,
        "documents": [(seen, repeated_in(reuse, seen.row)) for seen in documents],
        "independent": independent_sources([seen.row for seen in documents]),
        "contradictions": [
            (link, _side(link, "a"), _side(link, "b")) for link in contradictions_of(case)
        ],
        "rounds": [
            (
                each,
                days(each),
                [(one["name"], presence(one["presence"])) for one in each["participants"]],
            )
            for each in case.rounds
        ],
        "unresolved": [_open_actor(row, by_key) for row in unresolved_in(case)],
        "entities": entities[:_ACTORS_SHOWN],
        "entity_kinds": ENTITY_KINDS,
        "parties": sorted(parties.values()),
        "form": form or DocumentsForm(request.user),
        "waiting": sum(seen.waiting for seen in documents),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "desk/case.html", context, status=status)


def _side(link: Any, side: str) -> dict[str, Any]:
    """One of the two passages of a link, with where it stands."""
    row: CaseDocument = getattr(link, side)
    start, end = getattr(link, f"{side}_start"), getattr(link, f"{side}_end")
    return {"row": row, "words": row.text[start:end], "start": start, "end": end}


def _open_actor(row: CaseEntity, by_key: dict[str, CaseEntity]) -> dict[str, Any]:
    candidates = [
        (by_key[rival["key"]], rival["why"]) for rival in row.rivals if rival["key"] in by_key
    ]
    return {"entity": row, "candidates": candidates}
