"""Forms as every page writes them: labels above, errors at the field and in a summary."""

from typing import Any

from django import forms

from trucewatch.vocabulary.refusal import Refused


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
        self.add_error(field, refused.reason)


def date_input() -> forms.TextInput:
    """A field in which the browser offers a calendar."""
    widget = forms.TextInput(attrs={"placeholder": "2017-02-16"})
    widget.input_type = "date"
    return widget


def with_none(choices: list[tuple[Any, str]], words: str) -> list[tuple[Any, str]]:
    """Choices after an empty one."""
    return [("", words), *choices]
