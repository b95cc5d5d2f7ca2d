"""Papers from the record: every account with its voice, the strictest mark, what is seen alone."""

import datetime as dt
from typing import Any

import pytest
from cast import Cast
from papers_round import (
    FIRST_TEXT,
    SECOND_TEXT,
    WHY,
    Held,
    data,
    draft,
    enter,
    hold,
)
from talks_parts import FIRST, SECOND, Laid, Table, lay, make_table, put

from trucewatch.agreements.actions import add_instrument
from trucewatch.agreements.models import Instrument, Provision, Version
from trucewatch.agreements.recording import add_version
from trucewatch.papers.content import PaperKind
from trucewatch.papers.gathering import draft_paper, paper_of
from trucewatch.papers.gathering.papers import KINDS
from trucewatch.papers.gathering.texts import text_named, version_named
from trucewatch.papers.plain import as_json
from trucewatch.papers.render import render, sheet_in
from trucewatch.parties.actions import add_party
from trucewatch.parties.models import Party, PartyName
from trucewatch.places.models import Place, PlaceKind, PlaceName
from trucewatch.sources.recording import withdraw_fact
from trucewatch.talks.actions.rounds import add_round
from trucewatch.talks.models import Delegation, Round
from trucewatch.talks.queries.drafts import draft_seen, drafts_of
from trucewatch.talks.rules.redline import PieceKind, text_hash
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import InstrumentType, PartyKind
from trucewatch.vocabulary.refusal import NotFound, Refused

pytestmark = pytest.mark.django_db
HIDDEN = "Something of which few may know"
TOLD: dict[str, dict[str, Any]] = {
    "invitation": {"party": None, "party_label": HIDDEN},
    "delegation": {"party": None, "party_label": HIDDEN},
    "delegate": {"name": HIDDEN},
    "headcount": {"by_label": HIDDEN},
    "delegation-level": {"text": HIDDEN},
    "delegation-mandate": {"text": HIDDEN},
    "credentials": {"text": HIDDEN},
    "presence": {"by_label": HIDDEN},
    "track-role-view": {"viewer": None, "viewer_label": HIDDEN},
    "round-date": {"by_label": HIDDEN},
    "schedule": {"by_label": HIDDEN},
    "meeting": {"name": HIDDEN},
    "agenda-item": {"title": HIDDEN},
    "agenda-stand": {"party": None, "party_label": HIDDEN},
    "circulation": {"to_party": None, "to_label": HIDDEN},
    "draft-position": {"text": HIDDEN},
    "settlement": {"reason": HIDDEN},
    "text-act": {"text": HIDDEN},
    "outcome": {"text": HIDDEN},
    "expectation": {"text": HIDDEN},
    "follow-up": {"what": HIDDEN},
}
"""Where each kind of fact can hold words that a paper prints."""


@pytest.fixture
def held(cast: Cast) -> Held:
    """A round as several voices tell of it."""
    return hold(cast)


@pytest.fixture
def table(cast: Cast) -> Table:
    """A round of which nothing is told yet."""
    return make_table(cast)


@pytest.fixture
def laid(table: Table) -> Laid:
    """One fact of each kind that others are about, for whoever may see TLP:GREEN."""
    made = lay(table, Handling.GREEN)
    enter(table, "tabling", round=table.round, instrument=table.draft)
    enter(table, "track-role", track=table.track, role_kind="host", party_label="Guests 1")
    role = enter(table, "track-role", track=table.track, role_kind="host", party_label="Guests 1")
    return Laid(
        made.table, made.delegation, made.meeting, made.item, made.follow_up, role, made.version,
        made.marks,
    )  # fmt: skip


def told(held: Held, kind: PaperKind, part: str = "monitor") -> Any:
    """A paper of the round as a program reads it."""
    return data(paper_of(held.table.reader(part), held.round, kind))


def all_told(laid: Laid, part: str) -> tuple[str, set[str]]:
    """Every paper that a part is given, as one text, and the marks of those with hidden words."""
    reader = laid.table.reader(part)
    made = [paper_of(reader, laid.table.round, kind) for kind in KINDS]
    made.append(draft_paper(reader, laid.version))
    texts = {as_json(paper).decode(): paper.head.handling.value for paper in made}
    return "\n".join(texts), {mark for text, mark in texts.items() if HIDDEN in text}


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


def test_a_draft_holds_both_versions_to_the_character(held: Held) -> None:
    """With the hashes of both and to whom it went."""
    paper = draft(held.table.reader("liaison"), held)
    texts = {
        kind: "".join(p.text for p in paper.pieces if p.kind in (PieceKind.KEPT, kind))
        for kind in (PieceKind.REMOVED, PieceKind.ADDED)
    }
    assert texts == {PieceKind.REMOVED: FIRST_TEXT, PieceKind.ADDED: SECOND_TEXT}
    assert (paper.version, paper.compared_with) == ("2", "1")
    assert paper.sha256 == text_hash(SECOND_TEXT)
    assert paper.compared_sha256 == text_hash(FIRST_TEXT)
    assert {(c.to, c.by) for c in paper.circulations} == {("North", "Host"), ("South", "Host")}


def test_a_version_alone_is_its_text(held: Held) -> None:
    """Nothing is struck through where nothing was compared."""
    paper = draft_paper(held.table.reader("liaison"), held.first)
    assert [piece.text for piece in paper.pieces] == [FIRST_TEXT]
    assert (paper.compared_with, paper.language) == ("", "en")


