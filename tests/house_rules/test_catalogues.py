"""Every text that is shown has its translation in every language, with the same values in it."""

import importlib.util
import re
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
_VALUE = re.compile(r"%%|%\((\w+)\)[sd]|%[sd]|\{(\w+)\}")
_TAG = re.compile(r"</?\w+[^>]*>")


def _tool() -> Any:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


messages = _tool()
CATALOGUES = {path.parents[1].name: path for path in messages.catalogues()}


def _values(text: str) -> set[str]:
    return {found.group(0) for found in _VALUE.finditer(text)}


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_text_is_translated(language: str) -> None:
    """A reader of this language meets no English left-over; `make messages` enters new texts."""
    known = messages.read_catalogue(CATALOGUES[language])
    wanted = messages.messages(language)
    missing = [each.singular for each in wanted if not all(known.get(each, [""]))]
    assert missing == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_translation_is_left_over(language: str) -> None:
    """What no page shows any more is taken out of the catalogue."""
    known = messages.read_catalogue(CATALOGUES[language])
    assert sorted(each.singular for each in set(known) - set(messages.messages())) == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_translation_holds_the_values_of_its_text(language: str) -> None:
    """No value is lost or made up; a form for one or two may say the number in words."""
    wrong = []
    for message, translations in messages.read_catalogue(CATALOGUES[language]).items():
        asked = _values(message.plural or message.singular)
        for text in translations:
            given = _values(text)
            is_last = text == translations[-1]
            if text and (given - asked or (asked - given and (is_last or not message.plural))):
                wrong.append((message.singular, text))
    assert wrong == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_translation_has_the_marks_of_its_text(language: str) -> None:
    """Links, emphasis and isolation inside a sentence survive its translation."""
    wrong = []
    for message, translations in messages.read_catalogue(CATALOGUES[language]).items():
        asked = sorted(_TAG.findall(message.plural or message.singular))
        wrong += [text for text in translations if text and sorted(_TAG.findall(text)) != asked]
    assert wrong == []


@pytest.mark.parametrize(("language", "forms"), [("ar", 6), ("fa", 2), ("ru", 3), ("tr", 2)])
def test_what_is_counted_has_every_form_of_the_language(language: str, forms: int) -> None:
    """Arabic counts in six forms, Russian in three, Turkish and Persian in two."""
    known = messages.read_catalogue(CATALOGUES[language])
    assert messages.forms_of(CATALOGUES[language]) == forms
    counted = {each.singular: len(texts) for each, texts in known.items() if each.plural}
    assert {name for name, number in counted.items() if number != forms} == set()


def test_texts_are_found_in_modules_and_templates() -> None:
    """The tool reads plain texts, counted texts, refusals and marked templates."""
    module = 'raise Refused("No.")\nngettext("one", "many", n)\ngettext(f"{x}")\n_("Yes" "!")'
    assert list(messages.in_python(module)) == [
        messages.Message("No."),
        messages.Message("one", "many"),
        messages.Message("Yes!"),
    ]
    template = '{% load i18n %}{% translate "Up" %}{{ x|default:_("none") }}'
    assert {each.singular for each in messages.in_template(template)} == {"Up", "none"}
