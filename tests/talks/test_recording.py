"""Talks are recorded by one way: a right, a rule, a row, an entry of the ledger."""

import datetime as dt
from random import Random

import pytest
from cast import Cast
from talks_parts import ABOUT, FIRST, SECOND, TALKS, Laid, Table, lay, marked, put

from trucewatch.ledger.models import Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.sources.recording import reinstate_fact, withdraw_fact
from trucewatch.talks.actions.opening import NewRound, open_round
from trucewatch.talks.actions.rounds import add_round, change_round, reckon_from
from trucewatch.talks.actions.tracks import add_track
from trucewatch.talks.models import Round, RoundDate, RoundStep, Track
from trucewatch.talks.queries.rounds import dates_of, rounds_standing
from trucewatch.vocabulary.derived import DerivedLabel
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.interval import DatePrecision
from trucewatch.vocabulary.process import RoundState
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
WRITERS = ("monitor", "analyst", "secretary")
RUNNERS = ("monitor", "secretary")
READERS = ("administrator", "delegate", "liaison", "rival", "observer")


def test_each_kind_is_entered_with_one_entry_of_the_ledger(laid: Laid) -> None:
    """Under an event of its own; the ledger vouches for every row."""
    before = Entry.objects.count()
    events = set()
    for slug in TALKS:
        put(laid, slug)
        events.add(Entry.objects.latest("seq").event)
    assert Entry.objects.count() == before + len(TALKS)
    assert len(events) == len(TALKS)
    assert verify_record().is_intact


def test_those_who_keep_the_record_enter_every_kind(laid: Laid) -> None:
    """The mediator's secretary as the mission's monitor and analyst do."""
    for part in WRITERS:
        made = lay(laid.table, number=WRITERS.index(part) + 2)
        by = laid.table.cast.everyone()[part]
        for slug in TALKS:
            columns = {"party": None, "party_label": part} if slug == "delegation" else {}
            put(made, slug, by=by, **columns)


@pytest.mark.parametrize("part", READERS)
def test_nobody_else_enters_any_kind(laid: Laid, part: str) -> None:
    """Delegates and liaison officers read; whoever hands out rights does not write."""
    before = Entry.objects.count()
    for slug in TALKS:
        with pytest.raises(NotAllowed):
            put(laid, slug, by=laid.table.cast.everyone()[part])
    assert Entry.objects.count() == before


@pytest.mark.parametrize("slug", sorted(ABOUT))
def test_a_fact_is_no_more_open_than_what_it_is_about(laid: Laid, slug: str) -> None:
    """Its very presence would tell of a delegation, a meeting or a version that is not."""
    with pytest.raises(Refused) as refused:
        put(laid, slug, handling=Handling.GREEN.value)
    assert refused.value.field == "handling"
    assert TALKS[slug].model.objects.count() == 0


@pytest.mark.parametrize("slug", sorted(ABOUT))
def test_what_one_may_not_see_is_answered_like_what_is_not_there(table: Table, slug: str) -> None:
    """In a circle of the other side's, and under an id that nothing has."""
    hidden = lay(table, Handling.RED, table.cast.home_of(table.cast.liaison))
    seen = lay(table, number=2)
    parent = hidden.parent_of(slug)
    assert parent is not None
    nothing = type(parent)(pk="00000000-0000-0000-0000-000000000001")
    reasons = set()
    for about in (parent, nothing):
        with pytest.raises(NotFound) as refused:
            put(seen, slug, **{ABOUT[slug][0]: about})
        reasons.add((str(refused.value), refused.value.field))
    assert len(reasons) == 1


def test_withdrawing_and_reinstating_are_entries_too(laid: Laid) -> None:
    """For every kind alike."""
    by = laid.table.secretary
    for slug in TALKS:
        row = put(laid, slug)
        withdraw_fact(row, by=by, because="typed twice")
        reinstate_fact(row, by=by, because="not typed twice after all")
        if slug == "delegation":
            withdraw_fact(row, by=by, because="another follows")
    assert verify_record().is_intact


