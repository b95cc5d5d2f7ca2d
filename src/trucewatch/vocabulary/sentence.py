"""Sentences of the record that can be said again in another language."""

from collections.abc import Mapping


class Sentence(str):
    """An English sentence that still knows its words and the values that stand in them.

    ``Sentence("“{name}” is no date.", name="x")`` reads as English wherever text is wanted; a page
    looks its ``template`` up in the reader's language and writes the ``values`` in it again. A
    sentence without values is its own template.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, **values: object) -> "Sentence":
        text = template.format(**_in_english(values)) if values else template
        sentence = super().__new__(cls, text)
        sentence.template = template
        sentence.values = values
        return sentence


def _in_english(values: Mapping[str, object]) -> dict[str, str]:
    return {
        name: f"{value:,}" if type(value) is int else str(value) for name, value in values.items()
    }


def sentence_of(error: ValueError) -> str:
    """Why a value was refused, with its values where the refusal carries them."""
    reason = error.args[0] if error.args else ""
    return reason if isinstance(reason, str) else str(reason)
