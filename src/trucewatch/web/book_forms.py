"""Forms of the books: an entry, what another keeper says of it, what a monitor says of a count."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.models import Member, Organisation
from trucewatch.cases.actions.book_remarks import TallyRemarkGiven
from trucewatch.cases.actions.books import OPEN_MARKS, BookGiven, EntryGiven
from trucewatch.cases.models import Book, Mechanism
from trucewatch.cases.queries.books import may_speak_for
from trucewatch.incidents.choices import parties_to_choose_from
from trucewatch.parties.models import Party
from trucewatch.reports.models import Tally
from trucewatch.reports.queries import governorates
from trucewatch.sources.queries import sources_to_file_for
from trucewatch.vocabulary.cases import BookVerdict
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.violations import ViolationType
from trucewatch.web.language import mark_choices, party_names, place_names, translated_choices
from trucewatch.web.page_form import DayField, PageForm, with_none

_LINES = {"rows": 4, "dir": "auto"}
_MARKS_OF_REMARKS = (*OPEN_MARKS, Handling.AMBER_STRICT)


class SidesForm(PageForm):
    """Which two books are looked at, in which order, and which days."""

    left = forms.ChoiceField(label=gettext_lazy("First book"), required=False)
    right = forms.ChoiceField(label=gettext_lazy("Second book"), required=False)
    since = DayField(label=gettext_lazy("From"), required=False)
    until = DayField(label=gettext_lazy("To"), required=False)

    def __init__(self, books: list[Book], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.books = {str(book.pk): book for book in books}
        for name in ("left", "right"):
            _offer(self, name, [(key, book.name) for key, book in self.books.items()])

    def clean(self) -> dict[str, Any]:
        """Two different books of one mechanism, and days in their order."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        left, right = (self.books.get(given.get(name, "")) for name in ("left", "right"))
        if left and right and (left == right or left.mechanism_id != right.mechanism_id):
            self.add_error("right", _("Choose another book of the same mechanism."))
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end lies before the start."))
        return given


class BookForm(PageForm):
    """A book that one side keeps."""

    mechanism = forms.ModelChoiceField(
        label=gettext_lazy("Mechanism"), queryset=Mechanism.objects.all(), empty_label=None
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Who keeps it"), queryset=Organisation.objects.order_by("name")
    )
    monitor = forms.ChoiceField(
        label=gettext_lazy("Under which name it counts"),
        help_text=gettext_lazy("The party whose published tallies are those of this book."),
    )
    name = forms.CharField(label=gettext_lazy("Name of the book"), max_length=200)

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = _parties(member)
        _offer(self, "monitor", with_none(_named(self.parties), _("Choose")))

    def given(self) -> BookGiven:
        """The book as entered."""
        entered = self.cleaned_data
        return BookGiven(
            organisation=entered["organisation"], monitor=self.parties[entered["monitor"]],
            name=entered["name"],
        )  # fmt: skip