@pytest.mark.parametrize(
    ("slug", "columns", "field"),
    [
        ("track-role", {"party_label": " "}, "party_label"),
        ("track-role-view", {"viewer": None}, "viewer_label"),
        ("round-date", {"date_start": None, "date_end": None}, "date_start"),
        ("round-step", {"round_state": "over"}, "round_state"),
        ("schedule", {"time_until": dt.time(11)}, "time_until"),
        ("follow-up", {"what": ""}, "what"),
        ("follow-up-step", {"follow_up_state": "dated"}, "date_start"),
        ("follow-up-step", {"follow_up_state": "lost"}, "follow_up_state"),
        ("follow-up-step", {"on": None}, "on"),
        ("agenda-item", {"round": None}, "round"),
        ("agenda-stand", {"party": None}, "party_label"),
        ("outcome", {"outcome_kind": "triumph"}, "outcome_kind"),
        ("expectation", {"text": ""}, "text"),
    ],
)
def test_what_is_missing_or_wrong_is_refused_at_its_field(
    laid: Laid, slug: str, columns: dict[str, object], field: str
) -> None:
    """And nothing is written."""
    before = TALKS[slug].model.objects.count()
    with pytest.raises(Refused) as refused:
        put(laid, slug, **columns)
    assert refused.value.field == field
    assert TALKS[slug].model.objects.count() == before


def test_a_track_does_not_depend_on_itself(laid: Laid) -> None:
    """Refused at the field of the other one."""
    with pytest.raises(Refused) as refused:
        put(laid, "track-link", other_track=laid.table.track)
    assert refused.value.field == "other_track"


@pytest.mark.parametrize("part", [*READERS, "analyst"])
def test_only_those_who_run_talks_open_rounds_and_reckon(laid: Laid, part: str) -> None:
    """An analyst records what is told of them and does neither."""
    by, table = laid.table.cast.everyone()[part], laid.table
    date = put(laid, "round-date", date_start=SECOND)
    another = Round(track=table.track.name, ordinal=2, date_start=FIRST, date_end=SECOND)
    for act in (
        lambda: add_track(Track(name="Another"), by=by),
        lambda: add_round(another, by=by),
        lambda: change_round(table.round, {"purpose": "To talk."}, by=by),
        lambda: reckon_from(date, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (Track.objects.count(), Round.objects.count()) == (2, 1)


@pytest.mark.parametrize("part", RUNNERS)
def test_a_round_is_opened_with_its_track_and_its_state(cast: Cast, part: str) -> None:
    """Four entries: the track that was not there, the round, the accounts of state and days."""
    round_ = Round(track="Seaside talks", ordinal=1, date_start=FIRST, date_end=SECOND)
    new = NewRound(round_, RoundState.ANNOUNCED, FIRST, marked())
    before = Entry.objects.count()
    made = open_round(new, by=cast.everyone()[part])
    assert Entry.objects.count() == before + 4
    assert Track.objects.filter(name="Seaside talks").exists()
    step = RoundStep.objects.get(round=made)
    assert (step.round_state, step.handling) == ("announced", "AMBER")


def test_a_round_that_cannot_be_opened_leaves_neither_track_nor_round(cast: Cast) -> None:
    """The mark of its state is refused, and all of it with it."""
    round_ = Round(track="Seaside talks", ordinal=1, date_start=FIRST, date_end=SECOND)
    new = NewRound(round_, RoundState.DATED, FIRST, marked(Handling.RED))
    before = Entry.objects.count()
    with pytest.raises(Refused):
        open_round(new, by=cast.secretary)
    assert (Round.objects.count(), Track.objects.count()) == (0, 0)
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"date_end": FIRST - dt.timedelta(days=1)}, "date_end"),
        ({"time_zone": "Asia/Lakeside"}, "time_zone"),
        ({"time_zone": "../etc/passwd"}, "time_zone"),
        ({"date_precision": 9}, "date_precision"),
        ({"track": ""}, "track"),
    ],
)
def test_a_round_is_refused_at_its_field(
    cast: Cast, columns: dict[str, object], field: str
) -> None:
    """Dates in order, a time zone that there is."""
    given = {"track": "Lakeside talks", "ordinal": 2, "date_start": FIRST, "date_end": SECOND}
    with pytest.raises(Refused) as refused:
        add_round(Round(**{**given, **columns}), by=cast.secretary)
    assert refused.value.field == field
    assert not Track.objects.exists()


