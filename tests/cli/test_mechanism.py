"""The digest tells numbers alone; the key of the vault is changed without losing a name."""

import re
from pathlib import Path
from typing import Any

import pytest
from cast import make_cast
from mechanism import Bench, investigating, make_bench, notified

from trucewatch.accounts.models import Member
from trucewatch.cases.actions.verifying import Interviewed, open_witness, record_interview
from trucewatch.cli.main import main
from trucewatch.intake import vault
from trucewatch.intake.models import Consent
from trucewatch.intake.vault import KEY_NAME, NEXT_KEY_NAME, Identity
from trucewatch.ledger.record_verification import verify_record
from trucewatch.vocabulary.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> Path:
    """A folder for the record of each test alone."""
    home = tmp_path / "home"
    home.mkdir()
    settings.TRUCEWATCH_HOME = home
    return home


@pytest.fixture
def bench() -> Bench:
    """A committee in a database that commands open for themselves."""
    return make_bench(make_cast())


def run(*arguments: str) -> int:
    """The exit status of one command."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(left.value.code or 0)


def test_a_digest_holds_numbers_and_no_word_of_a_case(bench: Bench, mailoutbox: list[Any]) -> None:
    """Sent to those with an address alone; a party is told of its own notices."""
    case, _ = notified(bench)
    for member in (bench.chair, bench.cast.rival):
        Member.objects.filter(pk=member.pk).update(email=f"{member.username}@example.org")
    assert run("digest") == 0
    told = {mail.to[0]: mail for mail in mailoutbox}
    assert set(told) == {"chair@example.org", "rival@example.org"}
    assert "To answer" in told["rival@example.org"].body
    assert "To task a team" in told["chair@example.org"].body
    for mail in mailoutbox:
        text = f"{mail.subject} {mail.body}"
        assert case.matter not in text
        assert not re.search(r"committee-|Talbisa|guarantor", text)


def test_a_digest_can_be_looked_at_first(
    bench: Bench, mailoutbox: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """Who would be told how much; nothing is sent."""
    notified(bench)
    assert run("digest", "--dry-run") == 0
    assert "rival\t1\t0" in capsys.readouterr().out
    assert mailoutbox == []


@pytest.mark.parametrize("interrupted", [False, True])
def test_the_key_of_the_vault_is_changed(bench: Bench, own_folder: Path, interrupted: bool) -> None:
    """Names open as before, the old key opens none; a change that was cut short is finished."""
    case = investigating(bench)
    paper = record_interview(
        case.pk,
        Interviewed(text="x", identity=Identity("Umm Khalid"), consents=[Consent.CALL_BACK]),
        by=bench.leader,
    )
    key = own_folder / "keys" / KEY_NAME
    old = key.read_text("ascii")
    if interrupted:
        vault.begin_new_key(own_folder)
    assert run("vault", "rotate") == 0
    assert not (own_folder / "keys" / NEXT_KEY_NAME).exists()
    assert key.read_text("ascii") != old
    assert open_witness(paper.pk, by=bench.leader, because="To call back").name == "Umm Khalid"
    assert verify_record().is_intact
    key.write_text(old, encoding="ascii")
    with pytest.raises(Refused, match="cannot be opened"):
        open_witness(paper.pk, by=bench.leader, because="To call back")


def test_without_a_name_there_is_no_key_to_change(bench: Bench) -> None:
    """Status 2 with the reason."""
    assert run("vault", "rotate") == 2
