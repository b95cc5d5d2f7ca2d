"""Findings: drafting, reading, positions, signing, publishing; a key of one's own."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trucewatch.accounts.access import MemberReader, is_allowed, reader_of
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.cases.actions.finding import (
    FindingGiven,
    draft_finding,
    give_position,
    make_signing_key,
    publish_finding,
    sign_attribution,
)
from trucewatch.cases.models import Finding, SigningKey
from trucewatch.cases.queries.finding import find_case, functions_in
from trucewatch.cases.queries.seeing import (
    ON_A_PAGE,
    FindingSeen,
    finding_seen,
    is_of_mission,
    list_findings,
)
from trucewatch.incidents.choices import parties_to_choose_from
from trucewatch.parties.models import Party
from trucewatch.vocabulary.cases import (
    CaseState,
    Established,
    ScopeVerdict,
    SeatFunction,
    Stance,
)
from trucewatch.vocabulary.violations import (
    AttributionStandard,
    Severity,
    Verification,
    ViolationType,
)
from trucewatch.web.cases import as_uuid, scope_of_case
from trucewatch.web.form_page import FormPage, answer_form
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.language import party_names, translated_choices
from trucewatch.web.page_form import PageForm, with_none

_LONG: Final = {"rows": 8, "dir": "auto"}
_SHORT: Final = {"rows": 3, "dir": "auto"}


class FindingForm(PageForm):
    """A finding as it is drafted."""

    established = forms.ChoiceField(
        label=gettext_lazy("What was established"),
        choices=translated_choices(Established.choices()),
    )
    standard = forms.ChoiceField(
        label=gettext_lazy("By which standard"), choices=translated_choices(Verification.choices())
    )
    violation_type = forms.ChoiceField(
        label=gettext_lazy("Type of violation"), choices=translated_choices(ViolationType.choices())
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity"), required=False,
        choices=with_none(translated_choices(Severity.choices()), gettext_lazy("Not said")),
    )  # fmt: skip
    scope_verdict = forms.ChoiceField(
        label=gettext_lazy("Scope"), choices=translated_choices(ScopeVerdict.choices())
    )
    scope_reason = forms.CharField(
        label=gettext_lazy("Why, on scope"), required=False, widget=forms.Textarea(_SHORT)
    )
    attribution = forms.ChoiceField(
        label=gettext_lazy("Attribution, by which standard"),
        choices=translated_choices(AttributionStandard.choices()),
        help_text=gettext_lazy("A gate of its own: somebody else signs it before the vote closes."),
    )
    attributed_to = forms.ChoiceField(label=gettext_lazy("Attributed to"), required=False)
    attributed_label = forms.CharField(
        label=gettext_lazy("Attributed to, in words"), max_length=300, required=False
    )
    attribution_reason = forms.CharField(
        label=gettext_lazy("On what the attribution rests"), required=False,
        widget=forms.Textarea(_SHORT),
    )  # fmt: skip
    text = forms.CharField(label=gettext_lazy("The finding"), widget=forms.Textarea(_LONG))

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = party_names(parties_to_choose_from(MemberReader(member)))
        field = self.fields["attributed_to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        named = [(str(key), name) for key, name in parties.items()]
        field.choices = with_none(named, _("Nobody"))

    def finding(self) -> FindingGiven:
        """The finding as entered."""
        given = self.cleaned_data
        to = given["attributed_to"]
        return FindingGiven(
            established=Established(given["established"]),
            standard=Verification(given["standard"]),
            violation_type=ViolationType(given["violation_type"]),
            severity=Severity(given["severity"]) if given["severity"] else None,
            scope_verdict=ScopeVerdict(given["scope_verdict"]),
            scope_reason=given["scope_reason"],
            attribution=AttributionStandard(given["attribution"]),
            attributed_to=Party.objects.filter(pk=UUID(to)).first() if to else None,
            attributed_label=given["attributed_label"],
            attribution_reason=given["attribution_reason"],
            text=given["text"],
        )


class PositionForm(PageForm):
    """How one's organisation stands to the finding that was read."""

    stance = forms.ChoiceField(
        label=gettext_lazy("Position"), choices=translated_choices(Stance.choices())
    )
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"), required=False, widget=forms.Textarea(_SHORT),
        help_text=gettext_lazy("They are published with the name of your organisation, not yours."),
    )  # fmt: skip
    secret = forms.CharField(
        label=gettext_lazy("Secret of your own key"), required=False,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        help_text=gettext_lazy("Without it the position is attested by the server, and called so."),
    )  # fmt: skip
    read = forms.CharField(widget=forms.HiddenInput)


