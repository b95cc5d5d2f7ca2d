"""Papers of a round on the command line: made, refused with reasons, no more than is asked for."""

import json
from pathlib import Path
from typing import Any

import pytest
from cast import make_cast
from papers_parts import text_of
from papers_round import Held, hold

from trucewatch.cli.main import main

pytestmark = pytest.mark.django_db(transaction=True)
ROUND = ("--round", "lakeside talks", "1")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> None:
    """A folder for the record of each test alone."""
    settings.TRUCEWATCH_HOME = tmp_path / "home"
    settings.TRUCEWATCH_HOME.mkdir()


@pytest.fixture
def held() -> Held:
    """A record with a round as several voices tell of it."""
    return hold(make_cast())


def run(*arguments: str | Path) -> int:
    """The exit status of one command."""
    with pytest.raises(SystemExit) as left:
        main(["paper", *[str(argument) for argument in arguments]])
    return int(left.value.code or 0)


def test_a_paper_is_written_to_its_file(
    held: Held, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the form and the language that are asked for; its mark is told beside it."""
    out = tmp_path / "outcome.pdf"
    assert run("outcome_sheet", *ROUND, "--lang", "ru", "-o", out) == 0
    assert "TLP:GREEN" in capsys.readouterr().err
    assert "Итоги раунда" in text_of(out.read_bytes())


def test_data_go_to_standard_output(held: Held, capfdbinary: Any) -> None:
    """And nothing else does."""
    assert run("agenda", *ROUND, "--format", "json") == 0
    told = json.loads(capfdbinary.readouterr().out)
    assert (told["kind"], told["items"][0]["title"]) == ("agenda", "The ceasefire")


def test_a_draft_is_compared_with_the_version_that_is_named(held: Held, tmp_path: Path) -> None:
    """The last version is taken where none is named, and the only text where there is one."""
    out = tmp_path / "draft.json"
    assert run("draft", *ROUND, "--against", "1", "--format", "json", "-o", out) == 0
    told = json.loads(out.read_text("utf-8"))
    assert (told["version"], told["compared_with"]) == ("2", "1")
    first = ("--text", "A joint statement", "--version", "1")
    assert run("draft", *ROUND, *first, "--format", "json", "-o", out) == 0
    assert json.loads(out.read_text("utf-8"))["version"] == "1"


def test_a_member_gets_what_they_may_see(held: Held, tmp_path: Path) -> None:
    """The operator of the machine gets everything."""
    held.enter("outcome", round=held.round, outcome_kind="other", text="Said in private",
               handling="AMBER")  # fmt: skip
    out = tmp_path / "outcome.json"
    wanted = ("outcome_sheet", *ROUND, "--format", "json", "-o", out)
    assert run(*wanted, "--as", "liaison") == 0
    assert "Said in private" not in out.read_text("utf-8")
    assert run(*wanted) == 0
    assert "Said in private" in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("agenda", "--round", "lakeside talks", "9"), "no such round"),
        (("agenda", *ROUND, "--lang", "xx"), "en, ar, ru, tr, fa"),
        (("draft", *ROUND, "--text", "Another"), "A joint statement"),
        (("draft", *ROUND, "--version", "7"), "1, 2"),
        (("agenda", *ROUND, "--text", "A joint statement"), "--text goes with"),
        (("agenda", *ROUND, "--against", "1"), "--against goes with"),
        (("draft", *ROUND, "--whole"), "--whole goes with"),
        (("minutes", *ROUND), "invitation_list"),
        (("agenda", *ROUND, "--as", "nobody"), "nobody"),
    ],
)
def test_what_cannot_be_made_is_refused_with_the_reason(
    held: Held, tmp_path: Path, arguments: tuple[str, ...], reason: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Status 2, and no file."""
    out = tmp_path / "paper.pdf"
    assert run(*arguments, "-o", out) == 2
    assert reason in capsys.readouterr().err
    assert not out.exists()


def test_a_broken_template_is_refused_by_file_and_line(
    held: Held, tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """No half of a paper is written."""
    folder = settings.TRUCEWATCH_HOME / "templates" / "papers"
    folder.mkdir(parents=True)
    (folder / "agenda.typ").write_bytes(b"#panic()")
    out = tmp_path / "agenda.pdf"
    assert run("agenda", *ROUND, "-o", out) == 2
    assert "agenda.typ cannot be set, line 1" in capsys.readouterr().err
    assert not out.exists()


def test_help_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    """Of a paper as it is usually asked for."""
    assert run("--help") == 0
    assert "Example: trucewatch paper outcome_sheet --round" in capsys.readouterr().out
