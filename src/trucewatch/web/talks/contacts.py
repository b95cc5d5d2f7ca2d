"""Who met whom, how often, in which format: as a picture, as a table, as data."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.exchange.contact_rows import contacts_told, flat_pair
from trucewatch.exchange.plain_csv import csv_of
from trucewatch.names.folding import fold
from trucewatch.talks.models import Round
from trucewatch.talks.queries.actors import Actors, require_two
from trucewatch.talks.queries.meetings import (
    MeetingFilter,
    count_meetings,
    meetings_for_contacts,
    meetings_told,
)
from trucewatch.talks.rules.contacts import ContactKind, MeetingSeen
from trucewatch.vocabulary.process import MeetingFormat
from trucewatch.vocabulary.refusal import Refused
from trucewatch.web.citations import citations
from trucewatch.web.drawing.contacts import draw_contacts
from trucewatch.web.gate import MemberRequest, for_those_who_may, members_only
from trucewatch.web.language import round_in_words, translated_choices
from trucewatch.web.page_form import DayField, PageForm, with_none
from trucewatch.web.talks.forms import Suggesting
from trucewatch.web.talks.matrix import KIND_LABELS, Matrix, matrix_of

MOST_MEETINGS: Final = 100
"""More meetings than these are not listed at once; limiting the days shows the others."""


class ContactForm(PageForm):
    """Of which meetings contacts are counted, and whose common partners are asked for."""

    track = forms.ChoiceField(label=gettext_lazy("Track"), required=False)
    round = forms.ChoiceField(label=gettext_lazy("Round"), required=False)
    since = DayField(label=gettext_lazy("From"), required=False)
    until = DayField(label=gettext_lazy("To"), required=False)
    format = forms.ChoiceField(label=gettext_lazy("Format of the meeting"), required=False)
    one = forms.CharField(label=gettext_lazy("Who met both"), required=False, max_length=600)
    other = forms.CharField(label=gettext_lazy("and"), required=False, max_length=600)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rounds = list(Round.objects.order_by("date_start", "track", "ordinal"))
        self.rounds = {str(each.pk): each for each in rounds}
        tracks = sorted({each.track for each in rounds})
        self._offer("track", [(name, name) for name in tracks], _("All"))
        self._offer("round", [(k, round_in_words(r)) for k, r in self.rounds.items()], _("All"))
        self._offer("format", translated_choices(MeetingFormat.choices()), _("Any format"))

    def _offer(self, name: str, choices: list[tuple[Any, Any]], empty: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = with_none(choices, empty)

    def clean(self) -> dict[str, Any]:
        """The first day is no later than the last."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", _("The end lies before the start."))
        return given

    def name_actors(self, actors: dict[str, str]) -> None:
        """Offer the actors of the matrix as those whose common partners are asked for."""
        for name in ("one", "other"):
            self.fields[name].widget = Suggesting(sorted(actors.values()))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, and the meetings that answer it."""

    wanted: MeetingFilter
    formats: tuple[MeetingFormat, ...]

    @property
    def query(self) -> str:
        """The same as the query of an address."""
        given = {
            "track": self.wanted.track,
            "round": str(self.wanted.round.pk) if self.wanted.round else "",
            "since": self.wanted.since.isoformat() if self.wanted.since else "",
            "until": self.wanted.until.isoformat() if self.wanted.until else "",
            "format": self.formats[0].value if self.formats else "",
        }
        return urlencode({name: value for name, value in given.items() if value})

    def meetings(self, reader: MemberReader) -> list[MeetingSeen]:
        """The meetings that were held, as far as the reader sees them."""
        return meetings_for_contacts(reader, self.wanted, self.formats)


@require_safe
@members_only
def contacts(request: MemberRequest) -> HttpResponse:
    """The matrix under a filter, who met two sides alike, and the meetings that it rests on."""
    reader = MemberReader(request.user)
    form = ContactForm(request.GET)
    if not form.is_valid():
        return render(request, "talks/contacts.html", {"form": form, "matrix": None}, status=400)
    asked = _asked(form)
    matrix = matrix_of(asked.meetings(reader))
    both = _both(reader, form, matrix)
    form.name_actors(matrix.called)
    told = meetings_told(reader, asked.wanted, MOST_MEETINGS)
    context = {
        "form": form,
        "matrix": matrix,
        "picture": draw_contacts(matrix.counted, matrix.called),
        "kinds": [(kind, KIND_LABELS[kind]) for kind in ContactKind],
        "both": both,
        "asked": asked,
        "query": asked.query,
        "meetings": told,
        "meetings_left": count_meetings(reader, asked.wanted) - len(told),
        "cites": citations(reader, [m.row for m in told]),
        "may_export": is_allowed(request.user, Act.EXPORT),
        "may_record": is_allowed(request.user, Act.RECORD_FACT),
    }
    status = 400 if form.errors else 200
    return render(request, "talks/contacts.html", context, status=status)


@require_safe
@for_those_who_may(Act.EXPORT)
def contacts_data(request: MemberRequest, form: str) -> HttpResponse:
    """The pairs under the same filter, as CSV or JSON."""
    if form not in ("csv", "json"):
        raise Http404
    asked_for = ContactForm(request.GET)
    if not asked_for.is_valid():
        field, reasons = next(iter(asked_for.errors.items()))
        refusal = {"reason": str(reasons[0]), "field": field}
        return JsonResponse(refusal, status=400, json_dumps_params={"ensure_ascii": False})
    reader = MemberReader(request.user)
    matrix = matrix_of(_asked(asked_for).meetings(reader))
    told = contacts_told(matrix.counted)
    if form == "json":
        return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    table = csv_of([flat_pair(row) for row in told["pairs"]])
    answer = HttpResponse(table, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="contacts.csv"'
    return answer


def _asked(form: ContactForm) -> Asked:
    given = form.cleaned_data
    wanted = MeetingFilter(
        round=form.rounds.get(given["round"]), track=given["track"], since=given["since"],
        until=given["until"],
    )  # fmt: skip
    formats = (MeetingFormat(given["format"]),) if given["format"] else ()
    return Asked(wanted, formats)


def _meant(reader: MemberReader, matrix: Matrix, typed: str, field: str) -> str:
    """The actor of that name, in the reader's language or in any other of the record."""
    shown = {fold(name): actor for actor, name in matrix.called.items()}
    return shown.get(fold(typed)) or Actors(reader).among(matrix.called, typed, field)


def _both(reader: MemberReader, form: ContactForm, matrix: Matrix) -> dict[str, Any] | None:
    """Who met both of two actors face to face; None where the form does not name two."""
    given = {name: form.cleaned_data[name] for name in ("one", "other")}
    if not any(given.values()):
        return None
    found: dict[str, str] = {}
    for name, typed in given.items():
        try:
            found[name] = typed and _meant(reader, matrix, typed, name)
        except Refused as refused:
            form.show_refusal(refused)
            continue
        if not typed:
            form.add_error(name, _("Choose somebody."))
    one, other = found.get("one", ""), found.get("other", "")
    meant = {name: matrix.called.get(actor, actor) for name, actor in found.items()}
    form.data = {**form.data, **meant}  # the fields then show who was understood
    if form.errors:
        return None
    try:
        require_two(one, other, "other")
    except Refused as refused:
        form.show_refusal(refused)
        return None
    return {
        "one": matrix.called.get(one, one),
        "other": matrix.called.get(other, other),
        "names": [matrix.called[name] for name in matrix.counted.met_both(one, other)],
        "between": matrix.counted.between(one, other),
    }
