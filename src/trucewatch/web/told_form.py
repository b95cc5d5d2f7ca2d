"""A report as it is told: in the source's words for when and where, read back before filing."""

from dataclasses import replace
from typing import Any, Final

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trucewatch.accounts.models import Member
from trucewatch.incidents.actions import Filing
from trucewatch.intake.actions.calling import CallerGiven
from trucewatch.intake.actions.receiving import Arrival
from trucewatch.intake.models import Channel, Consent
from trucewatch.intake.vault import Identity
from trucewatch.sources.models import Source
from trucewatch.vocabulary.handling import Handling
from trucewatch.web.frame import local_zone
from trucewatch.web.language import in_words, interval_in_words, place_names, translated_choices
from trucewatch.web.report_form import OWN_SOURCE, FilingForm
from trucewatch.web.understanding import Understanding, understand, write_local_moment

WRITER_SALT: Final = "trucewatch.intake.writer"
NOT_IN_A_DRAFT: Final = (
    "csrfmiddlewaretoken", "writer", "caller_name", "caller_contact", "caller_remarks",
)  # fmt: skip
"""What no draft keeps: the names of callers least of all."""

LANGUAGES: Final[list[tuple[Any, Any]]] = [
    ("", gettext_lazy("Not said")),
    ("ar", "العربية"),
    ("ku", "Kurdî"),
    ("tr", "Türkçe"),
    ("fa", "فارسی"),
    ("ru", "Русский"),
    ("en", "English"),
    ("fr", "Français"),
    ("xx", gettext_lazy("Another language")),
]


class ToldForm(FilingForm):
    """A new report in which place and time may be told as people tell them."""

    told_when = forms.CharField(
        label=gettext_lazy("When, as it was told"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "“Two hours ago”, “yesterday evening”, «منذ ساعتين», «вчера». Or give the day below."
        ),
    )
    told_at = forms.CharField(
        label=gettext_lazy("Time of the call or message, local"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    point = forms.CharField(
        label=gettext_lazy("Coordinates, as they were given"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=gettext_lazy("35.93, 36.63 or 35°55'48\"N 36°37'48\"E, in any digits."),
    )
    spot = forms.BooleanField(
        label=gettext_lazy("Spot report: tell the members on duty now"), required=False
    )
    writer = forms.CharField(widget=forms.HiddenInput, required=False)
    channel = Channel.FORM
    was_kept = False
    """Whether the form starts with what was written before a session ended or a tab was closed."""

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        started = {
            "told_at": write_local_moment(timezone.now()),
            "writer": signing.dumps(str(member.pk), salt=WRITER_SALT),
        }
        kwargs["initial"] = {**started, **(kwargs.get("initial") or {})}
        super().__init__(member, *args, **kwargs)
        self.member = member
        for name in ("date_start", "location_precision"):
            self.fields[name].required = False
        self.fields["place_as_published"].widget.attrs |= {"dir": "auto", "autocomplete": "off"}
        if self.is_bound:
            given = {name: self.data.get(name, "") for name in _UNDERSTOOD}
        else:
            given = {name: str(self.initial.get(name) or "") for name in _UNDERSTOOD}
        self.understanding: Understanding = understand(given)

    def clean(self) -> dict[str, Any]:
        """Fill in what was understood, once it was read back and confirmed."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        understood = self.understanding
        for field, problem in (
            ("told_when", understood.told_problem),
            ("point", understood.point_problem),
        ):
            if problem:
                self.add_error(field, in_words(problem))
        self._take_time(given)
        self._take_place(given)
        confirmed = self.data.get("confirmed") == understood.digest
        if understood.is_to_be_read_back and not confirmed and not self.errors:
            self.add_error(None, _("Read back what was understood below, and confirm it."))
        return given

    def forget_errors(self) -> None:
        """Show the form as it stands: it was looked through, not sent."""
        self._errors = forms.utils.ErrorDict()

    def arrival(self) -> Arrival:
        """How the report came in."""
        understood = self.understanding
        return Arrival(
            channel=self.channel,
            told_when=understood.told_when,
            told_at=understood.told_at,
            happened=understood.told,
            place=understood.place,
            is_spot=self.cleaned_data["spot"],
            language=self.cleaned_data.get("language", ""),
            draft=self.cleaned_data["key"],
        )

    def _take_time(self, given: dict[str, Any]) -> None:
        told = self.understanding.told
        if told is None:
            if not given.get("date_start") and not {"date_start", "told_when"} & set(self.errors):
                self.add_error(
                    "date_start", _("Give the day, or write when it was as it was told.")
                )
            return
        days = told.days(local_zone())
        if given.get("date_start") and not days.start <= given["date_start"] <= days.end:
            self.add_error(
                "date_start",
                _("The words say %(days)s. Leave the day empty, or correct the words.")
                % {"days": interval_in_words(days)},
            )
        elif not given.get("date_start"):
            given["date_start"], given["date_end"] = days.start, days.end
            given["date_precision"] = int(days.precision)

    def _take_place(self, given: dict[str, Any]) -> None:
        understood = self.understanding
        point = understood.coordinates
        if point and given.get("latitude") is None and given.get("longitude") is None:
            given["latitude"], given["longitude"] = point.lat, point.lon
        area = understood.area
        if area is not None and str(area.pk) in self.areas:
            if given.get("area") and given["area"] != str(area.pk):
                self.add_error(
                    "area",
                    _("The place that you chose lies in %(area)s.")
                    % {"area": place_names([area])[area.pk]},
                )
            given["area"] = str(area.pk)
        if not given.get("location_precision") and "location_precision" not in self.errors:
            if understood.known_to is None:
                self.add_error("location_precision", _("Choose how exactly the place is known."))
            else:
                given["location_precision"] = int(understood.known_to)


_UNDERSTOOD: Final = ("told_when", "told_at", "point", "place_key", "place_as_published")


class CallForm(ToldForm):
    """What somebody tells on the telephone: anonymous unless the caller agrees to more."""

    original = forms.CharField(
        label=gettext_lazy("The caller’s own words, in their language and script"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of these words"), choices=LANGUAGES, required=False
    )
    caller_pseudonym = forms.CharField(
        label=gettext_lazy("Pseudonym, if the caller has called before"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    caller_name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    caller_contact = forms.CharField(
        label=gettext_lazy("How to reach the caller, and when it is safe"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    caller_consents = forms.MultipleChoiceField(
        label=gettext_lazy("What the caller agreed to"),
        required=False,
        choices=translated_choices(Consent.choices()),
        widget=forms.CheckboxSelectMultiple,
    )
    channel = Channel.HOTLINE

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        # What somebody tells on the telephone stays in the house unless a member decides otherwise.
        strict = {"handling": Handling.AMBER_STRICT.value}
        kwargs["initial"] = {**strict, **(kwargs.get("initial") or {})}
        super().__init__(member, *args, **kwargs)
        del self.fields["source"]
        self.fields["summary"].label = _("The interpreter’s rendering, or a summary")

    def filing(self, own_source: Source) -> Filing:
        """The call under the source of the hotline, with the caller's words beside the summary."""
        self.cleaned_data["source"] = OWN_SOURCE
        return replace(super().filing(own_source), original=self.cleaned_data["original"])

    def caller_given(self) -> CallerGiven:
        """What the caller gave away: nothing, unless they agreed to more."""
        given = self.cleaned_data
        identity = None
        if given["caller_name"] or given["caller_contact"]:
            identity = Identity(given["caller_name"], given["caller_contact"])
        consents = [Consent(word) for word in given["caller_consents"]]
        return CallerGiven(given["caller_pseudonym"], identity, consents)
