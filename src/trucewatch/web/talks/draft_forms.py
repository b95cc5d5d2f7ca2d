"""What is typed of a draft: its text, who gets it, positions, what became of it, who owes what."""

from dataclasses import replace
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trucewatch.accounts.circles import ensure_circle
from trucewatch.accounts.models import Member
from trucewatch.accounts.queries import organisations_beside
from trucewatch.agreements.models import Instrument
from trucewatch.names.folding import fold
from trucewatch.talks.actions.drafts import (
    DrawnObligation,
    NewVersion,
)
from trucewatch.talks.marked import Marked
from trucewatch.talks.models import Delegation
from trucewatch.talks.queries.drafts import VersionSeen
from trucewatch.talks.rules.splitting import split_provisions
from trucewatch.vocabulary.accords import Nature
from trucewatch.vocabulary.process import InstrumentType
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.talks import DraftOutcome, DraftStance, TextActKind
from trucewatch.web.language import in_words, translated_choices
from trucewatch.web.page_form import DayField, with_none
from trucewatch.web.talks.forms import LINES, MarkedForm, Suggesting, WhoField, offer, to_choose

_DRAFT_TYPES: Final = (
    InstrumentType.JOINT_STATEMENT, InstrumentType.HOST_STATEMENT,
    InstrumentType.UNILATERAL_STATEMENT, InstrumentType.MEMORANDUM, InstrumentType.CEASEFIRE,
    InstrumentType.PROCEDURE, InstrumentType.WORKING_DOCUMENT, InstrumentType.PEACE_AGREEMENT,
    InstrumentType.OTHER,
)  # fmt: skip
MOST_DRAWN: Final = 60
"""More provisions than these are not offered at once."""
_OTHER_LANGUAGES: Final = (
    ("fr", "Français"), ("es", "Español"), ("de", "Deutsch"), ("zh", "中文"), ("ku", "Kurdî"),
    ("ckb", "کوردی"), ("he", "עברית"),
)  # fmt: skip
"""Languages that texts come in beside those of the site, as each calls itself."""


