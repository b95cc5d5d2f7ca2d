"""Every capability names a page that there is and a test that there is, and none is missing."""

import ast
import re
from pathlib import Path

from django.urls import get_resolver

ROOT = Path(__file__).resolve().parents[2]
LINE = re.compile(
    r"^\| (?P<words>[^|]+) \| `(?P<page>[^`]+)` \| `(?P<file>[^`:]+)::(?P<test>\w+)` \|$"
)


def listed() -> list[re.Match[str]]:
    """The lines of the table."""
    text = (ROOT / "docs" / "capabilities.md").read_text("utf-8")
    return [found for line in text.splitlines() if (found := LINE.match(line))]


def names_of_tests(file: str) -> set[str]:
    """The names of the tests of a file."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_each_capability_has_a_page_and_a_test() -> None:
    """The address by that name is known, the test stands in that file."""
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    lines = listed()
    assert lines
    assert [line["page"] for line in lines if line["page"] not in names] == []
    assert [
        line["test"] for line in lines if line["test"] not in names_of_tests(line["file"])
    ] == []


def test_no_capability_is_left_out() -> None:
    """Each test that reads the demonstration as its readers do is a line of the table, once."""
    named = [line["test"] for line in listed()]
    assert len(named) == len(set(named))
    files = {line["file"] for line in listed()}
    assert {test for file in files for test in names_of_tests(file)} == set(named)
    words = [line["words"] for line in listed()]
    assert len(words) == len(set(words))
