"""Everything that a bulletin says itself is said in Arabic too."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation import gettext, ngettext

import trucewatch
from trucewatch.bulletins.kinds import BulletinKind
from trucewatch.incidents.rules import DerivedLabel
from trucewatch.reports.tally_rules import NOT_SUMMED
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.violations import Verification, ViolationType

PACKAGE = Path(trucewatch.__file__).parent
CATALOGUE = PACKAGE / "locale" / "ar" / "LC_MESSAGES" / "django.po"
SAME = {"%(place)s (%(precision)s)", "%(source)s: %(credit)s", "%(source)s: %(limits)s"}
"""What needs no other words."""


def said() -> set[str]:
    """The sentences in the code and in the templates of bulletins."""
    found = set()
    for path in [*(PACKAGE / "bulletins").rglob("*.py"), PACKAGE / "web" / "bulletins.py"]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                is_said = node.func.id in ("_", "gettext", "gettext_lazy", "ngettext")
                if is_said and isinstance(first, ast.Constant):
                    found.add(str(first.value))
    for path in (PACKAGE / "web" / "templates" / "bulletins").glob("*.html"):
        found |= set(re.findall(r'{% translate "([^"]+)" %}', path.read_text("utf-8")))
    return found


def labels() -> set[str]:
    """The labels of the vocabulary that a bulletin shows."""
    kinds = (BulletinKind, DerivedLabel, ViolationType, Verification)
    shown = {member.label for kind in kinds for member in kind}
    return shown | {mark.meaning for mark in Handling} | {NOT_SUMMED}


def test_every_sentence_and_every_label_is_in_the_catalogue() -> None:
    """A new one without a translation fails here."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    known = {
        (message.id[0] if isinstance(message.id, tuple) else message.id)
        for message in catalogue
        if message.id
        and (message.string if isinstance(message.string, str) else all(message.string))
    }
    assert (said() | labels()) - known == set()


def test_no_translation_loses_or_invents_a_placeholder() -> None:
    """Forms for none, one and two may speak the number as a word."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(re.findall(r"%\(\w+\)s", " ".join(ids)))
        for text in texts:
            told = set(re.findall(r"%\(\w+\)s", text))
            assert told <= wanted, message.id
            assert len(ids) == 2 or told == wanted, message.id


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "لا حوادث"), (1, "حادثة واحدة"), (2, "حادثتان"), (3, "3 حوادث"), (11, "11 حادثة"),
     (100, "100 حادثة"), (103, "103 حوادث")],
)  # fmt: skip
def test_arabic_counts_in_its_six_forms(count: int, told: str) -> None:
    """None, one, two, a few, many, and the hundreds."""
    with translation.override("ar"):
        assert ngettext("%(n)s incident", "%(n)s incidents", count) % {"n": count} == told
        assert gettext("Deaths") == "القتلى"
