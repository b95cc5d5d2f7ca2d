"""What is typed to open, move and date a round, and to say what came of it and what follows."""

from difflib import get_close_matches
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trucewatch.accounts.models import Member
from trucewatch.names.folding import fold
from trucewatch.talks.models import Round, Track
from trucewatch.talks.queries.tracks import known_track
from trucewatch.vocabulary.interval import DatePrecision, precision_for
from trucewatch.vocabulary.process import RoundState
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.talks import FollowUpState, OutcomeKind, RoundDateKind
from trucewatch.web.language import translated_choices
from trucewatch.web.page_form import DayField
from trucewatch.web.talks.forms import (
    LINES,
    MarkedForm,
    Suggesting,
    TalksForm,
    WhoField,
    offer,
    to_choose,
)

_FIRST = (
    RoundState.PROPOSED, RoundState.ANNOUNCED, RoundState.DATED, RoundState.PREPARATORY,
    RoundState.OPEN,
)  # fmt: skip
EVERYBODY = gettext_lazy("Every member sees it.")
_PRECISIONS = [("", gettext_lazy("As exact as the days"))]


def _precisions() -> list[tuple[Any, Any]]:
    return [*_PRECISIONS, *translated_choices(DatePrecision.choices())]


class DaysForm(MarkedForm):
    """A form with days, as exact as they are known."""

    date_start = DayField(label=gettext_lazy("First day"))
    date_end = DayField(
        label=gettext_lazy("Last day"), required=False,
        help_text=gettext_lazy("Leave empty for a single day."),
    )  # fmt: skip
    date_precision = forms.ChoiceField(
        label=gettext_lazy("How exactly the days are known"), choices=_precisions, required=False
    )

    def clean(self) -> dict[str, Any]:
        """The end is no earlier than the start."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("date_start"), given.get("date_end")
        if first and last and last < first:
            self.add_error("date_end", _("The end lies before the start."))
        if last and not first and "date_start" not in self.errors:
            self.add_error("date_start", _("Give the first day too."))
        return given

    def days(self) -> dict[str, Any]:
        """The days as columns; none of them where none is given."""
        given = self.cleaned_data
        first = given.get("date_start")
        if first is None:
            return {"date_start": None, "date_end": None, "date_precision": None}
        last = given.get("date_end") or first
        chosen = given.get("date_precision")
        precision = DatePrecision(int(chosen)) if chosen else precision_for(first, last)
        return {"date_start": first, "date_end": last, "date_precision": precision.value}


class NewRoundForm(DaysForm):
    """A round that is opened in the record."""

    track = forms.CharField(label=gettext_lazy("Track"), max_length=100, widget=Suggesting())
    new_track = forms.BooleanField(
        label=gettext_lazy("This track is a new one"), required=False,
        help_text=gettext_lazy("Neither a track nor a round can be taken back."),
    )  # fmt: skip
    ordinal = forms.IntegerField(label=gettext_lazy("Number of the round"), min_value=1)
    state = forms.ChoiceField(
        label=gettext_lazy("How far it has come"),
        choices=translated_choices((s.value, s.label) for s in _FIRST),
        initial=RoundState.ANNOUNCED.value,
    )
    since = DayField(
        label=gettext_lazy("In this state since"), required=False,
        help_text=gettext_lazy("Leave empty for today."),
    )  # fmt: skip
    announced_on = DayField(label=gettext_lazy("Days announced on"), required=False)
    by = WhoField(label=gettext_lazy("Days announced by"), required=False)
    purpose = forms.CharField(
        label=gettext_lazy("What it is for"),
        required=False,
        widget=forms.Textarea(LINES),
        help_text=EVERYBODY,
    )
    venue_label = forms.CharField(
        label=gettext_lazy("Venue"), max_length=300, required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    host = WhoField(label=gettext_lazy("Host"), required=False)
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone of the venue"), max_length=60, required=False,
        help_text=gettext_lazy("Such as Asia/Almaty. Leave empty for that of the round before it."),
        widget=forms.TextInput({"dir": "ltr"}),
    )  # fmt: skip

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(member, *args, **kwargs)
        widget = self.fields["track"].widget
        assert isinstance(widget, Suggesting)  # noqa: S101 - declared above
        widget.names = list(Track.objects.order_by("name").values_list("name", flat=True))
        first = ["track", "new_track", "ordinal", "state", "since"]
        self.order_fields(
            [*first, "date_start", "date_end", "date_precision", "announced_on", "by"]
        )

    def clean(self) -> dict[str, Any]:
        """A track that nobody has heard of is no slip of the hand."""
        given = super().clean()
        if not (typed := given.get("track")):
            return given
        try:
            given["track"] = known_track(typed)
        except Refused:
            if not given.get("new_track"):
                self.add_error("track", _no_such_track(typed))
        return given


def _no_such_track(typed: str) -> str:
    tracks = Track.objects.order_by().values_list("name", flat=True)
    rounds = Round.objects.order_by().values_list("track", flat=True)
    known = {fold(name): name for name in (*tracks, *rounds)}
    near = get_close_matches(fold(typed), known, n=1)
    if not near:
        return _("There is no track of this name: tick that it is a new one to open it.")
    told = {"name": known[near[0]]}
    return (
        _("There is no track of this name. Is %(name)s meant? Else tick that it is a new one.")
        % told
    )


class ChangeRoundForm(TalksForm):
    """What of a round may change without being anybody's account."""

    purpose = forms.CharField(
        label=gettext_lazy("What it is for"),
        required=False,
        widget=forms.Textarea(LINES),
        help_text=EVERYBODY,
    )
    venue_label = forms.CharField(
        label=gettext_lazy("Venue"), max_length=300, required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    host = WhoField(label=gettext_lazy("Host"), required=False)
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone of the venue"), max_length=60, required=False,
        widget=forms.TextInput({"dir": "ltr"}),
    )  # fmt: skip
    outcome = forms.CharField(
        label=gettext_lazy("What came of it, in short"), required=False,
        widget=forms.Textarea(LINES),
        help_text=gettext_lazy(
            "In neutral words; what each side says stands beside it. Every member sees it."
        ),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The host is a party of the record."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("host") and self.named(given["host"]).party is None:
            self.add_error("host", _("No party of the record bears this name."))
        return given


class MoveForm(DaysForm):
    """A round comes to a state."""

    state = forms.ChoiceField(label=gettext_lazy("State"))
    by = WhoField(label=gettext_lazy("Who says so"), required=False)
    remarks = forms.CharField(
        label=gettext_lazy("Remarks"), required=False, widget=forms.Textarea(LINES)
    )

    def __init__(self, member: Member, states: list[RoundState], *args: Any, **kwargs: Any) -> None:
        super().__init__(member, *args, **kwargs)
        offer(self, "state", translated_choices((s.value, s.label) for s in states))
        self.order_fields(["state", "date_start", "date_end", "date_precision", "by", "remarks"])


class DateForm(DaysForm):
    """When a round is to be, as somebody announces it."""

    date_kind = forms.ChoiceField(
        label=gettext_lazy("Of what"), choices=translated_choices(RoundDateKind.choices())
    )
    as_announced = forms.CharField(
        label=gettext_lazy("In the words of the announcement"), max_length=200, required=False,
        widget=forms.TextInput({"dir": "auto"}),
        help_text=gettext_lazy("Such as “early May”; the days above are the first and the last "
                               "that it can mean."),
    )  # fmt: skip
    announced_on = DayField(label=gettext_lazy("Announced on"), required=False)
    by = WhoField(label=gettext_lazy("Announced by"), required=False)
    reckon = forms.BooleanField(
        label=gettext_lazy("Let the record reckon from these days"), required=False,
        help_text=gettext_lazy("Every member then sees them."),
    )  # fmt: skip

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(member, *args, **kwargs)
        days = ["date_start", "date_end", "date_precision", "as_announced"]
        self.order_fields(["date_kind", *days])


class OutcomeForm(MarkedForm):
    """What came of a round as somebody has it."""

    outcome_kind = forms.ChoiceField(
        label=gettext_lazy("What came of it"), choices=to_choose(OutcomeKind.choices)
    )
    text = forms.CharField(
        label=gettext_lazy("In words"), max_length=500, required=False,
        widget=forms.Textarea(LINES),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why, as they state it"), max_length=500, required=False,
        widget=forms.Textarea(LINES),
    )  # fmt: skip
    by = WhoField(label=gettext_lazy("Who says so"), required=False)


class FollowUpForm(DaysForm):
    """Something that is to follow a round."""

    what = forms.CharField(
        label=gettext_lazy("What is to follow"), max_length=300,
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    who = WhoField(label=gettext_lazy("Who is to do it"), required=False)
    place_label = forms.CharField(label=gettext_lazy("Where"), max_length=300, required=False)
    said_on = DayField(label=gettext_lazy("Said on"), required=False)

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(member, *args, **kwargs)
        self.fields["date_start"].required = False
        self.fields["date_start"].help_text = _("Leave empty where nobody says when.")
        self.order_fields(["what", "who", "place_label", "said_on", "date_start", "date_end"])


class FollowUpStepForm(DaysForm):
    """How a follow-up went on."""

    follow_up_state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=to_choose(
            lambda: ((s.value, s.label) for s in FollowUpState if s is not FollowUpState.OPEN)
        ),
    )
    on = DayField(label=gettext_lazy("On which day"))
    by = WhoField(label=gettext_lazy("Who was asked, or answered"), required=False)
    text = forms.CharField(
        label=gettext_lazy("In words"), max_length=500, required=False,
        widget=forms.Textarea(LINES),
    )  # fmt: skip

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(member, *args, **kwargs)
        self.fields["date_start"].required = False
        self.fields["date_start"].label = _("It is to be on")
        self.order_fields(["follow_up_state", "on", "by", "text", "date_start", "date_end"])
