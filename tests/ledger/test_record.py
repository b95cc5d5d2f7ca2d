"""The record's rows against its ledger, in the database and as a file."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from cast import Cast, file, make_cast
from django.db import connection

from trucewatch.agreements.actions import add_instrument
from trucewatch.agreements.models import Instrument
from trucewatch.incidents.actions import merge_reports
from trucewatch.incidents.models import Link
from trucewatch.ledger.actions import Batch, append, destroy_text, make_checkpoint
from trucewatch.ledger.canonical import canonical
from trucewatch.ledger.events import Event
from trucewatch.ledger.export import export_ledger
from trucewatch.ledger.file_verification import verify_file
from trucewatch.ledger.models import Commitment, Entry, Head
from trucewatch.ledger.queries import acts_upon
from trucewatch.ledger.record_verification import verify_record
from trucewatch.ledger.signing import signing_key
from trucewatch.reports.models import Report
from trucewatch.vocabulary.identity import new_id
from trucewatch.vocabulary.process import InstrumentType
from trucewatch.vocabulary.refusal import Refused


def exported() -> list[str]:
    """The lines of the record's exported ledger."""
    out = io.StringIO()
    export_ledger(out)
    return out.getvalue().splitlines(keepends=True)


def verdict_on(lines: list[str]) -> str:
    """What a verification of these lines says; empty when they are intact."""
    verdict = verify_file(io.StringIO("".join(lines)))
    return str(verdict.fault or "")


def test_a_record_agrees_with_its_ledger(cast: Cast) -> None:
    """Members, places, reports: every row is what an entry committed to."""
    file(cast.monitor)
    verdict = verify_record()
    assert verdict.is_intact
    assert verdict.rows > 20


def test_an_exported_ledger_verifies_without_the_database(cast: Cast) -> None:
    """The file alone suffices."""
    file(cast.monitor)
    assert verdict_on(exported()) == ""


def test_the_first_line_is_the_opening_and_the_last_the_signed_head(cast: Cast) -> None:
    """A reader of the file finds the record's key first and its end last."""
    lines = exported()
    first, last = json.loads(lines[0]), json.loads(lines[-1])
    assert first["event"] == "record.opened"
    assert first["facts"]["public_key"]
    assert last["head"]["count"] == len(lines) - 1


@pytest.mark.parametrize("place", [0, 3, -2])
def test_any_change_to_a_line_is_found(cast: Cast, place: int) -> None:
    """A changed word in the first, a middle or the last entry."""
    lines = exported()
    lines[place] = lines[place].replace('"actor":"', '"actor":"x')
    seq = len(lines) - 1 if place < 0 else place + 1
    assert f"entry {seq} was altered" in verdict_on(lines)


def test_a_line_in_another_layout_is_an_altered_line(cast: Cast) -> None:
    """The same values with a space more are not the words that were hashed."""
    lines = exported()
    lines[2] = json.dumps(json.loads(lines[2])) + "\n"
    assert "entry 3 was altered" in verdict_on(lines)


def test_a_removed_tail_is_found_with_and_without_the_head(cast: Cast) -> None:
    """Cutting the end off shows, whether the head was left standing or not."""
    lines = exported()
    count = len(lines) - 1
    assert f"entry {count} was removed" in verdict_on([*lines[:-2], lines[-1]])
    assert "was removed" in verdict_on(lines[:-2])


def test_bytes_that_are_no_json_are_an_altered_entry(cast: Cast) -> None:
    """Garbage is named by its place, not answered with an error of the program."""
    lines = exported()
    lines[1] = "\ufffd\ufffd{{{\n"
    assert "entry 2 was altered" in verdict_on(lines)


def test_an_empty_file_is_a_removal() -> None:
    """Nothing at all is not a ledger."""
    assert "entry 1 was removed" in verdict_on([])


def test_a_pinned_key_refuses_a_ledger_made_up_whole(cast: Cast) -> None:
    """Whoever knows the record's key is not taken in by a consistent forgery."""
    verdict = verify_file(io.StringIO("".join(exported())), public_key="00" * 32)
    assert "expected key" in str(verdict.fault)


def test_a_row_changed_behind_the_ledger_is_named(cast: Cast) -> None:
    """An update in the database without an action shows as that row."""
    report = file(cast.monitor, deaths_best=4)
    Report.objects.filter(pk=report.pk).update(deaths_best=40)
    faults = [str(fault) for fault in verify_record().row_faults]
    last = Head.objects.get().count
    assert faults == [f"report:{report.pk}: the row was altered outside the ledger (entry {last})"]