def test_a_round_is_entered_once(table: Table) -> None:
    """A second one of that number on that track is refused."""
    with pytest.raises(Refused):
        add_round(
            Round(track=table.track.name, ordinal=1, date_start=FIRST, date_end=SECOND),
            by=table.secretary,
        )


COURSE = (
    (RoundState.ANNOUNCED, 10), (RoundState.DATED, 12), (RoundState.OPEN, 23),
    (RoundState.EXTENDED, 24), (RoundState.CLOSED, 25), (RoundState.FOLLOW_UP, 26),
)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_states_of_a_round_come_in_any_order_of_accounts(laid: Laid, seed: int) -> None:
    """Its end may be told before its opening; the state is that of the latest day."""
    told = list(COURSE)
    Random(seed).shuffle(told)
    for state, day in told:
        put(laid, "round-step", round_state=state.value, date_start=FIRST.replace(day=day))
    standing = rounds_standing(laid.table.reader("delegate"), [laid.table.round])[0]
    assert [row.round_state for row in standing.steps] == [state.value for state, _ in COURSE]
    assert standing.state is RoundState.FOLLOW_UP
    assert standing.is_over


def test_a_second_account_of_a_state_stands_beside_the_first(laid: Laid) -> None:
    """Another paper tells of the same end: no step, and no reason to refuse it."""
    for voice in ("An agency", "A site"):
        put(laid, "round-step", round_state="closed", date_start=SECOND, by_label=voice)
    assert RoundStep.objects.count() == 2
    with pytest.raises(Refused, match="cannot follow"):
        put(laid, "round-step", round_state="open", date_start=SECOND + dt.timedelta(days=1))
    assert RoundStep.objects.count() == 2


def test_a_withdrawn_state_counts_no_more(laid: Laid) -> None:
    """Neither for how the round stands nor for what may follow."""
    put(laid, "round-step")
    closed = put(laid, "round-step", round_state="closed", date_start=SECOND)
    withdraw_fact(closed, by=laid.table.secretary, because="of another round")
    later = SECOND + dt.timedelta(days=1)
    put(laid, "round-step", round_state="extended", date_start=later)
    standing = rounds_standing(laid.table.reader("secretary"), [laid.table.round])[0]
    assert standing.state is RoundState.EXTENDED


def test_the_record_reckons_from_one_account_and_keeps_the_others(laid: Laid) -> None:
    """The round moves, both announcements stay, and what they say together is disputed."""
    put(laid, "round-date", date_start=FIRST, date_end=SECOND, announced_on=FIRST, by_label="One")
    later = put(
        laid, "round-date", date_start=dt.date(2017, 2, 1), date_end=dt.date(2017, 2, 7),
        date_precision=DatePrecision.MONTH, by_label="Another",
    )  # fmt: skip
    reckon_from(later, by=laid.table.secretary, because="The host said so.")
    held = Round.objects.get(pk=laid.table.round.pk)
    assert (held.date_start, held.date_end) == (dt.date(2017, 2, 1), dt.date(2017, 2, 7))
    assert held.date_precision == DatePrecision.MONTH
    assert Entry.objects.latest("seq").event == "round.changed"
    told = dates_of(laid.table.reader("delegate"), held)[0]
    assert [row.by_label for row in told.rows] == ["One", "Another"]
    assert RoundDate.objects.filter(withdrawn=False).count() == 2
    assert verify_record().is_intact


