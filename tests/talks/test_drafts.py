"""Drafts: versions that are circulated, positions bound to their text, whom one binds."""

import datetime as dt
from dataclasses import replace

import pytest
from talks_parts import FIRST, SECOND, TEXT, Laid, Table, marked, put

from trucewatch.agreements.models import (
    Instrument,
    Obligation,
    ObligationStep,
    Provision,
    Version,
)
from trucewatch.agreements.recording import add_version
from trucewatch.ledger.models import Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.sources.recording import withdraw_fact
from trucewatch.talks.actions.drafts import (
    DrawnObligation,
    NewVersion,
    circulate_new_draft,
    circulate_version,
    draw_obligations,
)
from trucewatch.talks.models import Circulation, DraftPosition, Settlement, Tabling, TextAct
from trucewatch.talks.queries.drafts import draft_seen, drafts_of, find_version
from trucewatch.talks.standing import hash_of
from trucewatch.vocabulary.derived import DerivedLabel
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import InstrumentType
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
STRICT = Handling.AMBER_STRICT


@pytest.fixture
def new(table: Table) -> NewVersion:
    """The first version of a joint statement, from the host to both sides and a guest."""
    return NewVersion(
        instrument=table.draft, text=TEXT, language="en", on=FIRST, sender=table.host,
        recipients=(table.north, table.south), other_recipients=("A guest",), marked=marked(),
    )  # fmt: skip


def drawn(**columns: object) -> DrawnObligation:
    """An obligation of the south from the second provision."""
    given = {"number": "2", "heading": "Aid", "provision_text": "The parties let aid through.",
             "text": "Let aid through.", "bearer_label": "South", **columns}  # fmt: skip
    return DrawnObligation(**given)


def draw(laid: Laid, *several: DrawnObligation) -> list[Obligation]:
    """Obligations drawn from the version by the secretary."""
    return draw_obligations(laid.version, several, marked=marked(), by=laid.table.secretary)


def test_a_version_is_circulated_with_its_recipients(table: Table, new: NewVersion) -> None:
    """Five entries: the version, its tabling, three circulations; the next is tabled already."""
    before = Entry.objects.count()
    first = circulate_version(table.round, new, by=table.secretary)
    assert Entry.objects.count() == before + 5
    second = circulate_version(table.round, replace(new, text=f"{TEXT}\n3."), by=table.secretary)
    assert (first.number, second.number) == (1, 2)
    assert Tabling.objects.count() == 1
    seen = drafts_of(table.reader("delegate"), table.round)[0]
    assert [version.row.number for version in seen.versions] == [1, 2]
    assert [row.to_whom for row in seen.versions[0].circulations] == ["North", "South", "A guest"]
    assert seen.tablings[0].voice == "Host"
    assert verify_record().is_intact


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": " \n"}, "text"),
        ({"recipients": (), "other_recipients": (" ",)}, "recipients"),
        ({"language": "a language of many letters"}, "language"),
        ({"other_recipients": ("x" * 301,)}, "to_label"),
    ],
)
def test_a_version_that_is_refused_leaves_nothing(
    table: Table, new: NewVersion, change: dict[str, object], field: str
) -> None:
    """Neither a version, nor a tabling, nor the circulations before the one that is wrong."""
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        circulate_version(table.round, replace(new, **change), by=table.secretary)
    assert refused.value.field == field
    rows = (Version, Tabling, Circulation)
    assert [model.objects.count() for model in rows] == [0, 0, 0]
    assert Entry.objects.count() == before


def test_an_unchanged_text_is_no_new_version(table: Table, new: NewVersion) -> None:
    """Compared with the last version that counts: one that was withdrawn may come again."""
    first = circulate_version(table.round, new, by=table.secretary)
    with pytest.raises(Refused, match="unchanged") as refused:
        circulate_version(table.round, new, by=table.secretary)
    assert refused.value.field == "text"
    withdraw_fact(first, by=table.secretary, because="sent by mistake")
    assert circulate_version(table.round, new, by=table.secretary).number == 2


