"""Papers from the record: every account with its voice, the strictest mark, what is seen alone."""

import datetime as dt

import pytest
from papers_round import (
    SECOND_TEXT,
    WHY,
    Held,
    data,
    told,
)
from talks_parts import FIRST, SECOND, Table

from trucewatch.agreements.actions import add_instrument
from trucewatch.agreements.models import Instrument, Version
from trucewatch.agreements.recording import add_version
from trucewatch.papers.content import PaperKind
from trucewatch.papers.gathering import paper_of
from trucewatch.papers.gathering.papers import KINDS
from trucewatch.papers.render import render, sheet_in
from trucewatch.parties.actions import add_party
from trucewatch.parties.models import Party, PartyName
from trucewatch.places.models import Place, PlaceKind, PlaceName
from trucewatch.talks.actions.rounds import add_round
from trucewatch.talks.models import Delegation, Round
from trucewatch.talks.rules.redline import text_hash
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import InstrumentType, PartyKind
from trucewatch.vocabulary.refusal import NotFound, Refused

pytestmark = pytest.mark.django_db


def test_the_head_tells_the_round_and_the_day_that_it_is_made_on(held: Held) -> None:
    """Dates, host, state and zone of the round; for whom and by whom."""
    head = told(held, PaperKind.AGENDA, "liaison")["head"]
    assert (head["track"], head["ordinal"], head["host"]) == ("Lakeside talks", 1, "Host")
    assert head["dates"]["start"] == FIRST.isoformat()
    assert (head["state"], head["zone"]) == ("closed", "Asia/Almaty")
    assert (head["record"], head["made_for"]) == ("Record of the tests", "A party")
    assert head["as_of"] == dt.datetime.now(dt.UTC).date().isoformat()


def test_an_invitation_has_every_answer_with_its_condition_or_reason(held: Held) -> None:
    """Who asked whom at which level and when; one that came late says so."""
    north, south, envoy = told(held, PaperKind.INVITATION_LIST)["invitations"]
    assert (north["invitee"], north["level"], north["invited_by"]) == ("North", "Ministers", "Host")
    [answer] = north["answers"]
    assert (answer["says"], answer["words"]) == ("conditional", "if the roads are open")
    assert answer["by"] == "Patrol"
    assert answer["on"]["start"] == "2017-01-14"
    assert south["answers"][0]["says"] == "declined"
    assert south["answers"][0]["words"] == "nobody guarantees their way"
    assert envoy["is_late"]
    assert envoy["answers"] == []
    assert not north["is_late"]


def test_accounts_of_one_invitation_are_one_entry(held: Held) -> None:
    """Two answers stand in it, neither is taken for right."""
    held.enter(
        "invitation", round=held.round, party=held.table.north, by_party=held.table.host,
        date_start=FIRST - dt.timedelta(days=11), level="Ministers", invitation_answer="declined",
        answered_on=FIRST - dt.timedelta(days=9), source=None,
    )  # fmt: skip
    paper = paper_of(held.table.reader("monitor"), held.round, PaperKind.INVITATION_LIST)
    assert len(data(paper)["invitations"]) == 3
    [table] = [b for b in sheet_in(paper, "en").document.blocks if b.block == "table"]
    assert table.rows[0][3].startswith("Accounts differ:\nConfirmed on conditions")


def test_a_delegation_has_its_head_its_counts_and_every_account_of_its_days(held: Held) -> None:
    """Late by one account and absent by another is a dispute; the hour and the reason stay."""
    north, south = told(held, PaperKind.PARTICIPANTS_LIST)["delegations"]
    assert (north["name"], north["heads"]) == ("North", ["A. North"])
    assert {(c["by"], c["says"]["best"]) for c in north["counts"]} == {("North", 14), ("Host", 9)}
    assert north["capacities"] == [
        {"role": "participant", "views": [
            {"says": "contests", "by": "South", "words": "", "on": None, "kind": "", "at": None}
        ]}
    ]  # fmt: skip
    [day] = north["presence"]
    assert day["day"] == FIRST.isoformat()
    assert day["is_disputed"]
    said = {(a["by"], a["says"], a["at"], a["words"]) for a in day["accounts"]}
    assert said == {("Host", "late", "16:00:00", "snow"), ("South", "absent", None, "")}
    assert south["presence"] == []
    assert south["members"][0]["title"] == "General"


def test_how_a_delegation_came_is_no_dispute(held: Held) -> None:
    """Late by one account and present by another: both have it there."""
    delegation = delegation_of(held, held.table.south)
    for status, by in (("late", held.table.host), ("present", held.table.south)):
        held.enter("presence", delegation=delegation, status=status, date_start=SECOND, by_party=by)
    south = told(held, PaperKind.PARTICIPANTS_LIST)["delegations"][1]
    assert not south["presence"][0]["is_disputed"]


