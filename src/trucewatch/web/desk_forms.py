"""Forms of the press desk: opening a case, handing files in, putting a proposal right."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trucewatch.accounts.models import Compartment, Member
from trucewatch.accounts.queries import held_compartments
from trucewatch.agreements.wording import UNDERTAKINGS
from trucewatch.desk.actions.settling import Edit
from trucewatch.desk.models import DeskProposal, Kind
from trucewatch.desk.naming import Named, voice_of
from trucewatch.sources.models import Source
from trucewatch.sources.queries import sources_to_file_for
from trucewatch.statements.rules import MOST
from trucewatch.statements.wording import LEANINGS, SPEECH_ACTS, SPEECHES
from trucewatch.vocabulary.bound import FigureConcept
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import MeetingFormat
from trucewatch.vocabulary.violations import ViolationType
from trucewatch.web.imports import small_enough
from trucewatch.web.language import mark_choices, translated_choices
from trucewatch.web.page_form import DayField, PageForm, with_none

MOST_FILES: Final = 100
_APART: Final = "\n"


class _Files(forms.ClearableFileInput):
    """A field for several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several, none of them too large."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        given = data if isinstance(data, list | tuple) else [data]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(
                _("Hand in at most %(most)s files at once.") % {"most": MOST_FILES}
            )
        single = super().clean
        return [small_enough(single(each, initial)) for each in given]


class DocumentsForm(PageForm):
    """Files for a case: whose they are, and what kind."""

    documents = FilesField(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy("Text, HTML, PDF or Word; pictures and maps are kept beside them."),
    )
    source = forms.ChoiceField(label=gettext_lazy("Source"))
    stated_day = DayField(
        label=gettext_lazy("Date of the document"),
        required=False,
        help_text=gettext_lazy("Leave empty to have it worked out from the text."),
    )
    is_submission = forms.BooleanField(
        label=gettext_lazy("It lists alleged breaches one by one"),
        required=False,
        help_text=gettext_lazy("Each entry is then proposed as a report of its own."),
    )

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources: dict[str, Source] = {s.key: s for s in sources_to_file_for(member)}
        own = _("My organisation: %(name)s") % {"name": member.organisation}
        _offer(self, "source", [("-", own), *((key, s.name) for key, s in self.sources.items())])


class CaseForm(DocumentsForm):
    """A new case with its first documents, and who may see it."""

    name = forms.CharField(label=gettext_lazy("Name of the case"), max_length=200)
    handling = forms.ChoiceField(
        label=gettext_lazy("Handling mark"),
        initial=Handling.AMBER.value,
        help_text=gettext_lazy("Every document of the case gets it, and what is accepted of it."),
    )
    compartment = forms.ChoiceField(label=gettext_lazy("Compartment"), required=False)
    field_order = ("name", "documents", "source", "handling", "compartment", "stated_day")

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(member, *args, **kwargs)
        self.compartments: dict[str, Compartment] = {
            str(circle.pk): circle for circle in held_compartments(member)
        }
        circles = [(key, circle.name) for key, circle in self.compartments.items()]
        _offer(self, "handling", mark_choices(Handling))
        _offer(self, "compartment", with_none(list(circles), _("None")))