class EntryForm(PageForm):
    """A breach as the book has it."""

    date_start = DayField(label=gettext_lazy("First day"))
    date_end = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Leave empty for a single day."),
    )
    violation_type = forms.ChoiceField(
        label=gettext_lazy("What is said to have been done"),
        choices=translated_choices(ViolationType.choices()),
        initial=ViolationType.UNSPECIFIED.value,
    )
    area = forms.ChoiceField(label=gettext_lazy("Governorate"), required=False)
    place_label = forms.CharField(label=gettext_lazy("Place"), max_length=300, required=False)
    latitude = forms.FloatField(
        label=gettext_lazy("Latitude"),
        required=False,
        help_text=gettext_lazy("Degrees north, 35.93 for example."),
    )
    longitude = forms.FloatField(
        label=gettext_lazy("Longitude"),
        required=False,
        help_text=gettext_lazy("Degrees east, 36.63 for example."),
    )
    accused = forms.ChoiceField(label=gettext_lazy("Party that is accused"), required=False)
    accused_label = forms.CharField(
        label=gettext_lazy("Who is accused, in words"), max_length=300, required=False
    )
    text = forms.CharField(
        label=gettext_lazy("What happened"), required=False, widget=forms.Textarea(_LINES)
    )
    number = forms.CharField(
        label=gettext_lazy("Number in the book"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Leave empty for the next one."),
    )
    handling = forms.ChoiceField(
        label=gettext_lazy("Handling mark"),
        choices=mark_choices(OPEN_MARKS),
        initial=Handling.AMBER.value,
    )

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = _parties(member)
        self.areas = {str(area.pk): area for area in governorates()}
        areas = [(str(key), name) for key, name in place_names(self.areas.values()).items()]
        _offer(self, "accused", with_none(_named(self.parties), _("Not said")))
        _offer(self, "area", with_none(areas, _("Not said")))

    def given(self) -> EntryGiven:
        """The entry as written."""
        entered = self.cleaned_data
        plain = {
            name: entered[name]
            for name in (
                "date_start", "place_label", "latitude", "longitude", "accused_label", "text",
                "number",
            )
        }  # fmt: skip
        return EntryGiven(
            date_end=entered["date_end"] or entered["date_start"],
            violation_type=ViolationType(entered["violation_type"]),
            area=self.areas.get(entered["area"]),
            accused=self.parties.get(entered["accused"]),
            handling=Handling(entered["handling"]),
            **plain,
        )


class RemarkForm(PageForm):
    """What the keeper of one book holds of an entry in another."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("What your book holds of it"),
        choices=with_none(translated_choices(BookVerdict.choices()), gettext_lazy("Choose")),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        widget=forms.Textarea(_LINES),
        help_text=gettext_lazy("What is not confirmed needs one."),
    )


class TallyRemarkForm(PageForm):
    """What one monitor holds of another's count."""

    by_monitor = forms.ChoiceField(label=gettext_lazy("Who says it"))
    verdict = forms.ChoiceField(
        label=gettext_lazy("What they say"),
        choices=with_none(translated_choices(BookVerdict.choices()), gettext_lazy("Choose")),
    )
    count = forms.IntegerField(
        label=gettext_lazy("Of how many"),
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "6"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, widget=forms.Textarea(_LINES)
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Source"),
        required=False,
        help_text=gettext_lazy("The mission names where the monitor says so."),
    )
    handling = forms.ChoiceField(
        label=gettext_lazy("Handling mark"), choices=mark_choices(_MARKS_OF_REMARKS)
    )

    def __init__(self, tally: Tally, member: Member, *args: Any, **kwargs: Any) -> None:
        initial = {"handling": tally.handling, "count": tally.stated_total}
        super().__init__(*args, initial=initial, **kwargs)
        own = [party for party in _of_books() if may_speak_for(party, member)]
        self.sources = {str(source.pk): source for source in sources_to_file_for(member)}
        offered = [*own, *_parties(member).values()] if self.sources else own
        self.parties = {str(party.pk): party for party in offered if party.pk != tally.monitor_id}
        _offer(self, "by_monitor", with_none(_named(self.parties), _("Choose")))
        if self.sources:
            sources = [(key, source.name) for key, source in self.sources.items()]
            _offer(self, "source", with_none(sources, _("Not said")))
        else:
            del self.fields["source"]

    def given(self) -> TallyRemarkGiven:
        """The remark as entered."""
        entered = self.cleaned_data
        return TallyRemarkGiven(
            by_monitor=self.parties[entered["by_monitor"]],
            verdict=BookVerdict(entered["verdict"]), count=entered["count"],
            reason=entered["reason"], source=self.sources.get(entered.get("source", "")),
            handling=Handling(entered["handling"]),
        )  # fmt: skip


def _parties(member: Member) -> dict[str, Party]:
    return {str(party.pk): party for party in parties_to_choose_from(MemberReader(member))}


def _of_books() -> list[Party]:
    return list(Party.objects.filter(pk__in=Book.objects.values("monitor")).order_by("name"))


def _named(parties: dict[str, Party]) -> list[tuple[Any, Any]]:
    names: dict[UUID, str] = party_names(parties.values())
    return [(str(key), name) for key, name in names.items()]


def _offer(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so
    field.choices = choices