class KeyForm(PageForm):
    """A secret that the record never keeps."""

    secret = forms.CharField(
        label=gettext_lazy("Secret"), widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least twelve characters. Nobody can find it again for you."),
    )  # fmt: skip
    again = forms.CharField(
        label=gettext_lazy("The same once more"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("secret") and given.get("again") and given["secret"] != given["again"]:
            self.add_error("again", _("It is not the same."))
        return given


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """Findings on which the vote is closed, as far as the reader sees them: published ones, all."""
    before = as_uuid(request.GET.get("before", ""))
    found = list_findings(reader_of(request.user), before=before)
    older = found[ON_A_PAGE - 1].finding.pk if len(found) > ON_A_PAGE else None
    context = {"findings": found[:ON_A_PAGE], "older": older}
    return render(request, "cases/findings.html", context)


@require_safe
def finding(request: HttpRequest, key: UUID) -> HttpResponse:
    """One finding with each member's position and what follows from them."""
    seen = finding_seen(key, reader_of(request.user))
    return render(request, "cases/finding.html", _context(request, seen))


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.MOVE_CASE)
def draft(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Draft a finding, or change the one that stands."""
    case = find_case(case_id, request.user)
    rows = Finding.objects.visible_to(MemberReader(request.user))
    before = rows.filter(case=case, replaced_at__isnull=True).first()
    initial = (
        {name: getattr(before, name) for name in FindingForm.base_fields} if before else
        {"violation_type": case.violation_type}
    )  # fmt: skip
    if before is not None:
        initial["attributed_to"] = str(before.attributed_to_id or "")
    form = FindingForm(request.user, request.POST or None, initial=initial)

    def act() -> str:
        made = draft_finding(case.pk, form.finding(), by=request.user)
        return reverse("finding", args=[made.pk])

    page = FormPage(
        template="cases/form.html", title=_("Draft the finding"), button=_("Keep the draft"),
        back=reverse("case", args=[case.pk]), done=_("The draft is kept."),
        more={"case": case, "scope": scope_of_case(request.user, case), "replaces": before},
    )  # fmt: skip
    return answer_form(request, form, act, page)


@sensitive_post_parameters("secret")
@require_POST
@for_those_who_may(Act.GIVE_POSITION)
def position(request: MemberRequest, key: UUID) -> HttpResponse:
    """Give the position of one's organisation."""
    seen = finding_seen(key, MemberReader(request.user))
    form = PositionForm(request.POST)

    def act() -> None:
        given = form.cleaned_data
        give_position(
            key, Stance(given["stance"]), by=request.user, reasons=given["reasons"],
            read=given["read"], secret=given["secret"],
        )  # fmt: skip

    page = FormPage(
        template="cases/finding.html", title="", button="", back=reverse("finding", args=[key]),
        done=_("Your organisation’s position is recorded."),
        more={**_context(request, seen), "position_form": form},
    )  # fmt: skip
    return answer_form(request, form, act, page)


@require_POST
@for_those_who_may(Act.MOVE_CASE)
def sign(request: MemberRequest, key: UUID) -> HttpResponse:
    """Stand for the naming of the responsible."""
    sign_attribution(key, by=request.user)
    messages.success(request, _("The attribution is signed."))
    return redirect("finding", key)


@require_POST
@for_those_who_may(Act.PUBLISH_FINDING)
def publish(request: MemberRequest, key: UUID) -> HttpResponse:
    """Let everybody read the finding."""
    publish_finding(key, by=request.user)
    messages.success(request, _("The finding is published with each member’s position."))
    return redirect("finding", key)


@sensitive_post_parameters("secret", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.GIVE_POSITION)
def signing_key(request: MemberRequest) -> HttpResponse:
    """Make a key of one's own."""
    form = KeyForm(request.POST or None)

    def act() -> None:
        make_signing_key(form.cleaned_data["secret"], by=request.user)

    key = SigningKey.objects.filter(member=request.user, ended_at__isnull=True).first()
    page = FormPage(
        template="cases/key.html", title=_("A key of your own"), button=_("Make a key"),
        back=reverse("signing_key"),
        done=_("The key is made. Keep its secret: nobody else has it."),
        more={"key": key},
    )  # fmt: skip
    return answer_form(request, form, act, page)


def _read(seen: FindingSeen) -> str:
    """What whoever gives a position has read, and the level at which they are asked."""
    level = seen.decision.level
    return f"{seen.finding.digest}:{level.value}" if level else seen.finding.digest


def _context(request: HttpRequest, seen: FindingSeen) -> dict[str, Any]:
    user, found = request.user, seen.finding
    context: dict[str, Any] = {"seen": seen, "finding": found, "case": found.case}
    if not isinstance(user, Member):
        return context
    functions = functions_in(found.case.mechanism, user)
    under_way = found.replaced_at is None and found.vote_closed_at is None
    awaited = user.organisation.key in seen.decision.awaited
    under_review = found.case.state == CaseState.UNDER_REVIEW
    may_position = under_way and under_review and awaited and is_allowed(user, Act.GIVE_POSITION)
    return {
        **context,
        "is_of_mission": is_of_mission(user),
        "has_key": SigningKey.objects.filter(member=user, ended_at__isnull=True).exists(),
        "position_form": PositionForm(initial={"read": _read(seen)}) if may_position else None,
        "may_sign": under_way
        and found.attribution != AttributionStandard.NONE
        and found.attribution_signed_by_id is None
        and found.author_id != user.pk
        and SeatFunction.ATTRIBUTION in functions,
        "may_revise": under_way
        and bool(functions & {SeatFunction.CHAIR, SeatFunction.TEAM_LEADER}),
        "may_publish": found.vote_closed_at is not None
        and found.case.decided_at is not None
        and found.replaced_at is None
        and found.published_at is None
        and found.author_id != user.pk
        and SeatFunction.PUBLISHER in functions
        and is_allowed(user, Act.PUBLISH_FINDING),
    }
