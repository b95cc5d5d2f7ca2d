"""What exists is documented, and what is documented exists."""

import ast
import re
from collections import Counter
from pathlib import Path

import click

from trucewatch.cli.main import trucewatch
from trucewatch.ledger.events import Event

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
ENGINES = ("vocabulary", "names", "geo", "ledger", "linkage", "extraction")


def commands(group: click.Group, path: str = "trucewatch") -> list[tuple[str, click.Command]]:
    """Every command with the words that call it."""
    found = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        words = f"{path} {name}"
        found.append((words, command))
        if isinstance(command, click.Group):
            found += commands(command, words)
    return found


def test_every_command_is_documented() -> None:
    """docs/commands.md has a heading for each command that does something."""
    text = (DOCS / "commands.md").read_text("utf-8")
    missing = [
        words
        for words, command in commands(trucewatch)
        if not isinstance(command, click.Group) and f"`{words}" not in text
    ]
    assert missing == []


def test_every_command_shows_an_example() -> None:
    """`--help` ends with one, and it calls the command itself."""
    for words, command in commands(trucewatch):
        assert command.epilog, words
        assert "Example: " in command.epilog, words
        assert "trucewatch" in command.epilog, words
        assert command.help, words


def test_every_setting_is_documented() -> None:
    """docs/settings.md names each variable of the environment that the code reads, and no other."""
    read = set()
    for path in (ROOT / "src").rglob("*.py"):
        text = path.read_text("utf-8")
        read |= set(re.findall(r'"(TRUCEWATCH_[A-Z_]+|DATABASE_URL)"', text))
    told = set(
        re.findall(
            r"^\| `(TRUCEWATCH_[A-Z_]+|DATABASE_URL)`",
            (DOCS / "settings.md").read_text("utf-8"),
            re.MULTILINE,
        )
    )
    assert read == told


def test_every_kind_of_entry_in_the_ledger_is_documented() -> None:
    """docs/ledger.md explains each event, and no other."""
    told = set(
        re.findall(
            r"^\| `([a-z_]+\.[a-z_]+)`", (DOCS / "ledger.md").read_text("utf-8"), re.MULTILINE
        )
    )
    assert told == {event.value for event in Event}


def test_links_in_the_documents_lead_somewhere() -> None:
    """A relative link names a file that is there."""
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text("utf-8"))
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_docstrings_of_engines_are_all_different() -> None:
    """A copied docstring says nothing about its second place."""
    first_lines: Counter[str] = Counter()
    for engine in ENGINES:
        for path in (ROOT / "src" / "trucewatch" / engine).rglob("*.py"):
            if "migrations" in path.parts or path.name == "apps.py":
                continue
            tree = ast.parse(path.read_text("utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                    words = ast.get_docstring(node)
                    if words:
                        first_lines[words] += 1
    assert [words for words, count in first_lines.items() if count > 1] == []


def test_every_test_says_what_it_shows() -> None:
    """A docstring on every test, whose name is a sentence."""
    silent = [
        f"{path.name}::{node.name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if not ast.get_docstring(node)
    ]
    assert silent == []


def test_no_package_or_module_has_a_name_that_says_nothing() -> None:
    """Name the noun instead."""
    empty = {"utils", "util", "helpers", "common", "misc"}
    named = [p for p in (ROOT / "src").rglob("*") if p.stem in empty]
    assert named == []
