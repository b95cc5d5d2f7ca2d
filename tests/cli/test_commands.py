"""The command line: data on stdout, summaries on stderr, and an exit status that can be trusted."""

import json
from pathlib import Path
from typing import Any

import pytest
from cast import Cast, file, make_cast
from ged import event, write

from trucewatch.accounts.models import Member
from trucewatch.cli.main import main
from trucewatch.ledger.models import Entry
from trucewatch.reports.models import Report

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> None:
    """A folder for the record of each test alone."""
    settings.TRUCEWATCH_HOME = tmp_path / "home"
    settings.TRUCEWATCH_HOME.mkdir()


@pytest.fixture
def record() -> Cast:
    """A record in a database that commands open for themselves."""
    return make_cast()


def run(*arguments: str | Path) -> int:
    """The exit status of one command."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return int(left.value.code or 0)


def test_any_command_makes_an_empty_record_where_there_is_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The first command on a new machine needs no preparation."""
    assert run("export", "reports", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []
    assert Entry.objects.filter(event="record.opened").count() == 1


def test_an_import_writes_its_summary_as_json(record: Cast, tmp_path: Path) -> None:
    """The file holds the counts and every refusal."""
    path = write(tmp_path / "ged.csv", [event(1), event(2, latitude=95)])
    summary = tmp_path / "summary.json"
    assert run("import", "ucdp-ged", path, "--summary-json", summary) == 2
    found = json.loads(summary.read_text("utf-8"))
    assert (found["read"], found["made"], found["changed"], found["unchanged"]) == (2, 0, 0, 0)
    assert found["refused"] == [
        {
            "line": 3,
            "field": "latitude",
            "reason": "95 does not lie between -90 and 90 degrees",
        }
    ]
    assert Report.objects.count() == 0


def test_skipping_refused_rows_is_done_with_status_0(
    record: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was asked for was done; the refusal is told on standard error."""
    path = write(tmp_path / "ged.csv", [event(1), event(2, latitude=95)])
    assert run("import", "ucdp-ged", path, "--skip-refused") == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "made 1" in told.err
    assert "refused line 3, latitude" in told.err


def test_a_command_acts_as_the_member_it_names(record: Cast, tmp_path: Path) -> None:
    """The ledger says who; a member without the right is refused with status 2."""
    path = write(tmp_path / "ged.csv", [event(1)])
    assert run("import", "ucdp-ged", path, "--as", "liaison") == 2
    assert run("import", "ucdp-ged", path, "--as", "analyst") == 0
    assert Entry.objects.order_by("-seq")[0].actor == record.analyst.ledger_name
    assert run("import", "ucdp-ged", path, "--as", "nobody") == 2


def test_an_export_holds_what_the_acting_member_may_see(
    record: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same command gives different members different rows."""
    file(record.monitor)
    assert run("export", "reports", "--format", "geojson", "--as", "rival") == 0
    assert json.loads(capsys.readouterr().out)["features"] == []
    target = tmp_path / "out" / "reports.json"
    assert run("export", "reports", "--format", "json", "-o", target) == 0
    assert len(json.loads(target.read_text("utf-8"))) == 1


def test_a_ledger_is_verified_from_a_file_and_in_the_database(
    record: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 0 when intact, 1 with the first entry named when not."""
    path = tmp_path / "ledger.jsonl"
    assert run("ledger", "export", "-o", path) == 0
    assert run("ledger", "verify", path) == 0
    assert run("ledger", "verify") == 0
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:2] + lines[3:]), "utf-8")
    capsys.readouterr()
    assert run("ledger", "verify", path) == 1
    assert "entry 3 was removed" in capsys.readouterr().out
    Member.objects.filter(username="monitor").update(role="administrator")
    assert run("ledger", "verify") == 1


def test_a_verification_makes_no_record_where_one_was(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A lost first entry is named, and no other command begins anew in its place."""
    assert run("ledger", "verify") == 0  # an empty folder: an empty record is made
    Entry.objects.filter(seq=1).delete()
    assert run("ledger", "verify") == 1
    assert "entry 1 was removed" in capsys.readouterr().out
    Entry.objects.all().delete()
    assert run("ledger", "verify") == 1
    assert run("export", "reports", "--format", "csv") == 2
    assert "belongs to the record" in capsys.readouterr().err


def test_a_checkpoint_is_printed_as_one_line(
    record: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    """It can be kept elsewhere as it is."""
    assert run("ledger", "checkpoint") == 0
    line = json.loads(capsys.readouterr().out)
    assert line["count"] == Entry.objects.count()


def test_the_first_administrator_is_added_from_the_command_line(
    record: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The password comes from standard input when nobody sits at the terminal."""
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse battery staple\n"))
    assert run("member", "add", "amal", "--role", "administrator") == 0
    assert Member.objects.get(username="amal").check_password("correct horse battery staple")


def test_a_weak_password_is_refused_with_the_reason(
    record: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is made, and the person knows why."""
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("12345\n"))
    assert run("member", "add", "amal", "--role", "monitor") == 2
    assert "too short" in capsys.readouterr().err
    assert not Member.objects.filter(username="amal").exists()


def test_invitations_and_resets_print_a_link_alone(
    record: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    """A script can pass the link on."""
    invite = ("member", "invite", "--role", "liaison", "--organisation", "party")
    assert run(*invite, "--site", "https://record.example") == 0
    assert capsys.readouterr().out.startswith("https://record.example/invitations/")
    assert run("member", "reset", "monitor") == 0
    assert "/passwords/" in capsys.readouterr().out
    assert run("member", "reset", "monitor", "--second-factor") == 0


def test_an_unknown_organisation_is_refused_with_those_there_are(
    record: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    """The person sees what could have been meant."""
    assert run("member", "invite", "--role", "monitor", "--organisation", "misson") == 2
    assert "mission" in capsys.readouterr().err


def test_a_slip_of_the_keyboard_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Unknown commands and missing files end with status 2 and a reason."""
    assert run("imprt") == 2
    assert run("import", "ucdp-ged", "no-such-file.csv") == 2
    assert "no-such-file.csv" in capsys.readouterr().err


def test_what_is_no_file_is_refused(
    record: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A pipe cannot be read twice; the person is told what to do."""
    import os

    os.mkfifo(tmp_path / "pipe")
    assert run("import", "ucdp-ged", tmp_path / "pipe") == 2
    assert "save it as a file first" in capsys.readouterr().err


def test_a_summary_that_cannot_be_written_shows_before_anything_is_imported(
    record: Cast, tmp_path: Path
) -> None:
    """The import is not done when its outcome could not be told."""
    path = write(tmp_path / "ged.csv", [event(1)])
    assert run("import", "ucdp-ged", path, "--summary-json", "/proc/no/such/summary.json") == 1
    assert Report.objects.count() == 0


@pytest.mark.parametrize("port", ["-1", "0", "99999", "many"])
def test_an_impossible_port_is_refused(port: str) -> None:
    """Before anything is served."""
    assert run("serve", "--port", port) == 2


def test_the_folder_of_a_record_is_its_owners_alone(tmp_path: Path) -> None:
    """Also one that stood open before."""
    from trucewatch.config.home import make_private_folder

    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    assert make_private_folder(folder).stat().st_mode & 0o777 == 0o700


def test_check_setup_tells_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    """Each need is named, met or not."""
    run("check-setup")
    told = capsys.readouterr().out
    assert all(need in told for need in ("Python", "database", "front end", "signing key"))
