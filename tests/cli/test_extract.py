"""`trucewatch extract`: the public format, every kind of file, and refusals that name the file."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typst
from docx import Document

from trucewatch.cli.main import main

SHARED = (
    "The guarantor states declared that a mechanism to monitor the ceasefire would be set up by a"
    " committee of three, whose experts would meet every month in the capital."
)
FIRST = f"""Talks in Astana end without a statement

ASTANA, 24 January 2017 - The second day of talks.

“The ceasefire is holding,” Russian Foreign Minister Sergey Lavrov said in Moscow on Tuesday.

The Syrian opposition accused the Syrian government of shelling Homs on Monday. It demanded that
prisoners be released.

Iran accused Turkey of trying to disrupt the talks in Astana.

At least 31 people were killed in Damascus since Monday, according to the United Nations.

The first round of Astana talks was held on January 23-24 by Russia, Iran and Turkey.

{SHARED}
"""
SECOND = f"""A second account

ASTANA, 25 January 2017 - The day after.

In Damascus 20 people were killed since Monday, according to the Syrian government.

{SHARED}
"""
KEYS = {
    "documents[]": (
        "id document_date document_date_between document_date_derivation statements dates figures"
        " actor_mentions places demands_commitments violations process_complaints meetings"
        " assessments segments"
    ),
    "statements[]": "speaker speaker_mention content speech act relayed_by rule cue confidence",
    "dates[]": "span start end derivation rule cue confidence",
    "figures[]": (
        "span low high what attributed_to estimated scope rule cue confidence"
    ),
    "actor_mentions[]": "span entity naming rule cue confidence",
    "places[]": "span lat lon name precision alternatives rule cue confidence",
    "demands_commitments[]": "span kind by of rule cue confidence",
    "violations[]": "span alleged_by accused type rule cue confidence",
    "process_complaints[]": "span alleged_by accused rule cue confidence",
    "meetings[]": (
        "span start end venue track ordinal format participants rule cue confidence"
    ),
    "assessments[]": "span says leaning by rule cue confidence",
    "segments[]": "span kind",
}  # fmt: skip
ACROSS = {
    "rounds": "number track start end venue participants derivation passages",
    "reuse": "a b original alike",
    "contradictions": "a b kind why",
}
DOCS = Path(__file__).resolve().parents[2] / "docs" / "press-format.md"


def run(*arguments: str | Path) -> int:
    """The exit status of one command. The tests here have no database, and need none."""
    with pytest.raises(SystemExit) as left:
        main(["extract", *(str(argument) for argument in arguments)])
    return int(left.value.code or 0)


@pytest.fixture
def press(tmp_path: Path) -> list[Path]:
    """Two accounts of the same talks."""
    files = [tmp_path / "first.txt", tmp_path / "second.txt"]
    for file, text in zip(files, (FIRST, SECOND), strict=True):
        file.write_bytes(text.encode())
    return files


@pytest.fixture
def read(press: list[Path], capfdbinary: pytest.CaptureFixture[bytes]) -> dict[str, Any]:
    """What the command prints of both."""
    assert run(*press, "--format", "json") == 0
    printed: dict[str, Any] = json.loads(capfdbinary.readouterr().out)
    return printed


def read_one(file: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> dict[str, Any]:
    """What the command prints of one file."""
    assert run(file) == 0
    printed: dict[str, Any] = json.loads(capfdbinary.readouterr().out)["documents"][0]
    return printed


def test_every_key_of_the_format_is_there(read: dict[str, Any]) -> None:
    """In every entry of every list, and no other key."""
    assert list(read) == ["documents", "cross", "entities"]
    for document in read["documents"]:
        assert set(document) == set(KEYS["documents[]"].split())
    for name, keys in KEYS.items():
        if name != "documents[]":
            rows = [row for document in read["documents"] for row in document[name[:-2]]]
            assert rows, name
            assert all(set(row) == set(keys.split()) for row in rows), name
    assert set(read["cross"]) == {*ACROSS, "copies"}
    for name, keys in ACROSS.items():
        assert read["cross"][name], name
        assert all(set(row) == set(keys.split()) for row in read["cross"][name]), name
    for entity in read["entities"].values():
        assert set(entity) == {"name", "kind", "spellings", "protected", "rivals"}


def test_every_key_of_the_format_is_explained() -> None:
    """docs/press-format.md has each in code letters."""
    text = DOCS.read_text("utf-8")
    words = " ".join(
        [*KEYS.values(), *ACROSS.values(), "documents cross entities copies doc rivals"]
    )
    assert [key for key in words.split() if f"`{key}`" not in text] == []


def test_values_are_those_of_the_format(read: dict[str, Any]) -> None:
    """Days as ISO writes them, spans of two numbers, open bounds as null."""
    first = read["documents"][0]
    assert first["id"] == "first"
    assert first["document_date"] == "2017-01-24"
    (figure,) = first["figures"]
    assert (figure["low"], figure["high"], figure["what"]) == (31, None, "killed")
    assert FIRST[slice(*figure["span"])].startswith("At least 31")
    lavrov = next(s for s in first["statements"] if s["speaker"] == "Sergey Lavrov")
    assert FIRST[slice(*lavrov["content"])] == "The ceasefire is holding"
    assert FIRST[slice(*lavrov["cue"])] == "said"
    assert lavrov["speech"] == "direct"
    assert {violation["type"] for violation in first["violations"]} == {"shelling"}
    assert 0 < lavrov["confidence"] <= 1


def test_all_files_of_a_call_are_one_case(read: dict[str, Any]) -> None:
    """Entities, rounds, repeated passages and contradictions reach over both."""
    (passage,) = read["cross"]["reuse"]
    assert {passage["a"]["doc"], passage["b"]["doc"]} == {"first", "second"}
    assert passage["original"] == "first"
    assert [clash["kind"] for clash in read["cross"]["contradictions"]] == ["figure"]
    (one,) = read["cross"]["rounds"]
    assert (one["number"], one["start"], one["end"]) == (1, "2017-01-23", "2017-01-24")
    for document in read["documents"]:
        for mention in document["actor_mentions"]:
            assert mention["entity"] in read["entities"]


def test_files_of_one_name_get_numbers(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """From two folders, or with two endings."""
    files = [tmp_path / "a" / "day.txt", tmp_path / "b" / "day.txt", tmp_path / "day.md"]
    for file in files:
        file.parent.mkdir(exist_ok=True)
        file.write_text("Russia said it would wait.\n", "utf-8")
    assert run(*files) == 0
    printed = json.loads(capfdbinary.readouterr().out)
    assert [document["id"] for document in printed["documents"]] == ["day", "day-2", "day-3"]


def test_offsets_count_a_mark_at_the_start_and_both_characters_of_a_line_end(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """They are code points of the file as it is, characters beyond the first plane included."""
    file = tmp_path / "windows.txt"
    text = "\ufeffA day 🕊 of talks\r\n\r\n“We wait,” Sergey Lavrov said on Monday.\r\n"
    file.write_bytes(text.encode())
    document = read_one(file, capfdbinary)
    (said,) = document["statements"]
    assert text[slice(*said["content"])] == "We wait"
    assert text[slice(*said["speaker_mention"])] == "Sergey Lavrov"


def test_an_empty_file_says_nothing(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """And is a document all the same."""
    file = tmp_path / "empty.txt"
    file.touch()
    document = read_one(file, capfdbinary)
    assert document["document_date"] is None
    assert document["statements"] == document["segments"] == []


def test_a_web_page_is_read_without_its_menus(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Main text only."""
    file = tmp_path / "page.html"
    file.write_text(
        "<!doctype html><html><body><nav>Turkey said nothing here.</nav><article><h1>Talks</h1>"
        "<p>“We wait,” Sergey Lavrov said on Monday.</p></article></body></html>",
        "utf-8",
    )
    (said,) = read_one(file, capfdbinary)["statements"]
    assert said["speaker"] == "Sergey Lavrov"


