"""What forms of the talks share: names that become parties, and the mark of what is told."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.models import Compartment, Member
from trucewatch.accounts.queries import held_compartments
from trucewatch.incidents.choices import parties_to_choose_from
from trucewatch.names.folding import fold
from trucewatch.parties.models import Party, PartyName
from trucewatch.sources.actions import ensure_organisation_source
from trucewatch.sources.facts import Fact
from trucewatch.sources.models import Source
from trucewatch.sources.queries import sources_to_file_for
from trucewatch.talks.marked import Marked
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import Refused
from trucewatch.web.fact_form import OWN_SOURCE
from trucewatch.web.language import in_words, mark_choices, party_names, translated_choices
from trucewatch.web.page_form import PageForm, with_none

_COMMA: Final = re.compile("[,;،؛]")
_ASKED_AS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("party", "party_label"), ("who", "invitees", "others", "delegation")),
    "by_label": ("by",), "to_label": ("others", "recipients"), "date_start": ("on",),
    "date_end": ("until", "on"), "round_state": ("state",), "quantity_low": ("declared",),
}  # fmt: skip
"""In which fields of forms the columns of facts are typed."""
LINES: Final = {"rows": 3, "dir": "auto"}


class Suggesting(forms.TextInput):
    """A line of text with names to choose from; any other may be typed."""

    def __init__(self, names: Iterable[str] = (), **attributes: Any) -> None:
        super().__init__(attrs={"dir": "auto", "autocomplete": "off", **attributes})
        self.names = list(names)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The field, and behind it the list that it offers."""
        key = f"{(attrs or {}).get('id', name)}_names"
        field = super().render(name, value, {**(attrs or {}), "list": key}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((n,) for n in self.names))
        return format_html('{}<datalist id="{}">{}</datalist>', field, key, options)


class WhoField(forms.CharField):
    """Somebody by name: a party of the record, or words that stand for themselves."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 300)
        super().__init__(widget=Suggesting(), **kwargs)


@dataclass(frozen=True, slots=True)
class Who:
    """A name as it was typed: the party that bears it, else the words."""

    party: Party | None
    label: str

    def columns(self, party: str = "party", label: str = "party_label") -> dict[str, Any]:
        """The same as columns of a fact."""
        return {party: self.party, label: self.label}


class TalksForm(PageForm):
    """A form whose names are looked up among the parties that the member may choose from."""

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        self.parties = list(parties_to_choose_from(MemberReader(member)))
        self.shown = party_names(self.parties)
        for field in self.fields.values():
            if isinstance(field, WhoField) and isinstance(field.widget, Suggesting):
                field.widget.names = sorted(self.shown.values())

    def show_refusal(self, refused: Refused) -> None:
        """Put the reason at the field in which the refused column was typed."""
        asked = (name for name in _ASKED_AS.get(refused.field, ()) if name in self.fields)
        if refused.field in self.fields or (name := next(asked, None)) is None:
            super().show_refusal(refused)
        else:
            self.add_error(name, in_words(refused.reason))

    def whoever(self, name: str) -> Who:
        """Whoever was typed into a field."""
        return self.named(self.cleaned_data.get(name) or "")

    def several(self, name: str) -> list[Who]:
        """Whoever was typed into a field, one a line, each once.

        A line of several names, with commas between, is taken for several where the record knows
        each of them: a name of its own may hold a comma.
        """
        lines = (self.cleaned_data.get(name) or "").splitlines()
        names = dict.fromkeys(each for line in lines for each in self._apart(line))
        return [self.named(each) for each in names]

    def _apart(self, line: str) -> list[str]:
        if not (whole := line.strip()):
            return []
        parts = [part.strip() for part in _COMMA.split(whole) if part.strip()]
        is_list = len(parts) > 1 and self.named(whole).party is None
        return parts if is_list and all(self.named(part).party for part in parts) else [whole]

    def named(self, typed: str) -> Who:
        """The party of that name, in any spelling that the record has of it, else the words."""
        words = " ".join(typed.split())
        if not words:
            return Who(None, "")
        found = self._names().get(fold(words))
        return Who(found, "") if found is not None else Who(None, words)

    def called(self, party: Party | None, label: str) -> str:
        """What a name stands for in a field, so that it is found again."""
        if party is None:
            return label
        return self.shown.get(party.pk, party.name)

    def _names(self) -> dict[str, Party]:
        if not hasattr(self, "_by_name"):
            by_key = {party.pk: party for party in self.parties}
            names: dict[str, Party] = {}
            rows = PartyName.objects.filter(party__in=by_key).values_list("folded", "party_id")
            for folded, key in rows:
                names.setdefault(folded, by_key[key])
            names |= {fold(self.shown[key]): party for key, party in by_key.items()}
            names |= {fold(party.name): party for party in self.parties}
            self._by_name = names
        return self._by_name


class MarkedForm(TalksForm):
    """A form that enters facts: whose account they are, and who may see them."""

    source = forms.ChoiceField(
        label=gettext_lazy("Source"), required=False,
        help_text=gettext_lazy("Whose account it is."),
    )  # fmt: skip
    handling = forms.ChoiceField(
        label=gettext_lazy("Handling mark"),
        choices=mark_choices(Handling),
        initial=Handling.AMBER.value,
    )
    compartment = forms.ChoiceField(label=gettext_lazy("Compartment"), required=False)

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(member, *args, **kwargs)
        self.sources: dict[str, Source] = {s.key: s for s in sources_to_file_for(member)}
        self.circles: dict[str, Compartment] = {str(c.pk): c for c in held_compartments(member)}
        house = _("My organisation: %(name)s") % {"name": member.organisation}
        offer(
            self, "source",
            [(OWN_SOURCE, house), *((key, s.name) for key, s in self.sources.items())],
        )  # fmt: skip
        circles = [(key, circle.name) for key, circle in self.circles.items()]
        offer(self, "compartment", with_none(circles, _("None")))
        marks = ("source", "handling", "compartment")
        self.order_fields([name for name in self.fields if name not in marks])

    def keep_with(self, row: Fact) -> None:
        """Suggest the mark and the circle of what is spoken of: nothing about it is more open."""
        self.initial.setdefault("handling", row.handling)
        circle = row.compartment
        if circle is None:
            return
        self.circles[str(circle.pk)] = circle
        choices = [(key, each.name) for key, each in self.circles.items()]
        offer(self, "compartment", with_none(choices, _("None")))
        self.initial.setdefault("compartment", str(circle.pk))

    def marked(self) -> Marked:
        """The mark, the circle and the source, as chosen; the member's own house by default."""
        given = self.cleaned_data
        key = given["source"]
        own = key in ("", OWN_SOURCE)
        source = ensure_organisation_source(by=self.member) if own else self.sources.get(key)
        return Marked(
            handling=Handling(given["handling"]),
            compartment=self.circles.get(given["compartment"]),
            source=source,
        )


def offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Set what a field of a form can be set to."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared as one
    field.choices = list(choices)


def to_choose(choices: Callable[[], Iterable[tuple[Any, str]]]) -> Callable[[], Any]:
    """Choices of which none is made beforehand: what is sent untouched records nothing."""
    return lambda: with_none(translated_choices(choices()), _("Choose"))


def days_given(given: Mapping[str, Any]) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of a form; an end that is left out is the start."""
    first = given.get("date_start")
    return first, given.get("date_end") or first


def key_of(value: str) -> UUID | None:
    """A key of a choice; None where nothing was chosen."""
    return UUID(value) if value else None