def test_a_row_removed_behind_the_ledger_is_named(cast: Cast) -> None:
    """A deleted row is missed."""
    report = file(cast.monitor)
    Link.objects.filter(report=report).delete()
    Report.objects.filter(pk=report.pk).delete()
    faults = " ".join(str(fault) for fault in verify_record().row_faults)
    assert f"report:{report.pk}: the row was removed" in faults


def test_a_row_added_behind_the_ledger_is_named(cast: Cast) -> None:
    """A row that no action wrote stands out."""
    report = file(cast.monitor)
    report.pk = None
    copy = Report.objects.get(source_key=report.source_key)
    copy.pk, copy.source_key = copy._meta.pk.get_default(), "smuggled in"
    copy._state.adding = True
    copy.save()
    faults = " ".join(str(fault) for fault in verify_record().row_faults)
    assert f"report:{copy.pk}: the row was added" in faults


def test_an_entry_removed_from_the_database_is_named(cast: Cast) -> None:
    """The chain has a gap."""
    Entry.objects.filter(seq=3).delete()
    assert "entry 3 was removed" in str(verify_record().fault)


def test_a_tail_removed_from_the_database_is_named(cast: Cast) -> None:
    """The signed head counts what is gone."""
    last = Head.objects.get().count
    Entry.objects.filter(seq=last).delete()
    assert f"entry {last} was removed" in str(verify_record().fault)


def test_a_head_turned_back_with_the_tail_is_found(cast: Cast) -> None:
    """A head that was set to the remaining entries lacks the record's signature."""
    last = Head.objects.get().count
    before = Entry.objects.get(seq=last - 1)
    Entry.objects.filter(seq=last).delete()
    Head.objects.update(count=last - 1, hash=before.hash)
    assert "not signed" in str(verify_record().fault)


def test_columns_that_differ_from_the_hashed_words_are_found(cast: Cast) -> None:
    """What people search by must be what was signed."""
    Entry.objects.filter(seq=2).update(actor="member:somebody-else")
    assert "entry 2 was altered" in str(verify_record().fault)


def test_a_swapped_commitment_is_found(cast: Cast) -> None:
    """The Merkle root in the entry vouches for each commitment."""
    report = file(cast.monitor)
    Commitment.objects.filter(subject=report.pk).update(digest=b"\x00" * 32)
    assert "commitments are not those" in str(verify_record().fault)


@pytest.mark.parametrize(
    "change",
    [
        {"salt": None},
        {"kind": "gone"},
        {"version": 99},
        {"entry": "00000000-0000-7000-8000-000000000000"},
    ],
)
def test_a_commitment_cannot_be_bent_to_hide_a_changed_row(
    cast: Cast, change: dict[str, object]
) -> None:
    """Its salt, its kind, its version and its entry are bound as firmly as its digest."""
    report = file(cast.monitor, deaths_best=4)
    Report.objects.filter(pk=report.pk).update(deaths_best=999)
    Commitment.objects.filter(subject=report.pk).update(**change)
    assert not verify_record().is_intact


def test_a_reason_changed_or_wiped_behind_the_ledger_is_named(cast: Cast) -> None:
    """Only a destruction that is an entry itself is believed."""
    one, two = file(cast.monitor), file(cast.monitor)
    into = Link.objects.get(report=one).incident_id
    merge_reports(into=into, reports=[two.pk], by=cast.monitor, because="Same street")
    kept = Commitment.objects.filter(kind="reason")
    kept.update(text="Another street")
    assert "the reason was altered" in str(verify_record().row_faults[0])
    kept.update(text=None, salt=None)
    assert "salt" in str(verify_record().row_faults[0])


@pytest.mark.parametrize(
    ("column", "value"), [("body", "{"), ("at", "garbage"), ("signature", "ZZ"), ("body", "[]")]
)
def test_what_cannot_be_read_is_a_fault_with_its_place(cast: Cast, column: str, value: str) -> None:
    """No value that somebody wrote by hand stops the verification."""
    if column == "at" and connection.vendor == "postgresql":
        value = "2001-01-01"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE ledger_entry SET {column} = %s WHERE seq = 3", [value])
    fault = verify_record().fault
    assert fault is not None
    assert fault.seq == 3


def test_a_signature_in_another_spelling_is_an_altered_entry(cast: Cast) -> None:
    """Capital digits and spaces verify as numbers; they are not what was written."""
    lines = exported()
    entry = json.loads(lines[1])
    for spelling in (
        entry["signature"].upper(),
        f"{entry['signature'][:64]} {entry['signature'][64:]}",
    ):
        changed = [*lines]
        changed[1] = lines[1].replace(entry["signature"], spelling)
        assert "entry 2 was altered" in verdict_on(changed)


