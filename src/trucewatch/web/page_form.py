"""Forms as every page writes them: labels above, errors at the field and in a summary."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from trucewatch.vocabulary.interval import EARLIEST, LATEST
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.sentence import Sentence
from trucewatch.web.language import in_words


class PageForm(forms.Form):
    """A form that knows how to show a refusal of the record at the field it is about."""

    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("use_required_attribute", False)
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def show_refusal(self, refused: Refused) -> None:
        """Put the reason at its field, or above the form where it has none here."""
        field = refused.field if refused.field in self.fields else None
        self.add_error(field, in_words(refused.reason))


class ReasonForm(PageForm):
    """An act that needs nothing but its reason."""

    because = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2})
    )


def date_input() -> forms.TextInput:
    """A field for a date as 2017-02-16.

    Not the browser's own field: it writes 02/03/2017 in an order that nobody can know.
    """
    attributes = {"placeholder": "2017-02-16", "autocomplete": "off", "size": "12", "dir": "ltr"}
    return forms.TextInput(attrs=attributes)


class DayField(forms.DateField):
    """A date in an order that cannot be mistaken: 2017-02-16, or 16 Feb 2017."""

    default_error_messages = {
        "invalid": gettext_lazy("Write the date as 2017-02-16 or 16 Feb 2017.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=["%Y-%m-%d", "%d %b %Y", "%d %B %Y"], widget=date_input(), **kwargs
        )

    def to_python(self, value: Any) -> dt.date | None:
        """The day; one that no record is about is a slip of the hand."""
        day: dt.date | None = super().to_python(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            refused = Sentence("The year {year} cannot be meant.", year=str(day.year))
            raise forms.ValidationError(in_words(refused))
        return day


class ClockField(forms.TimeField):
    """A time of day as 13:00, on the clocks of the place that is meant."""

    default_error_messages = {"invalid": gettext_lazy("Write the time as 13:00.")}

    def __init__(self, **kwargs: Any) -> None:
        attributes = {
            "placeholder": "13:00", "size": "6", "dir": "ltr", "autocomplete": "off",
            "type": "text",
        }  # fmt: skip
        widget = forms.TimeInput(attrs=attributes, format="%H:%M")
        super().__init__(input_formats=["%H:%M", "%H.%M"], widget=widget, **kwargs)


def with_none(choices: list[tuple[Any, Any]], words: Any) -> list[tuple[Any, Any]]:
    """Choices after an empty one."""
    return [("", words), *choices]
