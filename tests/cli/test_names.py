"""`trucewatch names`: one answer a line, and what cannot be answered is told."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from trucewatch.cli.main import main


def run(*arguments: str | Path) -> int:
    """The exit status of one command. The tests here have no database, and need none."""
    with pytest.raises(SystemExit) as left:
        main(["names", *(str(argument) for argument in arguments)])
    return int(left.value.code or 0)


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    """A file as Windows programs write it: a mark at the start, and two characters a line end."""
    path = tmp_path / "pairs.tsv"
    path.write_bytes(
        "\ufeffBashar al-Jaafari\tبشار الجعفري\r\nAli Hassan\tHassan Ali\r\n"
        "Lavrentiev\tLawrentjew".encode()
    )
    return path


def test_each_line_is_answered_in_its_order(
    pairs: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """With one word, whatever the line ends and the mark at the start."""
    assert run(pairs) == 0
    assert capfdbinary.readouterr().out == b"same\ndifferent\nsame\n"


def test_an_explanation_follows_after_a_tab(
    pairs: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """In words, on the same line."""
    assert run("--explain", pairs) == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert [line.split("\t")[0] for line in lines] == ["same", "different", "same"]
    assert lines[1].split("\t")[1].startswith("The same given names in another order")


def test_standard_input_is_read_where_no_file_is_named(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """As other filters do."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Putin\tPoutine\n")))
    assert run() == 0
    assert capfdbinary.readouterr().out == b"same\n"


def test_a_line_that_is_no_pair_is_told_and_the_others_answered(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """An empty line keeps answers beside their questions."""
    path = tmp_path / "pairs.tsv"
    path.write_bytes(b"Omar\tUmar\nOmar\na\tb\tc\n\xff\tx\nOmar\tAmr\n")
    assert run(path) == 2
    told = capfdbinary.readouterr()
    assert told.out == b"same\n\n\n\ndifferent\n"
    for said in (b"line 2: has 0 tabs", b"line 3: has 2 tabs", b"line 4: not in UTF-8", b"3 of"):
        assert said in told.err


def test_no_django_is_loaded_to_compare_names() -> None:
    """The command starts fast and needs no record."""
    code = (
        "import sys; from trucewatch.cli.main import main\n"
        "try: main(['names'])\n"
        "except SystemExit: pass\n"
        "sys.exit('django' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=b"Omar\tUmar\n", capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, b"same\n")
