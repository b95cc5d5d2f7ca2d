"""Finds every text that is shown to somebody and enters the missing ones in the catalogues.

    .venv/bin/python tools/messages.py          # adds what is missing, with an empty translation
    .venv/bin/python tools/messages.py --check  # only tells what is missing, empty or unused

No GNU gettext is needed. Texts are the first arguments of the functions named below, the marked
texts of templates, and the labels of every enumeration and table of words.
"""

import argparse
import ast
import importlib
import io
import os
import pkgutil
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "trucewatch"
LOCALE = PACKAGE / "locale"

_SINGLE = frozenset(
    {"_", "gettext", "gettext_lazy", "gettext_noop", "Refused", "NotAllowed", "NotFound"}
    | {"NotUnderstood", "Sentence"}
)
_PLURAL = frozenset({"ngettext", "ngettext_lazy"})
_TEXT = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_ONE = re.compile(rf"(?<![\w.])(?:gettext|_)\(\s*{_TEXT}\s*\)")
_SAID_OF = re.compile(rf"(?<![\w.])pgettext\(\s*{_TEXT}\s*,\s*{_TEXT}\s*\)")
_MANY = re.compile(rf"(?<![\w.])ngettext\(\s*{_TEXT}\s*,\s*{_TEXT}\s*,")
_TABLES = (
    ("trucewatch.incidents.rules", "MEANINGS"),
    ("trucewatch.reports.rules", "FLAG_LABELS"),
    ("trucewatch.exchange.mapping_draft", "DATE_FORMATS"),
    ("trucewatch.linkage.wording", "WORDS"),
    ("trucewatch.statements.wording", "SPEECH_ACTS"),
    ("trucewatch.statements.wording", "SPEECHES"),
    ("trucewatch.statements.wording", "LEANINGS"),
    ("trucewatch.agreements.wording", "UNDERTAKINGS"),
    ("trucewatch.exchange.fact_kinds", "NAMES"),
    ("trucewatch.cases.rules.terms", "DEADLINE_LABELS"),
    ("trucewatch.cases.wording", "WORDS"),
    ("trucewatch.cases.examples", "NAMES"),
    ("trucewatch.cases.examples", "ABOUTS"),
)
"""Tables of words that pages show and that stand below the web, which knows no catalogue."""
_NOT_SHOWN = frozenset({"cli", "demonstration", "api"})
"""Packages whose refusals are read on the command line or by programs alone."""
_COMMAND_LINE = "exchange/linkage_"
"""How the names of modules elsewhere begin of which the same is true."""
_ON_SCREEN = frozenset({"language.py", "rules.py", "actions.py"})
_PAPER = PACKAGE / "bulletins"
"""The words of bulletins are complete in the languages that bulletins speak, and only in those."""


@dataclass(frozen=True, order=True, slots=True)
class Message:
    """One text, with its plural where it counts something."""

    singular: str
    plural: str = ""
    context: str = ""


def messages(language: str = "") -> list[Message]:
    """Every text once, in the order of the files that show them.

    For a language that bulletins do not speak, the texts that stand in bulletins alone are left
    out, so that none is offered in half a translation.
    """
    found = _found(with_paper=not language or language in _languages_of_paper())
    counted = {message.singular for message in found if message.plural}
    return [each for each in found if each.plural or each.singular not in counted]


def _languages_of_paper() -> set[str]:
    from trucewatch.bulletins.language import offered_languages

    return {code for code, _ in offered_languages()}


def _found(*, with_paper: bool) -> dict[Message, None]:
    found: dict[Message, None] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        is_paper = _PAPER in path.parents and path.name not in _ON_SCREEN
        if is_paper and not with_paper:
            continue
        place = path.relative_to(PACKAGE)
        if place.parts[0] not in _NOT_SHOWN and not place.as_posix().startswith(_COMMAND_LINE):
            found.update(dict.fromkeys(in_python(path.read_text(encoding="utf-8"))))
    for path in sorted(PACKAGE.rglob("templates/**/*.html")):
        if _PAPER in path.parents and not with_paper:
            continue
        found.update(dict.fromkeys(in_template(path.read_text(encoding="utf-8"))))
    found.update(dict.fromkeys(Message(label) for label in labels()))
    return found