def test_a_pdf_is_read(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Its printed lines make paragraphs again."""
    file = tmp_path / "statement.pdf"
    text = "The delegations left the hotel late at night. " * 3
    source = (
        f"#set page(width: 9cm)\n= Talks\n\n{text}\n\nSergey Lavrov said that Russia would wait."
    )
    file.write_bytes(typst.compile(source.encode()))
    (said,) = read_one(file, capfdbinary)["statements"]
    assert said["speaker"] == "Sergey Lavrov"


def test_a_word_file_is_read(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Paragraph by paragraph."""
    document = Document()
    document.add_heading("Talks", 1)
    document.add_paragraph("“We wait,” Sergey Lavrov said on Monday.")
    written = io.BytesIO()
    document.save(written)
    file = tmp_path / "letter.docx"
    file.write_bytes(written.getvalue())
    (said,) = read_one(file, capfdbinary)["statements"]
    assert said["speaker"] == "Sergey Lavrov"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("broken.pdf", b"%PDF-1.7\nthis is none", b"broken"),
        ("latin.txt", "Lavrov said: «né».".encode("latin-1"), b"not in UTF-8"),
        ("broken.docx", b"PK\x03\x04 and nothing else", b"broken"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(40), b"no text"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(
    name: str, content: bytes, reason: bytes, press: list[Path], tmp_path: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:  # fmt: skip
    """With the reason, and nothing is printed of the files beside it."""
    file = tmp_path / name
    file.write_bytes(content)
    assert run(press[0], file) == 2
    told = capfdbinary.readouterr()
    assert told.out == b""
    assert name.encode() in told.err
    assert reason in told.err


@pytest.mark.parametrize("missing", [["nowhere.txt"], []])
def test_a_call_without_its_file_is_refused(
    missing: list[str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """One that is not there is named; one at least is needed."""
    assert run(*missing) == 2
    assert (missing or ["FILE"])[0].encode() in capfdbinary.readouterr().err


def test_the_table_is_for_people(
    press: list[Path], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Each find with its words on a line, then what the documents share."""
    assert run(*press, "--format", "table") == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert lines[0].startswith("first  2017-01-24")
    assert any("Sergey Lavrov: The ceasefire is holding" in line for line in lines)
    assert any("at least 31 killed, United Nations" in line for line in lines)
    assert any(line.startswith("round       Astana 1: 2017-01-23 to 2017-01-24") for line in lines)
    assert any(line.startswith("repeated    first and second (from first") for line in lines)
    assert any(line.startswith("contradict  figure:") for line in lines)


def test_what_was_found_is_told_in_a_line_on_standard_error(
    press: list[Path], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """So that data and summary do not mix."""
    assert run(*press) == 0
    (line,) = capfdbinary.readouterr().err.decode().splitlines()
    assert line.startswith("read 2 documents")


def test_a_vocabulary_adds_verbs_actors_and_places(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Words that only this case uses."""
    words, file = tmp_path / "words.toml", tmp_path / "text.txt"
    words.write_text(
        '[verbs]\nasserts = "trumpet: that quote"\n'
        '[actors]\n"Valley Council" = { kind = "organisation", names = ["Elders\' Council"] }\n'
        '[places]\n"Three Wells" = [35.5, 38.25, 2]\n',
        "utf-8",
    )
    text = "Valley Council trumpeted that the road was open. It meets in Three Wells.\n"
    file.write_text(text, "utf-8")
    assert run(file, "--vocabulary", words) == 0
    (document,) = json.loads(capfdbinary.readouterr().out)["documents"]
    (said,) = document["statements"]
    assert (said["speaker"], text[slice(*said["cue"])]) == ("Valley Council", "trumpeted")
    assert [(place["name"], place["lat"]) for place in document["places"]] == [
        ("Three Wells", 35.5)
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("[verbs\n", "line 1"),
        ("[colours]\n", "[colours] is no table"),
        ('[verbs]\nsings = "hum: that"\n', "sings is none of"),
        ('[verbs]\nasserts = "hum"\n', "base: frames"),
        ('[actors]\n"Council" = { kind = "choir" }\n', "Council: kind is one of"),
        ('[places]\n"Wells" = [135.5, 38.2, 2]\n', "Wells"),
    ],
)
def test_a_vocabulary_that_cannot_be_read_is_refused_with_its_entry(
    words: str, told: str, press: list[Path], tmp_path: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:  # fmt: skip
    """The field and the file are named."""
    file = tmp_path / "words.toml"
    file.write_text(words, "utf-8")
    assert run(press[0], "--vocabulary", file) == 2
    error = capfdbinary.readouterr().err.decode()
    assert "(vocabulary)" in error
    assert str(file) in error
    assert told in error


def test_a_file_is_written_whole(
    press: list[Path], tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """With the bytes that standard output would get."""
    assert run(*press) == 0
    printed = capfdbinary.readouterr().out
    out = tmp_path / "out" / "case.json"
    assert run(*press, "-o", out) == 0
    assert capfdbinary.readouterr().out == b""
    assert out.read_bytes() == printed
    assert [path.name for path in out.parent.iterdir()] == ["case.json"]


def test_a_refused_call_leaves_an_earlier_file_as_it_was(press: list[Path], tmp_path: Path) -> None:
    """Whole or nothing."""
    out, broken = tmp_path / "out" / "case.json", tmp_path / "broken.pdf"
    out.parent.mkdir()
    out.write_text("earlier", "utf-8")
    broken.write_bytes(b"%PDF-1.7\nthis is none")
    assert run(press[0], broken, "-o", out) == 2
    assert out.read_text("utf-8") == "earlier"
    assert [path.name for path in out.parent.iterdir()] == ["case.json"]


def test_no_record_is_made_and_no_database_is_loaded(press: list[Path], tmp_path: Path) -> None:
    """The folder of the record stays empty."""
    home = tmp_path / "home"
    home.mkdir()
    code = (
        "import sys; from trucewatch.cli.main import main\n"
        "try: main(['extract', *sys.argv[1:]])\n"
        "except SystemExit as left: code = left.code or 0\n"
        "sys.exit(code or 'django.db.models' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, press)],
        env={**os.environ, "TRUCEWATCH_HOME": str(home)},
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert list(home.iterdir()) == []