def test_an_account_of_the_beginning_moves_the_beginning_alone(laid: Laid) -> None:
    """And one of the end the end; what is told roughly makes the round no more exact."""
    day = dt.timedelta(days=1)
    begins = put(laid, "round-date", date_kind="begins", date_start=FIRST - day, date_end=None)
    assert reckon_from(begins, by=laid.table.secretary).interval.days == 3
    ends = put(
        laid, "round-date", date_kind="ends", date_start=SECOND + day, date_end=None,
        date_precision=DatePrecision.WEEK,
    )  # fmt: skip
    held = reckon_from(ends, by=laid.table.secretary)
    assert (held.date_start, held.date_end) == (FIRST - day, SECOND + day)
    assert held.date_precision == DatePrecision.WEEK


def test_a_beginning_after_the_end_is_nothing_to_reckon_from(laid: Laid) -> None:
    """The account stays; the round keeps its days."""
    late = put(
        laid, "round-date", date_kind="begins", date_start=dt.date(2017, 5, 3), date_end=None
    )
    with pytest.raises(Refused) as refused:
        reckon_from(late, by=laid.table.secretary)
    assert refused.value.field == "date_end"
    assert Round.objects.get(pk=laid.table.round.pk).date_start == FIRST


def test_nobody_reckons_from_an_account_that_is_withdrawn_or_hidden(laid: Laid) -> None:
    """Both are answered like one that is not there."""
    hidden = put(laid, "round-date", handling=Handling.AMBER_STRICT.value)
    withdrawn = put(laid, "round-date")
    withdraw_fact(withdrawn, by=laid.table.secretary, because="typed twice")
    for date in (hidden, withdrawn):
        with pytest.raises(NotFound):
            reckon_from(date, by=laid.table.secretary)


def test_announcements_that_refine_each_other_agree(laid: Laid) -> None:
    """Early May leaves room for 3 and 4 May; 12 May does not."""
    may = dt.date(2017, 5, 1)
    put(laid, "round-date", date_start=may, date_end=may.replace(day=10), by_label="Guarantors",
        date_precision=DatePrecision.MONTH)  # fmt: skip
    put(laid, "round-date", date_start=may.replace(day=3), date_end=may.replace(day=4),
        by_label="Host")  # fmt: skip
    reader = laid.table.reader("delegate")
    assert dates_of(reader, laid.table.round)[0].verdict.label is DerivedLabel.AGREED
    put(laid, "round-date", date_start=may.replace(day=12), date_end=None, by_label="A paper")
    assert dates_of(reader, laid.table.round)[0].verdict.label is DerivedLabel.DISPUTED


def test_only_what_may_change_of_a_round_is_changed(table: Table) -> None:
    """Its track and its number are what it is."""
    with pytest.raises(ValueError, match="ordinal"):
        change_round(table.round, {"ordinal": 2}, by=table.secretary)
    change_round(table.round, {"venue_label": "A hotel"}, by=table.secretary)
    assert Round.objects.get().venue_label == "A hotel"


def test_a_follow_up_is_asked_about_until_it_is_settled(laid: Laid) -> None:
    """What came before the end may be told after it; another account of the end is taken."""
    put(laid, "follow-up-step", follow_up_state="done", on=dt.date(2017, 2, 10))
    put(laid, "follow-up-step", follow_up_state="asked", on=dt.date(2017, 2, 1))
    put(laid, "follow-up-step", follow_up_state="done", on=dt.date(2017, 2, 11))
    with pytest.raises(Refused, match="withdraw that step first") as refused:
        put(laid, "follow-up-step", follow_up_state="asked", on=dt.date(2017, 2, 12))
    assert refused.value.field == "follow_up_state"


def test_nothing_follows_a_follow_up_that_is_withdrawn(laid: Laid) -> None:
    """It is answered like one that is not there."""
    withdraw_fact(laid.follow_up, by=laid.table.secretary, because="typed twice")
    with pytest.raises(NotFound):
        put(laid, "follow-up-step")