class ProposalForm(PageForm):
    """What every proposal has: its words, and who says, claims or asks it."""

    words = forms.CharField(
        label=gettext_lazy("Words of the document"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Exactly as they stand there; take away or add what belongs."),
    )
    who = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    again = forms.BooleanField(
        label=gettext_lazy("Record it a second time"), required=False, widget=forms.HiddenInput
    )
    """Shown once these words turned out to stand in the record already."""
    _people: tuple[str, ...] = ("who",)
    _plain: tuple[str, ...] = ()

    def __init__(
        self, proposal: DeskProposal, names: Mapping[str, Named], *args: Any, **kwargs: Any
    ) -> None:
        kwargs.setdefault("auto_id", "edit_%s")
        super().__init__(*args, initial=self._starting(proposal), **kwargs)
        self.proposal = proposal
        for part in self._people:
            _offer(self, part, _people_of(proposal.facts.get(part) or [], names))

    def edit(self) -> Edit:
        """What the member puts in place of what was proposed."""
        given = self.cleaned_data
        facts: dict[str, Any] = {name: self._kept(given[name]) for name in self._plain}
        for part in self._people:
            facts[part] = given[part].split(_APART) if given[part] else []
        return Edit(
            {**facts, **self.derived(facts)},
            words=given["words"].replace("\r\n", "\n"),
            once_more=given["again"],
        )

    def offer_again(self) -> None:
        """Ask whether it is to be recorded a second time."""
        self.fields["again"].widget = forms.CheckboxInput()
        self.order_fields(["again", *self.fields])

    def derived(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Facts that follow from what was entered."""
        return {}

    def _kept(self, value: Any) -> Any:
        return value.isoformat() if hasattr(value, "isoformat") else value

    def _starting(self, proposal: DeskProposal) -> dict[str, Any]:
        facts = proposal.facts
        people = {part: _APART.join(facts.get(part) or []) for part in self._people}
        return {name: facts.get(name) for name in self._plain} | people | {"words": proposal.words}


class StatementForm(ProposalForm):
    """Who said it, in what way."""

    who = forms.ChoiceField(label=gettext_lazy("Speaker"), required=False)
    act = forms.ChoiceField(
        label=gettext_lazy("What the speaker does"), choices=translated_choices(SPEECH_ACTS.items())
    )
    speech = forms.ChoiceField(
        label=gettext_lazy("Whose words"), choices=translated_choices(SPEECHES.items())
    )
    _plain = ("act", "speech")


class FigureForm(ProposalForm):
    """The number with its bound, and of what."""

    who = forms.ChoiceField(label=gettext_lazy("Claimed by"), required=False)
    low = forms.IntegerField(
        label=gettext_lazy("At least"), required=False, min_value=0, max_value=MOST
    )
    high = forms.IntegerField(
        label=gettext_lazy("At most"), required=False, min_value=0, max_value=MOST
    )
    estimated = forms.BooleanField(label=gettext_lazy("An estimate"), required=False)
    concept = forms.ChoiceField(
        label=gettext_lazy("What it counts"), choices=translated_choices(FigureConcept.choices())
    )
    scope = forms.CharField(
        label=gettext_lazy("Limited to"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Since when, where, of whom."),
    )
    _plain = ("low", "high", "estimated", "concept", "scope")


class UndertakingForm(ProposalForm):
    """Who asks what of whom, or undertakes it."""

    who = forms.ChoiceField(label=gettext_lazy("By"), required=False)
    whom = forms.ChoiceField(label=gettext_lazy("Of"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=translated_choices(UNDERTAKINGS.items())
    )
    quantity = forms.CharField(label=gettext_lazy("Quantity"), required=False, max_length=300)
    condition = forms.CharField(label=gettext_lazy("Condition"), required=False)
    _people = ("who", "whom")
    _plain = ("kind", "quantity", "condition")


class AllegationForm(ProposalForm):
    """Who alleges what of whom, when and where."""

    who = forms.ChoiceField(label=gettext_lazy("Alleged by"), required=False)
    whom = forms.ChoiceField(label=gettext_lazy("Accused"), required=False)
    type = forms.ChoiceField(
        label=gettext_lazy("What is said to have been done"),
        required=False,
        choices=with_none(translated_choices(ViolationType.choices()), gettext_lazy("Not said")),
    )
    date_start = DayField(label=gettext_lazy("First day"), required=False)
    date_end = DayField(label=gettext_lazy("Last day"), required=False)
    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=300)
    about_process = forms.BooleanField(
        label=gettext_lazy("About the talks, no breach of a ceasefire"), required=False
    )
    _people = ("who", "whom")
    _plain = ("type", "date_start", "date_end", "place", "about_process")

    def derived(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """A place in other words is no longer the point that was found for it."""
        same = (facts["place"] or "") == (self.proposal.facts.get("place") or "")
        return {} if same else {"lat": None, "lon": None, "precision": None}


class MeetingForm(ProposalForm):
    """When and where, of which track."""

    date_start = DayField(label=gettext_lazy("First day"), required=False)
    date_end = DayField(label=gettext_lazy("Last day"), required=False)
    venue = forms.CharField(label=gettext_lazy("Venue"), required=False, max_length=300)
    track = forms.CharField(label=gettext_lazy("Track"), required=False, max_length=100)
    ordinal = forms.IntegerField(
        label=gettext_lazy("Round"), required=False, min_value=1, max_value=999
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        required=False,
        choices=with_none(translated_choices(MeetingFormat.choices()), gettext_lazy("Not said")),
    )
    who = None  # type: ignore[assignment]
    _people = ()
    _plain = ("date_start", "date_end", "venue", "track", "ordinal", "format")


class AssessmentForm(ProposalForm):
    """Who judges the ceasefire, and how."""

    who = forms.ChoiceField(label=gettext_lazy("Judged by"), required=False)
    says = forms.CharField(label=gettext_lazy("In which word"), max_length=200)
    leaning = forms.TypedChoiceField(
        label=gettext_lazy("Which means"),
        choices=translated_choices((str(code), label) for code, label in LEANINGS.items()),
        coerce=int,
    )
    _plain = ("says", "leaning")


_FORMS: Final[Mapping[str, type[ProposalForm]]] = {
    Kind.STATEMENT: StatementForm,
    Kind.FIGURE: FigureForm,
    Kind.UNDERTAKING: UndertakingForm,
    Kind.ALLEGATION: AllegationForm,
    Kind.MEETING: MeetingForm,
    Kind.ASSESSMENT: AssessmentForm,
}


def form_of(
    proposal: DeskProposal, names: Mapping[str, Named], data: Mapping[str, Any] | None = None
) -> ProposalForm:
    """The form in which a proposal of its kind is put right."""
    return _FORMS[proposal.kind](proposal, names, data)


def _people_of(chosen: list[str], names: Mapping[str, Named]) -> list[tuple[Any, Any]]:
    """Everybody of the case, after nobody and those who were proposed together."""
    together = [(_APART.join(chosen), voice_of(chosen, names).label)] if len(chosen) > 1 else []
    everybody = sorted(((key, named.name) for key, named in names.items()), key=lambda one: one[1])
    return with_none([*together, *everybody], _("Nobody named"))


def _offer(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
    field.choices = choices
