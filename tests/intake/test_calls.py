"""Callers stay anonymous unless they agree to more, and their names lie apart."""

import io
import json
import tarfile
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cast import Cast, account, file, make_cast
from django.conf import settings as project
from django.db import connection

from trucewatch.exchange.backup import write_backup
from trucewatch.exchange.exporting import export_records
from trucewatch.incidents.actions import Filing
from trucewatch.intake import vault
from trucewatch.intake.actions.calling import (
    CallerGiven,
    enter_caller,
    forget_caller,
    open_caller,
    take_call,
)
from trucewatch.intake.actions.receiving import Arrival, ensure_channel_source
from trucewatch.intake.models import Caller, Channel, Consent, Reception
from trucewatch.intake.vault import Identity
from trucewatch.ledger.export import export_ledger
from trucewatch.ledger.models import Commitment, Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.reports.models import Report
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused

NAME = "Umm Khalid of the mill"
PHONE = "+963 11 5550199"


@pytest.fixture(autouse=True)
def vault_key() -> None:
    """No key of another test's vault lies in the folder."""
    (Path(project.TRUCEWATCH_HOME) / "keys" / vault.KEY_NAME).unlink(missing_ok=True)


def call(cast: Cast, given: CallerGiven, key: str = "") -> Report:
    """A call that the monitor takes."""
    filing = Filing(
        source=ensure_channel_source("hotline", "Hotline", ""),
        key=key or str(uuid.uuid4()),
        account=account(),
        original="سقطت قذائف",
    )
    arrival = Arrival(channel=Channel.HOTLINE, language="ar")
    return take_call(filing, arrival, given, by=cast.monitor)


def named(*consents: Consent) -> CallerGiven:
    """A caller who gives a name."""
    return CallerGiven(identity=Identity(NAME, PHONE), consents=consents)


@pytest.mark.django_db
def test_a_caller_is_anonymous_and_has_a_pseudonym(cast: Cast):
    """The report leads to the pseudonym and to nothing else."""
    report = call(cast, CallerGiven())
    caller = report.reception.caller
    assert caller is not None
    assert not caller.has_name
    assert len(caller.pseudonym) == 9
    assert (report.original, report.reception.language) == ("سقطت قذائف", "ar")
    again = call(cast, CallerGiven(pseudonym=caller.pseudonym.lower()))
    assert again.reception.caller == caller
    assert verify_record().is_intact


@pytest.mark.django_db
def test_no_name_is_kept_without_consent(cast: Cast):
    """Nothing of the call is written until the consent is."""
    with pytest.raises(Refused, match="Without consent"):
        call(cast, named())
    assert Report.objects.count() == 0
    assert Caller.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_name_stands_nowhere_in_clear():
    """Not in a row, an export, the ledger, the log of reasons or a backup; nor does its key."""
    cast = make_cast()
    caller = call(cast, named(Consent.CALL_BACK)).reception.caller
    assert caller is not None
    rows = json.dumps([report.content() for report in Report.objects.all()], ensure_ascii=False)
    chain = io.StringIO()
    export_ledger(chain)
    ledger = chain.getvalue()
    texts = "".join(filter(None, Commitment.objects.values_list("text", flat=True)))
    exported = "".join(_exports(cast))
    out = io.BytesIO()
    write_backup(out, by=cast.operator, progress=lambda step: None)
    with tarfile.open(fileobj=io.BytesIO(out.getvalue())) as archive:
        names = archive.getnames()
        backup = b"".join(
            archive.extractfile(member).read() for member in archive if member.isfile()
        )
    for place in (rows, ledger, texts, exported, backup.decode("utf-8", "replace")):
        assert NAME not in place
        assert "5550199" not in place
    assert f"keys/{vault.KEY_NAME}" not in names
    assert NAME.encode() not in bytes(caller.sealed)


def _exports(cast: Cast) -> list[str]:
    found = []
    for what in ("reports", "incidents"):
        for form in ("csv", "geojson", "json"):
            out = io.StringIO()
            export_records(what, form, out, by=cast.monitor)
            found.append(out.getvalue())
    return found