def in_python(source: str) -> Iterator[Message]:
    """The plain texts that a module hands to one of the functions that show them."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        texts = [a.value for a in node.args[:2] if isinstance(a, ast.Constant)]
        texts = [text for text in texts if isinstance(text, str) and text]
        if name in _SINGLE and texts and texts[0] == getattr(node.args[0], "value", None):
            yield Message(texts[0])
        elif name in _PLURAL and len(texts) == 2:
            yield Message(texts[0], texts[1])


def in_template(source: str) -> Iterator[Message]:
    """The texts that a template marks for translation."""
    from django.utils.translation.template import templatize

    python = templatize(source)
    places = [
        (one.start(), Message(ast.literal_eval(one.group(1)))) for one in _ONE.finditer(python)
    ]
    for said in _SAID_OF.finditer(python):
        context, text = (ast.literal_eval(said.group(at)) for at in (1, 2))
        places.append((said.start(), Message(text, context=context)))
    for many in _MANY.finditer(python):
        one_and_many = [ast.literal_eval(many.group(at)) for at in (1, 2)]
        places.append((many.start(), Message(*one_and_many)))
    yield from (message for _, message in sorted(places) if message.singular)


def labels() -> Iterator[str]:
    """The labels of every enumeration, what marks allow, and the tables of words."""
    from django.db.models import Choices

    from trucewatch.accounts.rules import Act
    from trucewatch.reports.tally_rules import NOT_SUMMED
    from trucewatch.vocabulary.handling import Handling
    from trucewatch.vocabulary.labels import LabelledInt, LabelledStr

    for module in _modules():
        for each in vars(module).values():
            is_own = isinstance(each, type) and each.__module__ == module.__name__
            if is_own and issubclass(each, LabelledStr | LabelledInt | Choices):
                yield from (str(member.label) for member in each)
    yield from (mark.meaning for mark in Handling)
    yield from (str(act) for act in Act)
    yield NOT_SUMMED
    for name, table in _TABLES:
        yield from getattr(importlib.import_module(name), table).values()


def _modules() -> Iterator[Any]:
    import trucewatch

    for found in pkgutil.walk_packages(trucewatch.__path__, "trucewatch."):
        parts = found.name.split(".")
        if parts[1] not in {"cli", "config", "demonstration"} and "migrations" not in parts:
            yield importlib.import_module(found.name)


def read_catalogue(path: Path) -> dict[Message, list[str]]:
    """Every entry of a catalogue with its translations, one for each form of the language."""
    from babel.messages.pofile import read_po

    entries: dict[Message, list[str]] = {}
    for entry in read_po(io.BytesIO(path.read_bytes()), locale=path.parents[1].name):
        if not entry.id:
            continue
        if isinstance(entry.id, tuple):
            entries[Message(*entry.id)] = [str(text) for text in entry.string]
        else:
            key = Message(str(entry.id), context=entry.context or "")
            entries[key] = [str(entry.string or "")]
    return entries


def catalogues() -> list[Path]:
    """The catalogue of each language."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def forms_of(path: Path) -> int:
    """How many forms the language of a catalogue counts with."""
    found = re.search(r"nplurals=(\d+)", path.read_text(encoding="utf-8"))
    return int(found.group(1)) if found else 2


def entry(message: Message, forms: int, translations: list[str] | None = None) -> str:
    """An entry as a catalogue writes it."""
    given = translations or [""] * (forms if message.plural else 1)
    lines = [f"msgctxt {_quoted(message.context)}"] if message.context else []
    lines.append(f"msgid {_quoted(message.singular)}")
    if message.plural:
        lines.append(f"msgid_plural {_quoted(message.plural)}")
        lines += [f"msgstr[{at}] {_quoted(text)}" for at, text in enumerate(given)]
    else:
        lines.append(f"msgstr {_quoted(given[0])}")
    return "\n" + "\n".join(lines) + "\n"


def add_missing(path: Path, wanted: list[Message]) -> int:
    """Enter at the end what a catalogue lacks; nothing that stands there is touched."""
    known = read_catalogue(path)
    missing = [message for message in wanted if message not in known]
    if missing:
        forms = forms_of(path)
        with path.open("a", encoding="utf-8") as catalogue:
            catalogue.write("".join(entry(message, forms) for message in missing))
    return len(missing)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return '"' + escaped.replace("\r", "\\r").replace("\n", "\\n") + '"'


def main() -> int:
    """Add or check, and say how each catalogue stands."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="change nothing")
    only_check = parser.parse_args().check
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trucewatch.config.settings")
    import django

    django.setup()
    every, is_whole = set(messages()), True
    for path in catalogues():
        wanted = messages(path.parents[1].name)
        added = 0 if only_check else add_missing(path, wanted)
        known = read_catalogue(path)
        empty = [each for each in wanted if not all(known.get(each, [""]))]
        unused = sorted(set(known) - every)
        is_whole = is_whole and not empty and not unused
        told = f"{path.parents[1].name}: {len(wanted)} texts, {added} added"
        sys.stdout.write(f"{told}, {len(empty)} to translate, {len(unused)} unused\n")
        sys.stdout.writelines(f"  unused: {each.singular!r}\n" for each in unused)
    return 0 if is_whole else 1


if __name__ == "__main__":
    sys.exit(main())
