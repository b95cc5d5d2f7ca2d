"""`trucewatch bulletin` as a public interface."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from cast import Cast, file
from click.testing import CliRunner, Result

from trucewatch.cli.bulletins import bulletin
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotFound, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gazetteer")]


def run(*words: str) -> Result:
    return CliRunner().invoke(bulletin, list(words), standalone_mode=False)


@pytest.mark.parametrize("kind", ["daily", "weekly"])
@pytest.mark.parametrize("form", ["pdf", "docx", "html", "json", "csv"])
def test_every_form_is_written_and_the_same_again(
    cast: Cast, tmp_path: Path, kind: str, form: str
) -> None:
    """To a file, byte by byte."""
    file(cast.monitor, handling=Handling.CLEAR)
    paths = [tmp_path / f"{name}.{form}" for name in "ab"]
    for path in paths:
        result = run(kind, "--date", "2016-12-30", "--format", form, "-o", str(path))
        assert result.exception is None, result.output
    assert paths[0].read_bytes() == paths[1].read_bytes() != b""


def test_a_table_goes_alone_or_all_go_in_a_zip(cast: Cast) -> None:
    """On standard output too."""
    whole = run("daily", "--date", "2016-12-30", "--format", "csv").stdout_bytes
    alone = run("daily", "--date", "2016-12-30", "--format", "csv", "--table", "areas")
    assert zipfile.ZipFile(io.BytesIO(whole)).read("areas.csv") == alone.stdout_bytes
    wrong = run("daily", "--date", "2016-12-30", "--format", "csv", "--table", "x")
    assert isinstance(wrong.exception, NotFound)


def test_a_cut_off_and_a_reader_limit_what_is_told(cast: Cast) -> None:
    """A public bulletin is one made as somebody who sees no more."""
    file(cast.monitor, handling=Handling.AMBER)
    day = ("daily", "--date", "2016-12-30")

    def count(*more: str) -> int:
        told: int = json.loads(run(*day, *more).stdout)["totals"]["now"]["incidents"]
        return told

    assert count() == 1
    assert count("--as", "observer") == 0
    assert count("--cut-off", "2016-12-30T20:00") == 0
    assert "2017-03-25T20:00" in str(run(*day, "--cut-off", "tonight").exception)


def test_an_unknown_language_is_refused(cast: Cast) -> None:
    """With those that there are."""
    result = run("daily", "--date", "2016-12-30", "--lang", "xx")
    assert isinstance(result.exception, Refused)