def test_versions_in_several_languages_are_told_apart(held: Held) -> None:
    """By their language where they share a number; by words one has to say which is meant."""
    add_version(
        Version(
            instrument=held.table.draft, number=2, language="ar", text="نص", handling="GREEN",
            version_state="tabled",
        ),
        by=held.table.cast.operator,
    )  # fmt: skip
    seen = draft_seen(held.table.reader("monitor"), held.table.draft.pk)
    assert version_named(seen, "2 (ar)").row.language == "ar"
    assert version_named(seen, "1").row.number == 1
    with pytest.raises(Refused, match=r"1, 2 \(ar\), 2 \(en\)"):
        version_named(seen, "2")


def test_the_text_has_to_be_named_where_there_are_several(held: Held) -> None:
    """With those that there are."""
    drafts = drafts_of(held.table.reader("monitor"), held.round)
    assert text_named(drafts, "").instrument == held.table.draft
    assert text_named(drafts, "a JOINT statement").instrument == held.table.draft
    with pytest.raises(Refused, match="A joint statement"):
        text_named(drafts, "Something else")
    with pytest.raises(NotFound):
        text_named([], "")


def test_drafts_that_cannot_be_compared_or_belong_to_no_round_are_refused(held: Held) -> None:
    """Before anything is printed."""
    reader, by = held.table.reader("monitor"), held.table.cast.operator
    bare = Version(instrument=held.table.draft, number=3, version_state="as_told", handling="GREEN")
    with pytest.raises(Refused, match="text of both"):
        draft_paper(reader, add_version(bare, by=by), held.first)
    loose = add_instrument(
        Instrument(name="A text elsewhere", instrument_type=InstrumentType.PROCEDURE), by=by
    )
    version = add_version(
        Version(instrument=loose, number=1, version_state="draft", text="x", handling="GREEN"),
        by=by,
    )
    with pytest.raises(Refused, match="no round"):
        draft_paper(reader, version)
    with pytest.raises(NotFound):
        draft_paper(reader, version, held.first)
    with pytest.raises(NotFound, match="one of its versions"):
        paper_of(reader, held.round, PaperKind.DRAFT)


@pytest.mark.parametrize("slug", TOLD)
def test_a_paper_holds_only_what_its_reader_may_see_and_bears_its_mark(
    laid: Laid, slug: str
) -> None:
    """A fact is in the paper of the mission, under the fact's mark, and in no paper of a party."""
    open_, marks = all_told(laid, "monitor")
    assert HIDDEN not in open_
    fact = put(laid, slug, **TOLD[slug], handling=Handling.AMBER.value)
    text, marks = all_told(laid, "monitor")
    assert HIDDEN in text
    assert marks == {"AMBER"}
    hidden, _marks = all_told(laid, "liaison")
    assert HIDDEN not in hidden
    assert "AMBER" not in hidden
    withdraw_fact(fact, by=laid.table.cast.monitor, because="It was another round.")
    text, _marks = all_told(laid, "monitor")
    assert HIDDEN not in text


def test_hidden_causes_texts_and_obligations_stay_hidden_and_mark_what_shows_them(
    held: Held,
) -> None:
    """A question with its answer, a text that few know to be on the table, what is owed."""
    text = add_instrument(
        Instrument(name=HIDDEN, instrument_type=InstrumentType.PROCEDURE),
        by=held.table.cast.operator,
    )
    provision = Provision.objects.get(version=held.second)
    asked = held.enter(
        "question", text=HIDDEN, question_kind="cause", about=str(held.round), handling="AMBER"
    )
    rows = [
        held.enter("answer", question=asked, speaker_label=HIDDEN, answer_kind="no", answer="No.",
                   handling="AMBER"),
        held.enter("tabling", round=held.round, instrument=text, handling="AMBER"),
        held.enter("obligation", instrument=held.table.draft, provision=provision, text=HIDDEN,
                   bearer=held.table.north, handling="AMBER"),
    ]  # fmt: skip
    plain = told(held, PaperKind.OUTCOME_SHEET)
    assert [cause["question"] for cause in plain["causes"]].count(HIDDEN) == 1
    assert HIDDEN in [each["title"] for each in plain["tabled"]]
    assert HIDDEN in [each["text"] for each in plain["undertakings"]]
    assert plain["head"]["handling"] == "AMBER"
    assert HIDDEN not in str(told(held, PaperKind.OUTCOME_SHEET, "liaison"))
    for row in (*rows, asked):
        withdraw_fact(row, by=held.table.cast.monitor, because="A slip.")
    plain = told(held, PaperKind.OUTCOME_SHEET)
    assert HIDDEN not in str(plain)
    assert plain["head"]["handling"] == "GREEN"


def test_nothing_of_a_hidden_delegation_or_version_comes_out_by_another_door(held: Held) -> None:
    """Its members, positions and lines to sign go with it."""
    table = held.table
    by = table.cast.monitor
    secret = enter(table, "delegation", round=held.round, party_label="Guests", handling="AMBER")
    enter(table, "delegate", delegation=secret, name="A hidden guest", function="head",
          handling="AMBER")  # fmt: skip
    withdraw_fact(held.second, by=by, because="A slip.")
    for paper in held_papers(held, "liaison"):
        assert "hidden guest" not in as_json(paper).decode()
        assert "except paragraph 2" not in as_json(paper).decode()
    with pytest.raises(NotFound):
        draft(table.reader("monitor"), held)


def held_papers(held: Held, part: str) -> list[Any]:
    """The papers of a round, without its drafts."""
    reader = held.table.reader(part)
    return [paper_of(reader, held.round, kind) for kind in KINDS]


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