def delegation_of(held: Held, party: Party) -> Delegation:
    """The delegation of a party to the round."""
    return Delegation.objects.get(round=held.round, party=party)


def test_days_that_are_known_roughly_say_so_once(held: Held) -> None:
    """Above the day, where every account of it is rough."""
    delegation = delegation_of(held, held.table.south)
    held.enter(
        "presence", delegation=delegation, status="boycott", date_start=SECOND, date_precision=3
    )
    paper = paper_of(held.table.reader("monitor"), held.round, PaperKind.PARTICIPANTS_LIST)
    [table] = [b for b in sheet_in(paper, "en").document.blocks
               if b.block == "table" and b.name == "presence"]  # fmt: skip
    assert [column.label for column in table.columns] == [
        "Delegation", "23 Jan 2017", "about 24 Jan 2017",
    ]  # fmt: skip
    assert table.rows[1][2] == "Boycotting (Patrol)"


def test_the_agenda_has_stands_formats_and_rival_times_in_local_time_and_utc(held: Held) -> None:
    """The format that was meant stands beside the one that came to be."""
    paper = paper_of(held.table.reader("monitor"), held.round, PaperKind.AGENDA)
    plain = data(paper)
    [item] = plain["items"]
    assert (item["number"], item["title"], item["owner"]) == ("1", "The ceasefire", "North")
    assert item["stands"] == [{"party": "South", "stand": "refuses", "words": "not now"}]
    session, closing = plain["schedule"]
    assert (session["intended"], session["held"]) == ("direct", "proximity")
    assert session["times"][0]["starts"] == "2017-01-23T13:00:00+06:00"
    assert closing["is_disputed"]
    [schedule] = [b for b in sheet_in(paper, "en").document.blocks
                  if b.block == "table" and b.name == "schedule"]  # fmt: skip
    assert schedule.rows[1][1] == (
        "Accounts differ:\n24 Jan 2017, 12:00 (06:00 UTC) (Host)\n"
        "24 Jan 2017, about 18:00 (12:00 UTC) (South)"
    )


def test_dates_of_the_round_stand_as_they_were_announced(held: Held) -> None:
    """Each with whose it is and when it was said."""
    held.enter(
        "round-date", round=held.round, date_start=FIRST, date_end=SECOND,
        announced_on=FIRST - dt.timedelta(days=20), by_party=held.table.host,
    )  # fmt: skip
    [dates] = told(held, PaperKind.AGENDA)["dates"]
    assert dates["what"] == "held"
    assert dates["times"][0]["by"] == "Host"
    assert dates["times"][0]["said_on"]["start"] == "2017-01-03"


def test_an_item_of_a_meeting_names_the_meeting_and_its_format(held: Held) -> None:
    """It is no item of the round as a whole."""
    meeting = held.enter(
        "meeting", round=held.round, name="Experts", date_start=SECOND, actual_format="technical"
    )
    held.enter("agenda-item", meeting=meeting, title="Maps", number=1)
    paper = paper_of(held.table.reader("monitor"), held.round, PaperKind.AGENDA)
    maps = data(paper)["items"][1]
    assert (maps["title"], maps["meeting"], maps["format"]) == ("Maps", "Experts", "technical")
    names = [b.name for b in sheet_in(paper, "en").document.blocks if b.block == "table"]
    assert names == ["items", "items_of_meetings", "schedule"]


def test_positions_stand_at_the_version_that_they_were_given_on(held: Held) -> None:
    """The refusal of the first version is none of the second; each is bound to its text."""
    [text] = told(held, PaperKind.POSITIONS_SHEET)["texts"]
    assert text["title"] == "A joint statement"
    first, second = text["versions"]
    assert [(p["party"], p["stance"]) for p in first["positions"]] == [("South", "refuses")]
    assert {(p["party"], p["stance"], p["words"], p["by"]) for p in second["positions"]} == {
        ("North", "agrees", "", "Host"), ("South", "reserves", "except paragraph 2", "Patrol"),
    }  # fmt: skip
    assert second["sha256"] == text_hash(SECOND_TEXT)
    assert {p["sha256"] for p in second["positions"]} == {second["sha256"]}
    assert first["circulated_on"]["start"] == FIRST.isoformat()