@pytest.mark.parametrize("where", ["inside", "beside"])
def test_a_head_that_says_more_is_not_taken(cast: Cast, where: str) -> None:
    """Nothing can be added to the signed end."""
    lines = exported()
    last = json.loads(lines[-1])
    (last["head"] if where == "inside" else last)["note"] = "all is well"
    assert verdict_on([*lines[:-1], canonical(last) + "\n"]) != ""


def test_a_line_without_end_is_not_held_in_memory() -> None:
    """The first megabyte suffices to know that it is no entry."""
    assert "longer than any entry" in verdict_on(["0" * (3 << 20)])


def test_another_key_is_refused_before_anything_is_written(cast: Cast, settings: Any) -> None:
    """A lost key is named; the chain is not continued under a new one."""
    report = file(cast.monitor)
    key = settings.TRUCEWATCH_HOME / "keys" / "ledger.ed25519"
    held = key.read_text()
    try:
        for broken in (None, "ab" * 32, "no key"):
            key.unlink(missing_ok=True)
            if broken:
                key.write_text(broken)
            signing_key.cache_clear()
            with pytest.raises(Refused, match="signing key"):
                file(cast.monitor)
    finally:
        key.unlink(missing_ok=True)
        key.write_text(held)
        key.chmod(0o600)
        signing_key.cache_clear()
    assert list(Report.objects.all()) == [report]
    assert verify_record().is_intact


def test_a_reason_can_be_destroyed_without_breaking_the_chain(cast: Cast) -> None:
    """The words are gone; that words stood there is still proven."""
    one, two = file(cast.monitor), file(cast.monitor)
    into = Link.objects.get(report=one).incident_id
    merge_reports(into=into, reports=[two.pk], by=cast.monitor, because="The caller named him")
    kept = Commitment.objects.get(kind="reason", text__contains="named him")
    destroy_text(kept.pk, by=cast.administrator, because="Retention period over")
    assert verify_record().is_intact
    assert not Commitment.objects.filter(text__contains="named him").exists()
    assert verdict_on(exported()) == ""


def test_history_tells_who_did_what_and_why(cast: Cast) -> None:
    """The acts upon a report come oldest first with their reasons."""
    one, two = file(cast.monitor), file(cast.monitor)
    into = Link.objects.get(report=one).incident_id
    merge_reports(into=into, reports=[two.pk], by=cast.analyst, because="Same shelling")
    acts = acts_upon([into])
    assert [(act.entry.event, act.because) for act in acts] == [
        ("report.filed", ""),
        ("incident.merged", "Same shelling"),
    ]
    assert acts[-1].entry.actor == cast.analyst.ledger_name


def test_names_of_members_do_not_stand_in_the_chain(cast: Cast) -> None:
    """A monitor's name can be forgotten one day: the chain knows ids and salted digests only."""
    file(cast.monitor)
    text = "".join(exported()).casefold()
    assert not any(name in text for name in ("observer", "delegate", "a guarantor", "rival"))


def test_a_checkpoint_is_signed_and_kept(cast: Cast) -> None:
    """The end of the chain at one moment, in words that prove it later."""
    made = make_checkpoint(by=cast.administrator)
    assert Entry.objects.get(seq=made.count).hash == made.hash
    Entry.objects.filter(seq__gte=made.count).delete()
    assert not verify_record().is_intact


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_an_error() -> None:
    """An act and its entry stand or fall together."""
    cast = make_cast()
    with pytest.raises(RuntimeError, match="transaction"):
        append(Event.CHECKPOINT_MADE, by=cast.operator, batch=Batch(new_id(), "", 0))


def test_keys_are_readable_by_their_owner_alone(cast: Cast, settings: object) -> None:
    """The signing key is nobody else's to read."""
    key: Path = settings.TRUCEWATCH_HOME / "keys" / "ledger.ed25519"  # type: ignore[attr-defined]
    assert key.stat().st_mode & 0o077 == 0


def test_columns_that_came_later_leave_older_commitments_intact(cast: Cast) -> None:
    """While they are empty the content is what it was; once they are filled they count."""
    row = add_instrument(
        Instrument(name="A truce", instrument_type=InstrumentType.LOCAL_TRUCE), by=cast.operator
    )
    assert "depositary" not in row.content()
    assert verify_record().is_intact
    Instrument.objects.filter(pk=row.pk).update(depositary="Somebody else")
    assert not verify_record().is_intact
    row.refresh_from_db()
    assert row.content()["depositary"] == "Somebody else"