class CirculateForm(MarkedForm):
    """A version of a text, and who gets it."""

    text = forms.CharField(
        label=gettext_lazy("Text of the draft"),
        widget=forms.Textarea({"rows": 14, "dir": "auto"}), strip=False,
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language of the text"), required=False)
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = DayField(label=gettext_lazy("Circulated on"), required=False)
    sender = WhoField(label=gettext_lazy("From whom"), required=False)
    recipients = forms.MultipleChoiceField(
        label=gettext_lazy("To which delegations"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "That it was handed to them. Who reads it here follows from the mark and from the "
            "organisations below."
        ),
    )  # fmt: skip
    readers = forms.MultipleChoiceField(
        label=gettext_lazy("Organisations that read it here"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "They alone, beside the mission and your own house. Leave empty for those whom the "
            "mark allows."
        ),
    )  # fmt: skip
    others = forms.CharField(
        label=gettext_lazy("To whom else"), required=False, widget=forms.Textarea(LINES),
        help_text=gettext_lazy("One a line."),
    )  # fmt: skip

    def __init__(self, member: Member, rows: list[Delegation], *args: Any, **kwargs: Any) -> None:
        super().__init__(member, *args, **kwargs)
        self.rows = {str(row.pk): row for row in rows}
        names = [(key, self.called(row.party, row.party_label)) for key, row in self.rows.items()]
        offer(self, "recipients", names)
        if not names:
            del self.fields["recipients"]
        offer(self, "language", with_none([*settings.LANGUAGES, *_OTHER_LANGUAGES], _("Not said")))
        self.houses = {str(o.pk): o for o in organisations_beside(member)}
        offer(self, "readers", [(key, house.name) for key, house in self.houses.items()])

    def marked(self) -> Marked:
        """The mark; a circle of those who read it where some were chosen."""
        chosen = [self.houses[key] for key in self.cleaned_data["readers"]]
        marked = super().marked()
        if not chosen:
            return marked
        circle = ensure_circle([self.member.organisation, *chosen], by=self.member)
        return replace(marked, compartment=circle)

    def version(self, instrument: Instrument) -> NewVersion:
        """The version as entered; ``after`` is the number of the last one that was seen."""
        data, sender = self.cleaned_data, self.whoever("sender")
        chosen = [self.rows[key] for key in data.get("recipients", [])]
        others = self.several("others")
        return NewVersion(
            instrument=instrument, text=data["text"].replace("\r\n", "\n").strip("\n"),
            language=data["language"].strip(), on=data["on"], sender=sender.party,
            sender_label=sender.label,
            recipients=[r.party for r in chosen if r.party]
            + [who.party for who in others if who.party],
            other_recipients=[r.party_label for r in chosen if not r.party]
            + [who.label for who in others if not who.party],
            marked=self.marked(), after=data["after"],
        )  # fmt: skip


class NewDraftForm(CirculateForm):
    """The first version of a text that is put before a round."""

    name = forms.CharField(
        label=gettext_lazy("Name of the text"), max_length=300,
        help_text=gettext_lazy(
            "Only those who see one of its versions know that it exists, until it is signed or in "
            "force."
        ),
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    instrument_type = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=translated_choices((t.value, t.label) for t in _DRAFT_TYPES),
    )
    field_order = ["name", "instrument_type", "text"]

    def __init__(self, member: Member, rows: list[Delegation], *args: Any, **kwargs: Any) -> None:
        super().__init__(member, rows, *args, **kwargs)
        self.order_fields(["name", "instrument_type", "text", "language", "on", "sender"])


class PositionForm(MarkedForm):
    """Where a party stands on the version that is before them."""

    version_hash = forms.CharField(widget=forms.HiddenInput, required=False)
    who = WhoField(label=gettext_lazy("Whose position"))
    draft_stance = forms.ChoiceField(
        label=gettext_lazy("Position"), choices=to_choose(DraftStance.choices)
    )
    text = forms.CharField(
        label=gettext_lazy("Reservation or reason, in their words"), max_length=1000,
        required=False, widget=forms.Textarea(LINES),
    )  # fmt: skip
    on = DayField(label=gettext_lazy("Given on"), required=False)
    by = WhoField(label=gettext_lazy("Who says so"), required=False)


class SettleForm(MarkedForm):
    """What became of a version."""

    draft_outcome = forms.ChoiceField(
        label=gettext_lazy("What became of it"), choices=to_choose(DraftOutcome.choices)
    )
    on = DayField(label=gettext_lazy("On which day"), required=False)
    without = forms.CharField(
        label=gettext_lazy("Issued without whom"), required=False, widget=forms.Textarea(LINES),
        help_text=gettext_lazy("One a line."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why, as they state it"), max_length=500, required=False,
        widget=forms.Textarea(LINES),
    )  # fmt: skip
    by = WhoField(label=gettext_lazy("Who says so"), required=False)


class TextActForm(MarkedForm):
    """Somebody signs, publishes or dissociates itself."""

    who = WhoField(label=gettext_lazy("Who"))
    text_act = forms.ChoiceField(
        label=gettext_lazy("What they did"), choices=to_choose(TextActKind.choices)
    )
    on = DayField(label=gettext_lazy("On which day"), required=False)
    text = forms.CharField(
        label=gettext_lazy("In their words"), max_length=500, required=False,
        widget=forms.Textarea(LINES),
    )  # fmt: skip


class ObligationsForm(MarkedForm):
    """The provisions of an adopted version, each with what is owed, by whom, until when."""

    def __init__(self, member: Member, seen: VersionSeen, *args: Any, **kwargs: Any) -> None:
        super().__init__(member, *args, **kwargs)
        self.offered = _offered(seen)
        names = sorted(self.shown.values())
        drawn = {row.provision_id for row in seen.obligations}
        taken = {provision.number for provision in seen.provisions if provision.pk in drawn}
        for place, each in enumerate(self.offered):
            label = f"{each.number} {each.heading}".strip()
            self.fields[f"take_{place}"] = forms.BooleanField(
                label=_("%(provision)s: make an obligation") % {"provision": label},
                required=False, initial=each.number not in taken,
            )  # fmt: skip
            self.fields[f"text_{place}"] = forms.CharField(
                label=_("What is owed"), required=False, initial=each.text,
                widget=forms.Textarea({"rows": 2, "dir": "auto"}),
            )  # fmt: skip
            self.fields[f"bearer_{place}"] = forms.CharField(
                label=_("Who owes it"), required=False, max_length=300, widget=Suggesting(names)
            )
            self.fields[f"nature_{place}"] = forms.ChoiceField(
                label=_("To do or to leave undone"),
                choices=translated_choices(Nature.choices()),
                required=False,
            )
            self.fields[f"due_{place}"] = DayField(label=_("Due on"), required=False)
        for name, field in self.fields.items():
            # of each provision that is taken these are asked, though the others leave them empty
            field.is_asked = name.startswith(("text_", "bearer_"))  # type: ignore[attr-defined]
        marks = ("source", "handling", "compartment")
        self.order_fields([name for name in self.fields if name not in marks])

    def show_refusal(self, refused: Refused) -> None:
        """A refusal of somebody's obligation stands where they are named."""
        told = getattr(refused.reason, "values", {})
        party = fold(str(told.get("party", "")))
        for place in range(len(self.offered)):
            typed = self.cleaned_data.get(f"bearer_{place}") or ""
            meant = {fold(typed), fold(str(self.named(typed).party or ""))}
            is_named = any(party in each for each in meant)
            if party and self.cleaned_data.get(f"take_{place}") and is_named:
                self.add_error(f"bearer_{place}", in_words(refused.reason))
                return
        super().show_refusal(refused)

    def _of(self, place: int, reason: str) -> str:
        """A reason with the number of its provision, where several may have the same."""
        return f"{self.offered[place].number}: {reason}" if self.offered[place].number else reason

    def clean(self) -> dict[str, Any]:
        """What is taken says what is owed and by whom."""
        given: dict[str, Any] = super().clean() or {}
        taken = [n for n in range(len(self.offered)) if given.get(f"take_{n}")]
        for place in taken:
            if not (given.get(f"text_{place}") or "").strip():
                self.add_error(f"text_{place}", self._of(place, _("Say what is owed.")))
            if not (given.get(f"bearer_{place}") or "").strip():
                self.add_error(f"bearer_{place}", self._of(place, _("Say who owes it.")))
        if not taken:
            self.add_error(None, _("Choose at least one provision."))
        return given

    def drawn(self) -> list[DrawnObligation]:
        """The obligations as entered."""
        data = self.cleaned_data
        found = []
        for place, each in enumerate(self.offered):
            if data[f"take_{place}"]:
                who = self.named(data[f"bearer_{place}"])
                due = data[f"due_{place}"]
                found.append(
                    DrawnObligation(
                        number=each.number, heading=each.heading,
                        provision_text=each.provision_text, text=data[f"text_{place}"].strip(),
                        bearer=who.party, bearer_label=who.label,
                        nature=Nature(data[f"nature_{place}"] or Nature.ACT), due_from=due,
                        due_until=due,
                    )
                )  # fmt: skip
        return found


def _offered(seen: VersionSeen) -> list[DrawnObligation]:
    """The provisions that are recorded, else those that the text is split into."""
    if seen.provisions:
        return [
            DrawnObligation(number=p.number, heading=p.heading, text=p.text or p.heading)
            for p in seen.provisions[:MOST_DRAWN]
        ]
    return [
        DrawnObligation(
            number=each.number or str(place), heading=each.heading[:300],
            provision_text=each.text, text=each.text,
        )
        for place, each in enumerate(split_provisions(seen.row.text)[:MOST_DRAWN], start=1)
    ]  # fmt: skip