@pytest.mark.parametrize(
    ("told_of", "shown"),
    [
        ([("Host", "agrees", 0), ("Host", "refuses", 1)], "Refuses"),
        ([("Host", "refuses", 1), ("Host", "agrees", 0)], "Refuses"),
        ([("Host", "agrees", 0), ("Envoy", "refuses", 1)], "Accounts differ:\nAgrees\nRefuses"),
        ([("Host", "agrees", 0), ("Host", "refuses", 0)], "Accounts differ:\nAgrees\nRefuses"),
        ([("Host", "agrees", None), ("Host", "refuses", 1)], "Accounts differ:\nAgrees\nRefuses"),
    ],
)
def test_a_position_that_its_own_voice_replaced_does_not_stand(
    held: Held, told_of: list[tuple[str, str, int | None]], shown: str
) -> None:
    """What the same voice says of a later day counts; every account is listed all the same."""
    version = held.table.draft.versions.get(number=1)
    guest = "Guests"
    for voice, stance, days in told_of:
        on = None if days is None else FIRST + dt.timedelta(days=days)
        held.enter("draft-position", version=version, party=None, party_label=guest,
                   draft_stance=stance, by_party=None, by_label=voice, on=on)  # fmt: skip
    paper = paper_of(held.table.reader("monitor"), held.round, PaperKind.POSITIONS_SHEET)
    tables = [b for b in sheet_in(paper, "en").document.blocks if b.block == "table"]
    [row] = [row for row in tables[0].rows if row[0] == guest]
    assert row[1] == shown
    assert sum(row[0] == guest for row in tables[1].rows) == len(told_of)


def test_positions_on_one_text_alone(held: Held) -> None:
    """Others before the same round are left out; a text that was not put before it is none."""
    other = add_instrument(
        Instrument(name="Another text", instrument_type=InstrumentType.PROCEDURE),
        by=held.table.cast.operator,
    )
    stranger = add_instrument(
        Instrument(name="A text elsewhere", instrument_type=InstrumentType.PROCEDURE),
        by=held.table.cast.operator,
    )
    held.enter("tabling", round=held.round, instrument=other)
    reader = held.table.reader("monitor")
    both = data(paper_of(reader, held.round, PaperKind.POSITIONS_SHEET))
    assert [each["title"] for each in both["texts"]] == ["A joint statement", "Another text"]
    one = paper_of(reader, held.round, PaperKind.POSITIONS_SHEET, text=other.pk)
    assert [each["title"] for each in data(one)["texts"]] == ["Another text"]
    with pytest.raises(NotFound):
        paper_of(reader, held.round, PaperKind.POSITIONS_SHEET, text=stranger.pk)
    with pytest.raises(Refused, match="Only the positions"):
        paper_of(reader, held.round, PaperKind.AGENDA, text=other.pk)


def test_a_version_without_its_text_has_no_hash(held: Held) -> None:
    """The hash of words about it is not the hash of the text."""
    version = add_version(
        Version(
            instrument=held.table.draft, number=3, version_state="as_told", handling="GREEN",
            document_sha256="ab" * 32, start=1, end=9,
        ),
        by=held.table.cast.operator,
    )  # fmt: skip
    held.enter("draft-position", version=version, party=held.table.north, draft_stance="silent")
    third = told(held, PaperKind.POSITIONS_SHEET)["texts"][0]["versions"][2]
    assert (third["version"], third["sha256"]) == ("3", "")
    assert third["positions"][0]["sha256"] == ""


def test_the_outcome_has_every_account_the_text_what_is_owed_and_what_follows(held: Held) -> None:
    """One voice calls it a statement and another nothing; both stand."""
    plain = told(held, PaperKind.OUTCOME_SHEET)
    assert {(o["by"], o["outcome"], o["reason"]) for o in plain["outcomes"]} == {
        ("Host", "statement", ""), ("South", "none", "no time"),
    }  # fmt: skip
    assert plain["expectations"][0]["words"] == "a date"
    [text] = plain["tabled"]
    assert (text["title"], text["version"]) == ("A joint statement", "2")
    assert [(s["outcome"], s["by"]) for s in text["settlements"]] == [("adopted", "Host")]
    assert [(a["party"], a["act"]) for a in text["acts"]] == [("South", "signed")]
    [owed] = plain["undertakings"]
    assert (owed["text"], owed["bearer"], owed["owed_to"]) == (
        "Stop firing at once", "North", "South",
    )  # fmt: skip
    assert owed["under"] == "A joint statement, 1"
    [follow_up] = plain["follow_ups"]
    assert (follow_up["text"], follow_up["where"], follow_up["state"]) == (
        "Experts meet", "Lakeside", "asked",
    )  # fmt: skip
    [dates] = plain["next_round"]
    assert (dates["by"], dates["dates"]["start"]) == ("Host", "2017-02-22")


def test_competing_causes_stand_side_by_side(held: Held) -> None:
    """Under the question that they answer, each with its voice; none is picked."""
    [cause] = told(held, PaperKind.OUTCOME_SHEET)["causes"]
    assert cause["question"] == WHY
    assert {(a["by"], a["says"]) for a in cause["answers"]} == {
        ("North", "The road was shelled"), ("South", "They were told to wait"),
    }  # fmt: skip