@pytest.mark.django_db
def test_each_opening_of_a_name_stands_in_the_ledger_with_its_reason(cast: Cast):
    """Who, when and why; never what was read."""
    caller = call(cast, named(Consent.CALL_BACK, Consent.HELP)).reception.caller
    assert caller is not None
    assert caller.consents == ["call_back", "help"]
    identity = open_caller(caller.pk, by=cast.monitor, because="To ask for the hour")
    assert identity == Identity(NAME, PHONE)
    entry = Entry.objects.get(event="caller.opened")
    assert entry.actor == cast.monitor.ledger_name
    assert entry.subject == caller.ledger_name
    assert Commitment.objects.filter(entry=entry.key, text="To ask for the hour").exists()
    with pytest.raises(Refused, match="reason"):
        open_caller(caller.pk, by=cast.monitor, because=" ")


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["administrator", "analyst", "delegate", "liaison", "observer"])
def test_nobody_but_monitors_of_the_mission_opens_a_name(cast: Cast, part: str):
    """Whoever hands out the rights does not hold this one."""
    caller = call(cast, named(Consent.CALL_BACK)).reception.caller
    assert caller is not None
    with pytest.raises(NotAllowed):
        open_caller(caller.pk, by=cast.everyone()[part], because="Curious")
    with pytest.raises(NotAllowed):
        enter_caller(None, by=cast.everyone()[part])
    assert not Entry.objects.filter(event="caller.opened").exists()


@pytest.mark.django_db
def test_a_caller_whose_reports_are_hidden_is_not_there(cast: Cast):
    """The vault asks the same gate as every list."""
    stray = enter_caller(None, by=cast.monitor)
    with pytest.raises(NotFound):
        open_caller(stray.pk, by=cast.monitor, because="Curious")


@pytest.mark.django_db
def test_a_name_can_be_destroyed_and_the_record_still_verifies(cast: Cast):
    """The pseudonym and the report stay."""
    report = call(cast, named(Consent.PASS_ON))
    caller = report.reception.caller
    assert caller is not None
    forget_caller(caller.pk, by=cast.monitor, because="The caller asked for it")
    caller.refresh_from_db()
    assert bytes(caller.sealed) == b""
    assert caller.forgotten_at
    with pytest.raises(Refused, match="No name"):
        open_caller(caller.pk, by=cast.monitor, because="Too late")
    assert verify_record().is_intact


@pytest.mark.django_db
def test_a_sealed_name_opens_with_its_own_key_and_for_its_own_caller_alone(cast: Cast):
    """A lost key is told, and no second one is made beside names that it cannot open."""
    first = call(cast, named(Consent.CALL_BACK)).reception.caller
    assert first is not None
    home = Path(project.TRUCEWATCH_HOME)
    assert (home / "keys" / vault.KEY_NAME).stat().st_mode & 0o077 == 0
    with pytest.raises(Refused, match="cannot be opened"):
        vault.unseal(bytes(first.sealed), caller=uuid.uuid4(), home=home)
    (home / "keys" / vault.KEY_NAME).unlink()
    with pytest.raises(Refused, match="kept apart"):
        open_caller(first.pk, by=cast.monitor, because="To call back")
    with pytest.raises(Refused, match="kept apart"):
        call(cast, named(Consent.CALL_BACK))


@pytest.mark.django_db(transaction=True)
def test_a_call_sent_by_sixteen_threads_at_once_is_one_report_of_one_caller() -> None:
    """Impatient fingers make no second pseudonym."""
    cast = make_cast()
    ensure_channel_source("hotline", "Hotline", "")

    def send(_: int) -> object:
        try:
            return call(cast, CallerGiven(), key="one call").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        made = set(pool.map(send, range(16)))
    assert len(made) == 1
    assert Caller.objects.count() == Reception.objects.count() == 1
    assert verify_record().is_intact


@pytest.mark.django_db
def test_a_report_filed_in_other_ways_has_no_caller(cast: Cast):
    """What was imported or filed before came in by no telephone."""
    assert not Reception.objects.filter(report=file(cast.monitor)).exists()