def test_a_version_that_one_may_not_see_is_not_told_of_by_a_refusal(
    table: Table, new: NewVersion
) -> None:
    """The same text, and a tabling of one's own, so that the draft stands where it can be read."""
    by, strict = table.cast.monitor, marked(STRICT)
    first = Version(
        instrument=table.draft, number=1, version_state="tabled", text="Another text.",
        **marked().columns,
    )  # fmt: skip
    add_version(first, by=by)
    circulate_version(table.round, replace(new, marked=strict), by=by)
    assert drafts_of(table.reader("delegate"), table.round) == []
    circulate_version(table.round, new, by=table.secretary)
    seen = drafts_of(table.reader("delegate"), table.round)
    assert [version.row.number for version in seen[0].versions] == [1, 3]
    assert Tabling.objects.count() == 2


@pytest.mark.parametrize("part", ["administrator", "analyst", "delegate", "liaison"])
def test_only_those_who_run_talks_circulate_and_oblige(
    laid: Laid, new: NewVersion, part: str
) -> None:
    """An analyst enters positions and no versions."""
    by, table = laid.table.cast.everyone()[part], laid.table
    before = Entry.objects.count()
    another = Instrument(name="Another", instrument_type=InstrumentType.MEMORANDUM)
    for act in (
        lambda: circulate_version(table.round, new, by=by),
        lambda: circulate_new_draft(table.round, replace(new, instrument=another), by=by),
        lambda: draw_obligations(laid.version, [drawn()], marked=marked(), by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Entry.objects.count() == before
    assert not Instrument.objects.filter(name="Another").exists()


def test_a_new_draft_comes_with_its_first_version_or_not_at_all(
    table: Table, new: NewVersion
) -> None:
    """A text without recipients leaves no instrument; neither does a name that is taken."""
    before = Entry.objects.count()

    def put_before(name: str, **change: object) -> Version:
        instrument = Instrument(name=name, instrument_type=InstrumentType.JOINT_STATEMENT)
        given = replace(new, instrument=instrument, **change)
        return circulate_new_draft(table.round, given, by=table.secretary)

    for name, change, field in (
        ("Another", {"recipients": (), "other_recipients": ()}, "recipients"),
        ("Another", {"marked": marked(Handling.RED)}, "compartment"),
        (table.draft.name, {}, "name"),
        ("", {}, "name"),
    ):
        with pytest.raises(Refused) as refused:
            put_before(name, **change)
        assert refused.value.field == field
    assert Instrument.objects.count() == 1
    assert Entry.objects.count() == before
    assert put_before("Another").number == 1
    assert {seen.instrument.name for seen in drafts_of(table.reader("delegate"), table.round)} == {
        "Another"
    }


def test_a_position_is_bound_to_the_text_by_its_hash(laid: Laid) -> None:
    """Whoever had another text before them is refused at its field."""
    given = put(laid, "draft-position")
    assert given.version_hash == hash_of(laid.version)
    put(laid, "draft-position", party=laid.table.south, version_hash=hash_of(laid.version))
    with pytest.raises(Refused, match="open the version again") as refused:
        put(laid, "draft-position", version_hash="ab" * 32)
    assert refused.value.field == "version_hash"
    assert DraftPosition.objects.count() == 2


def test_a_position_on_a_text_that_nobody_has_is_bound_to_the_words_about_it(laid: Laid) -> None:
    """By the place of the words; another place is another hash."""
    told = Version(
        instrument=laid.table.draft, number=9, version_state="as_told", document_sha256="ab" * 32,
        start=10, end=40, recorded_by=laid.table.cast.monitor, recorded_at=laid.version.recorded_at,
        **laid.marks,
    )  # fmt: skip
    told.save()
    given = put(laid, "draft-position", version=told)
    assert given.version_hash == hash_of(told)
    assert given.version_hash != hash_of(laid.version)


def test_a_reservation_is_given_in_words(laid: Laid) -> None:
    """Without them nobody knows what is reserved."""
    with pytest.raises(Refused) as refused:
        put(laid, "draft-position", draft_stance="reserves")
    assert refused.value.field == "text"
    put(laid, "draft-position", draft_stance="reserves", text="Not on the second article.")


@pytest.mark.parametrize("slug", ["draft-position", "settlement", "text-act"])
def test_nothing_is_recorded_on_a_version_that_is_withdrawn(laid: Laid, slug: str) -> None:
    """It is answered like one that is not there."""
    withdraw_fact(laid.version, by=laid.table.secretary, because="sent by mistake")
    with pytest.raises(NotFound):
        put(laid, slug)
    with pytest.raises(NotFound):
        find_version(laid.table.reader("delegate"), laid.version.pk)


def test_what_hangs_on_a_withdrawn_version_is_seen_nowhere(laid: Laid) -> None:
    """Neither positions, nor what became of it, nor whom it was handed to."""
    for slug in ("tabling", "circulation", "draft-position", "settlement", "text-act"):
        put(laid, slug)
    reader = laid.table.reader("delegate")
    seen = draft_seen(reader, laid.table.draft.pk)
    assert seen.outcome is not None
    assert [label for _key, label in seen.holders] == ["North"]
    withdraw_fact(laid.version, by=laid.table.secretary, because="sent by mistake")
    seen = draft_seen(reader, laid.table.draft.pk)
    assert (seen.versions, seen.holders, seen.settled, seen.outcome) == ((), [], [], None)
    withdraw_fact(Tabling.objects.get(), by=laid.table.secretary, because="of another round")
    assert drafts_of(reader, laid.table.round) == []


def test_positions_compete_by_account_and_the_newest_counts(laid: Laid) -> None:
    """The party says no, another says that it agreed; a later day is later."""
    put(laid, "draft-position", draft_stance="refuses", on=SECOND)
    put(laid, "draft-position", by_party=laid.table.south, on=FIRST)
    stance = draft_seen(laid.table.reader("delegate"), laid.table.draft.pk).versions[0].stances[0]
    assert stance.newest.draft_stance == "refuses"
    assert stance.verdict.label is DerivedLabel.DISPUTED
    assert stance.is_bound


def test_issued_without_some_says_without_whom(laid: Laid) -> None:
    """And what in the positions does not go with it is told beside it."""
    put(laid, "draft-position", draft_stance="refuses")
    with pytest.raises(Refused) as refused:
        put(laid, "settlement", draft_outcome="issued_without", without=" \n ")
    assert refused.value.field == "without"
    with pytest.raises(Refused) as refused:
        put(laid, "settlement", draft_outcome="surprise")
    assert refused.value.field == "draft_outcome"
    put(laid, "settlement", draft_outcome="issued_without", without=" South \n\n")
    seen = draft_seen(laid.table.reader("delegate"), laid.table.draft.pk).settled[0]
    assert seen.without == ["South"]
    assert seen.against == ("North refused this version and is not among those left out.",)


def test_accounts_of_the_end_of_a_draft_compete(laid: Laid) -> None:
    """Adopted for one, not issued for another: nothing chooses between them."""
    put(laid, "settlement", by_label="Host")
    put(laid, "settlement", by_label="North", draft_outcome="not_issued", reason="We refused.")
    seen = draft_seen(laid.table.reader("delegate"), laid.table.draft.pk)
    assert seen.outcome is not None
    assert seen.outcome.label is DerivedLabel.DISPUTED
    assert Settlement.objects.count() == 2


def test_signing_publishing_and_stepping_back_are_facts_of_their_own(laid: Laid) -> None:
    """One party may have done all three."""
    for act in ("signed", "published", "dissociated"):
        put(laid, "text-act", text_act=act)
    assert TextAct.objects.count() == 3
    with pytest.raises(Refused) as refused:
        put(laid, "text-act", party=None)
    assert refused.value.field == "party_label"


def test_obligations_are_drawn_from_what_was_adopted(laid: Laid) -> None:
    """The provision with its words, the obligation, and that it is agreed on the version's day."""
    put(laid, "settlement")
    before = Entry.objects.count()
    made = draw(
        laid, drawn(), drawn(bearer=laid.table.north, bearer_label="", text="Stay back."),
        drawn(number="1", heading="Fire", due_until=SECOND, due_from=FIRST),
    )  # fmt: skip
    assert Entry.objects.count() == before + 8
    assert [row.number for row in Provision.objects.order_by("position")] == ["2", "1"]
    assert {row.provision.text for row in made[:2]} == {"The parties let aid through."}
    assert set(ObligationStep.objects.values_list("obligation_state", flat=True)) == {"agreed"}
    seen = draft_seen(laid.table.reader("delegate"), laid.table.draft.pk).versions[0]
    assert {row.text for row in seen.obligations} == {"Let aid through.", "Stay back."}
    assert verify_record().is_intact


@pytest.mark.parametrize("outcome", ["not_issued", "host_summary", ""])
def test_what_nobody_says_was_adopted_binds_nobody(laid: Laid, outcome: str) -> None:
    """A summary by the host neither."""
    if outcome:
        put(laid, "settlement", draft_outcome=outcome)
    with pytest.raises(Refused, match="Only what was adopted binds"):
        draw(laid, drawn())


@pytest.mark.parametrize("how", ["refused", "left out"])
def test_a_party_that_did_not_accept_is_bound_by_nothing(laid: Laid, how: str) -> None:
    """And what was drawn for another in the same act is not written either."""
    if how == "refused":
        put(laid, "settlement")
        put(laid, "draft-position", party=laid.table.south, draft_stance="refuses")
    else:
        put(laid, "settlement", draft_outcome="issued_without", without="SOUTH")
    before = Entry.objects.count()
    with pytest.raises(Refused, match="South did not accept") as refused:
        draw(laid, drawn(bearer=laid.table.north, bearer_label=""), drawn())
    assert refused.value.field == "bearer"
    rows = (Provision, Obligation, ObligationStep)
    assert [model.objects.count() for model in rows] == [0, 0, 0]
    assert Entry.objects.count() == before
    draw(laid, drawn(bearer=laid.table.north, bearer_label=""))


def test_a_refusal_that_is_withdrawn_or_taken_back_binds_again(laid: Laid) -> None:
    """The positions that count are those of the day."""
    put(laid, "settlement")
    no = put(laid, "draft-position", party=laid.table.south, draft_stance="refuses", on=FIRST)
    with pytest.raises(Refused):
        draw(laid, drawn())
    withdraw_fact(no, by=laid.table.secretary, because="of another version")
    assert len(draw(laid, drawn())) == 1
    put(laid, "draft-position", party=laid.table.south, draft_stance="refuses", on=FIRST)
    put(laid, "draft-position", party=laid.table.south, on=SECOND)
    assert len(draw(laid, drawn(number="1"))) == 1


@pytest.mark.parametrize("bad", [{"bearer_label": " "}, {"heading": "x" * 301}, {"text": ""}])
def test_one_obligation_that_is_refused_leaves_none(laid: Laid, bad: dict[str, object]) -> None:
    """Nor the provisions that were entered for those before it."""
    put(laid, "settlement")
    before = Entry.objects.count()
    with pytest.raises(Refused):
        draw(laid, drawn(number="1"), drawn(**bad))
    with pytest.raises(Refused):
        draw(laid)
    assert Entry.objects.count() == before
    assert not Provision.objects.exists()


def test_what_is_drawn_is_no_more_open_than_the_version(laid: Laid) -> None:
    """A provision open to everybody would tell of a text that is not."""
    put(laid, "settlement")
    with pytest.raises(Refused) as refused:
        draw_obligations(
            laid.version, [drawn()], marked=marked(Handling.GREEN), by=laid.table.secretary
        )
    assert refused.value.field == "handling"


@pytest.mark.parametrize(
    ("later", "expected"), [(FIRST, {DerivedLabel.DISPUTED}), (SECOND, {None})]
)  # fmt: skip
def test_who_signed_and_declined_on_one_day_is_disputed(
    laid: Laid, later: dt.date, expected: set[DerivedLabel | None]
) -> None:
    """Whoever declines and signs a day later did both."""
    put(laid, "text-act", text_act="declined_to_sign", party=laid.table.north, date_start=FIRST,
        date_end=FIRST)  # fmt: skip
    put(laid, "text-act", text_act="signed", party=laid.table.north, date_start=later,
        date_end=later)  # fmt: skip
    put(laid, "text-act", text_act="published", party=laid.table.north, date_start=FIRST,
        date_end=FIRST)  # fmt: skip
    seen = draft_seen(laid.table.reader("delegate"), laid.table.draft.pk).versions[0]
    told = {act.text_act: verdict and verdict.label for act, verdict in seen.acts_told}
    assert told.pop("published") is None
    assert set(told.values()) == expected
