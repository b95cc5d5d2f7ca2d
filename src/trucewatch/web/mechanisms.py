"""Mechanisms: their terms with every version, who sits in them, and changing both."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trucewatch.accounts.access import is_allowed
from trucewatch.accounts.models import Member, Organisation
from trucewatch.accounts.rules import Act
from trucewatch.agreements.models import Instrument
from trucewatch.cases.actions.mechanisms import (
    MechanismGiven,
    add_mechanism,
    end_seat,
    give_seat,
    revise_mechanism,
)
from trucewatch.cases.examples import EXAMPLES
from trucewatch.cases.models import Mechanism, MechanismVersion, Seat
from trucewatch.cases.queries.finding import find_mechanism
from trucewatch.cases.rules.calendar import DueUnit
from trucewatch.cases.rules.terms import DEADLINE_LABELS, DEFAULT_DEADLINES
from trucewatch.vocabulary.cases import DecisionRule, MechanismLevel, SeatFunction
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.violations import ViolationType
from trucewatch.web.form_page import FormPage, answer_form
from trucewatch.web.gate import MemberRequest, for_those_who_may, members_only
from trucewatch.web.language import translated_choices
from trucewatch.web.page_form import DayField, PageForm, ReasonForm

_WEEKDAYS: Final = [
    (0, gettext_lazy("Monday")), (1, gettext_lazy("Tuesday")), (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")), (4, gettext_lazy("Friday")), (5, gettext_lazy("Saturday")),
    (6, gettext_lazy("Sunday")),
]  # fmt: skip
_PER_LINE: Final = {"rows": 5, "dir": "ltr"}
_MOST_DIGITS: Final = 9


class TermsForm(PageForm):
    """The terms of a mechanism from a day on."""

    since = DayField(label=gettext_lazy("In force from"))
    members = forms.CharField(
        label=gettext_lazy("Members"), widget=forms.Textarea(_PER_LINE),
        help_text=gettext_lazy(
            "One a line: the key of the organisation, then guarantor, mission or party, then its "
            "votes and its levels, with commas between. guarantor-russia, guarantor, 1, "
            "joint_committee"
        ),
    )  # fmt: skip
    rule = forms.ChoiceField(
        label=gettext_lazy("Decision rule"), choices=translated_choices(DecisionRule.choices())
    )
    threshold = forms.IntegerField(
        label=gettext_lazy("Votes needed"), min_value=0, initial=0,
        help_text=gettext_lazy("0 stands for more than half of all."),
    )  # fmt: skip
    levels = forms.MultipleChoiceField(
        label=gettext_lazy("Levels"), choices=translated_choices(MechanismLevel.choices()),
        widget=forms.CheckboxSelectMultiple, initial=[MechanismLevel.JOINT_COMMITTEE.value],
    )  # fmt: skip
    timezone = forms.CharField(label=gettext_lazy("Timezone"), max_length=60, initial="UTC")
    working_days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Working days"), choices=_WEEKDAYS, coerce=int,
        widget=forms.CheckboxSelectMultiple, initial=list(range(7)),
    )  # fmt: skip
    holidays = forms.CharField(
        label=gettext_lazy("Days on which nobody works"), required=False,
        widget=forms.Textarea({"rows": 2, "dir": "ltr"}),
        help_text=gettext_lazy("As 2017-03-21, spaces between."),
    )  # fmt: skip
    deadlines = forms.CharField(
        label=gettext_lazy("Deadlines"), widget=forms.Textarea({"rows": 10, "dir": "ltr"}),
        help_text=gettext_lazy("One a line: name, amount, hours, days or working_days."),
    )  # fmt: skip
    types = forms.MultipleChoiceField(
        label=gettext_lazy("Types of violation that it looks into"),
        choices=translated_choices(ViolationType.choices()),
        widget=forms.CheckboxSelectMultiple, initial=[each.value for each in ViolationType],
    )  # fmt: skip
    members_see_from_filing = forms.BooleanField(
        label=gettext_lazy("Members see every case as soon as it is received"), required=False
    )
    separate_books = forms.BooleanField(
        label=gettext_lazy("Members keep books of their own"), required=False
    )

    def terms(self) -> dict[str, Any]:
        """The terms as a document; lines that cannot be read are refused at their field."""
        given = self.cleaned_data
        return {
            "members": [_member(line) for line in _lines(given["members"])],
            "rule": given["rule"],
            "threshold": given["threshold"],
            "levels": [each.value for each in MechanismLevel if each.value in given["levels"]],
            "timezone": given["timezone"].strip(),
            "working_days": given["working_days"],
            "holidays": given["holidays"].split(),
            "types": given["types"],
            "deadlines": dict(_deadline(line) for line in _lines(given["deadlines"])),
            "members_see_from_filing": given["members_see_from_filing"],
            "separate_books": given["separate_books"],
        }


class MechanismForm(TermsForm):
    """A mechanism with its first terms."""

    key = forms.SlugField(
        label=gettext_lazy("Key"), max_length=40,
        help_text=gettext_lazy("Stands before the number of each case, and never changes."),
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    instrument = forms.ModelChoiceField(
        label=gettext_lazy("Instrument"), queryset=Instrument.objects.none(), required=False
    )
    field_order = ("key", "name", "instrument", "since")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["instrument"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Instrument.objects.known_to_all()  # every member sees a mechanism


class RevisionForm(TermsForm):
    """New terms, for a reason."""

    because = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea({"rows": 2, "dir": "auto"})
    )


class SeatForm(PageForm):
    """Who does what."""

    member = forms.ModelChoiceField(
        label=gettext_lazy("Member"),
        queryset=Member.objects.filter(is_active=True).exclude(username="operator"),
    )
    function = forms.ChoiceField(
        label=gettext_lazy("Function"), choices=translated_choices(SeatFunction.choices())
    )
    since = DayField(label=gettext_lazy("From"))


@require_safe
@members_only
def mechanisms(request: MemberRequest) -> HttpResponse:
    """Every mechanism of the record."""
    context = {
        "mechanisms": Mechanism.objects.select_related("instrument"),
        "may_manage": is_allowed(request.user, Act.MANAGE_MECHANISM),
        "examples": EXAMPLES,
    }
    return render(request, "mechanisms/list.html", context)


@require_safe
@members_only
def mechanism(request: MemberRequest, key: str) -> HttpResponse:
    """One mechanism: terms in force, earlier and later ones, seats."""
    found = find_mechanism(key)
    today = timezone.localdate()
    versions = list(found.versions.select_related("made_by"))
    current = next((each for each in versions if each.since <= today), None)
    context = {
        "mechanism": found,
        "organisations": dict(Organisation.objects.values_list("key", "name")),
        "versions": [(each, each.read(), each is current) for each in versions],
        "seats": found.seats.filter(Seat.held_on(today)).select_related("member__organisation"),
        "may_manage": is_allowed(request.user, Act.MANAGE_MECHANISM),
        "deadline_names": DEADLINE_LABELS,
        "seat_form": SeatForm(initial={"since": today}),
        "end_form": ReasonForm(),
    }
    return render(request, "mechanisms/mechanism.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.MANAGE_MECHANISM)
def new_mechanism(request: MemberRequest) -> HttpResponse:
    """Set up a mechanism; ``?example=`` fills the form with a shipped one."""
    example = EXAMPLES.get(request.GET.get("example", ""))
    initial = {"since": timezone.localdate(), **_initial(example["terms"] if example else {})}
    if example:
        initial |= {"key": example["key"], "name": example["name"]}
    form = MechanismForm(request.POST or None, initial=initial)

    def act() -> str:
        given = form.cleaned_data
        made = add_mechanism(
            MechanismGiven(
                given["key"], given["name"], form.terms(), given["since"], given["instrument"]
            ),
            by=request.user,
        )
        return reverse("mechanism", args=[made.key])

    page = FormPage(
        template="mechanisms/form.html", title=_("Set up a mechanism"), button=_("Set it up"),
        back=reverse("mechanisms"), done=_("The mechanism is set up. Give its seats below."),
    )  # fmt: skip
    return answer_form(request, form, act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.MANAGE_MECHANISM)
def revise(request: MemberRequest, key: str) -> HttpResponse:
    """Give a mechanism new terms from a day on."""
    found = find_mechanism(key)
    last = MechanismVersion.objects.filter(mechanism=found).order_by("-number").first()
    initial = {**_initial(last.terms if last else {}), "since": timezone.localdate()}
    form = RevisionForm(request.POST or None, initial=initial)

    def act() -> None:
        given = form.cleaned_data
        revise_mechanism(
            found, form.terms(), given["since"], by=request.user, because=given["because"]
        )

    page = FormPage(
        template="mechanisms/form.html", title=_("New terms"), button=_("Keep the new terms"),
        back=reverse("mechanism", args=[found.key]),
        done=_("The new terms are kept. Cases that began before go on under theirs."),
        more={"mechanism": found},
    )  # fmt: skip
    return answer_form(request, form, act, page)


@require_http_methods(["POST"])
@for_those_who_may(Act.MANAGE_MECHANISM)
def seat(request: MemberRequest, key: str) -> HttpResponse:
    """Let a member do something for the mechanism."""
    found = find_mechanism(key)
    form = SeatForm(request.POST)

    def act() -> None:
        given = form.cleaned_data
        give_seat(
            found, given["member"], SeatFunction(given["function"]), since=given["since"],
            by=request.user,
        )  # fmt: skip

    page = FormPage(
        template="mechanisms/form.html", title=_("Give a seat"), button=_("Give the seat"),
        back=reverse("mechanism", args=[found.key]), done=_("The seat is given."),
        more={"mechanism": found},
    )  # fmt: skip
    return answer_form(request, form, act, page)


@require_POST
@for_those_who_may(Act.MANAGE_MECHANISM)
def leave_seat(request: MemberRequest, key: str, seat_id: UUID) -> HttpResponse:
    """End a seat, for a reason."""
    found = find_mechanism(key)
    held = get_object_or_404(Seat, pk=seat_id, mechanism=found)
    end_seat(held, by=request.user, because=request.POST.get("because", ""))
    messages.success(request, _("The seat has ended."))
    return redirect("mechanism", found.key)


def _initial(terms: dict[str, Any]) -> dict[str, Any]:
    """The fields of the form for these terms; the shipped deadlines where there are none."""
    members = terms.get("members") or []
    deadlines = terms.get("deadlines") or {
        name: {"amount": due.amount, "unit": due.unit.value}
        for name, due in DEFAULT_DEADLINES.items()
    }
    return {
        **{
            name: terms[name]
            for name in ("rule", "threshold", "levels", "types", "timezone", "working_days",
                         "members_see_from_filing", "separate_books")
            if name in terms
        },
        "holidays": " ".join(terms.get("holidays") or []),
        "members": "\n".join(
            ", ".join([m["organisation"], m["kind"], str(m.get("weight", 1)), *m.get("levels", [])])
            for m in members
        ),
        "deadlines": "\n".join(
            f"{name}, {due['amount']}, {due['unit']}" for name, due in deadlines.items()
        ),
    }  # fmt: skip


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= _MOST_DIGITS


def _lines(text: str) -> list[list[str]]:
    rows = [line for line in text.splitlines() if line.strip()]
    return [[part.strip() for part in line.split(",")] for line in rows]


def _member(parts: list[str]) -> dict[str, Any]:
    if len(parts) < 2 or (len(parts) > 2 and not _is_number(parts[2])):
        raise Refused(
            "“{line}” is no member: key, kind, votes, levels.",
            field="members", values={"line": ", ".join(parts)},
        )  # fmt: skip
    member: dict[str, Any] = {"organisation": parts[0], "kind": parts[1]}
    if len(parts) > 2:
        member["weight"] = int(parts[2])
    if len(parts) > 3:
        member["levels"] = parts[3:]
    return member


def _deadline(parts: list[str]) -> tuple[str, dict[str, Any]]:
    if len(parts) != 3 or not _is_number(parts[1]) or parts[2] not in list(DueUnit):
        raise Refused(
            "“{line}” is no deadline: name, amount, unit.",
            field="deadlines", values={"line": ", ".join(parts)},
        )  # fmt: skip
    return parts[0], {"amount": int(parts[1]), "unit": parts[2]}