def test_whoever_agreed_and_has_not_signed_has_a_line_to_sign(held: Held) -> None:
    """With the head of its delegation; South signed already."""
    [text] = told(held, PaperKind.OUTCOME_SHEET)["tabled"]
    assert text["to_sign"] == [{"party": "North", "name": "A. North", "title": "Minister"}]


def test_a_text_whose_adoption_is_disputed_has_no_lines_to_sign(held: Held) -> None:
    """As long as one account has it fail."""
    held.enter(
        "settlement", version=held.second, draft_outcome="not_issued", by_party=held.table.south
    )
    [text] = told(held, PaperKind.OUTCOME_SHEET)["tabled"]
    assert len(text["settlements"]) == 2
    assert text["to_sign"] == []


def test_a_text_that_went_out_is_among_the_statements_and_a_stopped_one_is_not(
    held: Held,
) -> None:
    """Named as what came of the round or not: a text that was not issued is no statement."""
    assert [s["title"] for s in told(held, PaperKind.OUTCOME_SHEET)["issued"]] == [
        "A joint statement"
    ]
    stopped = add_instrument(
        Instrument(name="A stopped text", instrument_type=InstrumentType.JOINT_STATEMENT),
        by=held.table.cast.operator,
    )
    version = add_version(
        Version(instrument=stopped, number=1, version_state="not_signed", handling="GREEN"),
        by=held.table.cast.operator,
    )
    held.enter("tabling", round=held.round, instrument=stopped)
    held.enter("settlement", version=version, draft_outcome="not_issued")
    held.enter("outcome", round=held.round, outcome_kind="no_statement", instrument=stopped)
    plain = told(held, PaperKind.OUTCOME_SHEET)
    assert [s["title"] for s in plain["issued"]] == ["A joint statement"]
    assert [t["title"] for t in plain["tabled"]] == ["A joint statement", "A stopped text"]


def test_names_come_in_the_language_of_the_paper(held: Held) -> None:
    """Of parties and of the town; the record's own words stay as they are."""
    PartyName.objects.create(party=held.table.north, text="Север", folded="север", language="ru")
    town = Place.objects.create(key="x", name="Lakeside", place_kind=PlaceKind.SETTLEMENT)
    PlaceName.objects.create(place=town, text="Озёрный", folded="озерный", language="ru")
    Round.objects.filter(pk=held.round.pk).update(venue=town, venue_label="Hotel by the lake")
    held.round.refresh_from_db()
    paper = paper_of(held.table.reader("monitor"), held.round, PaperKind.PARTICIPANTS_LIST)
    sheet = sheet_in(paper, "ru")
    assert [f.text for f in sheet.facts if f.key == "venue"] == ["Hotel by the lake, Озёрный"]
    [table] = [b for b in sheet.document.blocks
               if b.block == "table" and b.name == "delegations"]  # fmt: skip
    assert table.rows[0][0].startswith("Север")
    assert paper.head.names["North"] == {"ru": "Север"}


def test_a_party_that_is_not_in_the_paper_lends_no_name_to_it(held: Held) -> None:
    """Whom else the record knows is nobody's business."""
    add_party("Elsewhere", kind=PartyKind.STATE, names=[("В другом месте", "ru")],
              by=held.table.cast.operator)  # fmt: skip
    for paper in held.papers("monitor"):
        assert "Elsewhere" not in paper.head.names


@pytest.mark.parametrize("kind", KINDS)
def test_a_round_of_which_nothing_is_told_has_papers_that_say_so(
    table: Table, kind: PaperKind
) -> None:
    """They hold nothing that is marked."""
    paper = paper_of(table.reader("observer"), table.round, kind)
    assert paper.head.handling is Handling.CLEAR
    assert b"recorded" in b"".join(
        str(getattr(block, "text", "")).encode() for block in sheet_in(paper, "en").document.blocks
    )


def test_the_record_as_it_stands_gives_the_same_bytes(held: Held) -> None:
    """In each form, twice."""
    one, other = (list(held.papers("monitor")) for _ in range(2))
    for first, second in zip(one, other, strict=True):
        assert render(first, "ar", "docx") == render(second, "ar", "docx")
        assert render(first, "en", "json") == render(second, "en", "json")


def test_the_next_round_is_told_by_announcements_before_it(held: Held) -> None:
    """An account of when it was held, told afterwards, is none."""
    following = Round.objects.get(track=held.round.track, ordinal=2)
    held.enter("round-date", round=following, date_start=FIRST + dt.timedelta(days=31))
    assert len(told(held, PaperKind.OUTCOME_SHEET)["next_round"]) == 1
    later = FIRST + dt.timedelta(days=60)
    add_round(
        Round(track=held.round.track, ordinal=3, date_start=later, date_end=later),
        by=held.table.secretary,
    )
    assert data(
        paper_of(held.table.reader("monitor"), following, PaperKind.OUTCOME_SHEET)
    )["next_round"] == []  # fmt: skip
