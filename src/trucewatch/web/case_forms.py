"""Forms of the mechanism: filing an allegation, and one for each step of a case."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.models import Member, Organisation
from trucewatch.agreements.models import Provision
from trucewatch.cases.actions import finding as findings
from trucewatch.cases.actions import moving, notifying, verifying
from trucewatch.cases.actions.receiving import Alleged
from trucewatch.cases.models import Case, Mechanism
from trucewatch.incidents.choices import parties_to_choose_from
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.reports.models import Report
from trucewatch.reports.queries import find_report, governorates
from trucewatch.vocabulary.cases import CaseClass, CaseStep
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.roles import OrganisationKind
from trucewatch.vocabulary.violations import ViolationType
from trucewatch.web.language import party_names, place_names, translated_choices
from trucewatch.web.page_form import DayField, PageForm, ReasonForm, with_none

_LONG: Final = {"rows": 6, "dir": "auto"}


class ComplaintForm(PageForm):
    """An allegation as somebody files it."""

    mechanism = forms.ModelChoiceField(
        label=gettext_lazy("Mechanism"), queryset=Mechanism.objects.all(), empty_label=None
    )
    case_class = forms.ChoiceField(
        label=gettext_lazy("Sort of matter"),
        choices=translated_choices(CaseClass.choices()),
        help_text=gettext_lazy(
            "A complaint about a guarantor, or about the talks, is never counted as a violation."
        ),
    )
    violation_type = forms.ChoiceField(
        label=gettext_lazy("Type of violation"),
        choices=translated_choices(ViolationType.choices()),
        initial=ViolationType.UNSPECIFIED,
    )
    text = forms.CharField(label=gettext_lazy("What is alleged"), widget=forms.Textarea(_LONG))
    date_start = DayField(label=gettext_lazy("First day"))
    date_end = DayField(label=gettext_lazy("Last day"), required=False)
    is_continuing = forms.BooleanField(label=gettext_lazy("It goes on"), required=False)
    place_label = forms.CharField(label=gettext_lazy("Place"), max_length=300, required=False)
    area = forms.ChoiceField(label=gettext_lazy("Governorate"), required=False)
    latitude = forms.FloatField(
        label=gettext_lazy("Latitude"), required=False, min_value=-90, max_value=90
    )
    longitude = forms.FloatField(
        label=gettext_lazy("Longitude"), required=False, min_value=-180, max_value=180
    )
    accused = forms.ChoiceField(label=gettext_lazy("Against which party"), required=False)
    accused_label = forms.CharField(
        label=gettext_lazy("Against whom, in words"), max_length=300, required=False,
        help_text=gettext_lazy("Leave both empty where the persons are unknown."),
    )  # fmt: skip

    report = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        parties = party_names(parties_to_choose_from(MemberReader(member)))
        _choose(self, "accused", [(str(key), name) for key, name in parties.items()])
        areas = place_names(governorates())
        _choose(self, "area", [(str(key), name) for key, name in areas.items()])

    def alleged(self) -> Alleged:
        """The allegation as entered."""
        given = self.cleaned_data
        return Alleged(
            text=given["text"], case_class=CaseClass(given["case_class"]),
            violation_type=ViolationType(given["violation_type"]),
            date_start=given["date_start"], date_end=given["date_end"] or given["date_start"],
            is_continuing=given["is_continuing"], place_label=given["place_label"],
            area=Place.objects.filter(pk=UUID(given["area"])).first() if given["area"] else None,
            latitude=given["latitude"], longitude=given["longitude"],
            accused=Party.objects.filter(pk=UUID(given["accused"])).first()
            if given["accused"]
            else None,
            accused_label=given["accused_label"],
            report=find_report(MemberReader(self.member), given["report"])
            if given["report"]
            else None,
        )  # fmt: skip


def told_by(report: Report) -> dict[str, Any]:
    """What a report fills in of an allegation that rests on it."""
    return {
        "report": report.pk,
        "violation_type": report.event_type,
        "text": report.original or report.summary,
        "date_start": report.date_start,
        "date_end": report.date_end,
        "place_label": report.place_as_published,
        "area": str(report.area_id or ""),
        "latitude": report.latitude,
        "longitude": report.longitude,
        "accused": str(report.side_a_id or ""),
    }


class StepForm(PageForm):
    """A step that needs nothing but that somebody takes it."""

    def __init__(self, case: Case, member: Member, *args: Any, **kwargs: Any) -> None:
        self.case, self.member = case, member
        super().__init__(*args, **kwargs)


class PaperForm(StepForm):
    """A step that makes a paper."""

    text = forms.CharField(label=gettext_lazy("Text"), widget=forms.Textarea(_LONG))


class BecauseForm(StepForm, ReasonForm):
    """A step that needs a reason."""


class JoinForm(BecauseForm):
    """Which case this one is a duplicate of."""

    number = forms.IntegerField(label=gettext_lazy("Number of the other case"), min_value=1)
    field_order = ("number", "because")

    def other(self) -> UUID:
        """The other case, if the member sees one of that number."""
        rows = Case.objects.visible_to(MemberReader(self.member))
        found = rows.filter(mechanism=self.case.mechanism_id, number=self.cleaned_data["number"])
        first = found.first()
        if first is None:
            raise Refused("There is no case of that number that you may see.", field="number")
        key: UUID = first.pk
        return key


class ScreenForm(PaperForm):
    """What the duty officer puts right while screening."""

    matter = forms.CharField(label=gettext_lazy("The matter, in neutral words"), max_length=500)
    case_class = forms.ChoiceField(
        label=gettext_lazy("Sort of matter"), choices=translated_choices(CaseClass.choices())
    )
    violation_type = forms.ChoiceField(
        label=gettext_lazy("Type of violation"), choices=translated_choices(ViolationType.choices())
    )
    addressee = forms.ModelChoiceField(
        label=gettext_lazy("Who answers for the accused"), required=False,
        queryset=Organisation.objects.filter(
            organisation_kind__in=[OrganisationKind.PARTY, OrganisationKind.GUARANTOR]
        ),
        help_text=gettext_lazy("The accused itself, or its guarantor. It will see the case."),
    )  # fmt: skip
    is_continuing = forms.BooleanField(label=gettext_lazy("It goes on"), required=False)
    provision = forms.ModelChoiceField(
        label=gettext_lazy("Provision that is said to be breached"), required=False,
        queryset=Provision.objects.none(),
    )  # fmt: skip
    field_order = (
        "matter", "case_class", "violation_type", "provision", "addressee", "is_continuing", "text",
    )  # fmt: skip

    def __init__(self, case: Case, member: Member, *args: Any, **kwargs: Any) -> None:
        initial = {name: getattr(case, name) for name in moving.SCREENED_COLUMNS}
        super().__init__(case, member, *args, **{"initial": initial, **kwargs})
        field = self.fields["provision"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        seen = Provision.objects.visible_to(MemberReader(member)).filter(withdrawn=False)
        field.queryset = seen.filter(version__instrument=case.mechanism.instrument_id)


class TaskForm(PaperForm):
    """Whom the chair sends."""

    leader = forms.ModelChoiceField(
        label=gettext_lazy("Team leader"), queryset=Member.objects.none()
    )
    team = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Team"), queryset=Member.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    field_order = ("leader", "team", "text")

    def __init__(self, case: Case, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(case, member, *args, **kwargs)
        people = Member.objects.filter(
            is_active=True, organisation__organisation_kind=OrganisationKind.MISSION
        ).exclude(username="operator")
        for name in ("leader", "team"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
            field.queryset = people


@dataclass(frozen=True, slots=True)
class StepPage:
    """The form of a step and the act behind it."""

    form: type[StepForm]
    act: Callable[[Any], object]


def _text(act: Callable[..., object]) -> Callable[[Any], object]:
    return lambda form: act(form.case.pk, by=form.member, text=form.cleaned_data["text"])


def _because(act: Callable[..., object]) -> Callable[[Any], object]:
    return lambda form: act(form.case.pk, by=form.member, because=form.cleaned_data["because"])


def _bare(act: Callable[..., object]) -> Callable[[Any], object]:
    return lambda form: act(form.case.pk, by=form.member)


def _screen(form: Any) -> object:
    columns = {
        name: form.cleaned_data[name] for name in moving.SCREENED_COLUMNS if name in form.fields
    }
    return moving.screen(
        form.case.pk, by=form.member, text=form.cleaned_data["text"], columns=columns
    )


def _join(form: Any) -> object:
    return moving.join_case(
        form.case.pk, form.other(), by=form.member, because=form.cleaned_data["because"]
    )


def _task(form: Any) -> object:
    given = form.cleaned_data
    return verifying.task_team(
        form.case.pk, by=form.member, text=given["text"], leader=given["leader"],
        team=list(given["team"]),
    )  # fmt: skip


STEPS: Final[dict[CaseStep, StepPage]] = {
    CaseStep.ACKNOWLEDGE: StepPage(StepForm, _bare(moving.acknowledge)),
    CaseStep.SCREEN: StepPage(ScreenForm, _screen),
    CaseStep.DISMISS: StepPage(BecauseForm, _because(moving.dismiss)),
    CaseStep.JOIN: StepPage(JoinForm, _join),
    CaseStep.NOTIFY: StepPage(PaperForm, _text(notifying.notify_accused)),
    CaseStep.TASK: StepPage(TaskForm, _task),
    CaseStep.BEGIN: StepPage(StepForm, _bare(moving.begin_investigation)),
    CaseStep.REPORT: StepPage(PaperForm, _text(moving.hand_in_report)),
    CaseStep.REVIEW: StepPage(PaperForm, _text(findings.circulate)),
    CaseStep.DECIDE: StepPage(StepForm, _bare(findings.close_vote)),
    CaseStep.REQUEST_REMEDY: StepPage(PaperForm, _text(moving.request_remedy)),
    CaseStep.REPORT_REMEDY: StepPage(PaperForm, _text(moving.report_remedy)),
    CaseStep.CLOSE: StepPage(BecauseForm, _because(moving.close_case)),
    CaseStep.REOPEN: StepPage(BecauseForm, _because(moving.reopen_case)),
}
"""The form and the act of every step that is taken on a page."""


class AssignForm(StepForm):
    """Who looks after a case."""

    to = forms.ModelChoiceField(
        label=gettext_lazy("Who looks after it"), queryset=Member.objects.none(), required=False
    )

    def __init__(self, case: Case, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(case, member, *args, **{"initial": {"to": case.assigned_to}, **kwargs})
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Member.objects.filter(
            is_active=True, organisation__organisation_kind=OrganisationKind.MISSION
        ).exclude(username="operator")
        field.empty_label = _("Nobody")


class ShareForm(BecauseForm):
    """With whom a case or a paper is shared."""

    to = forms.ModelChoiceField(
        label=gettext_lazy("Share with"),
        queryset=Organisation.objects.exclude(organisation_kind=OrganisationKind.MISSION),
    )
    field_order = ("to", "because")


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - the fields of these forms
    field.choices = with_none(choices, _("Not said"))
