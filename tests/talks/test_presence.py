"""Who was there on which day: cells of a grid, and the reasons that voices give."""

import datetime as dt
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.talks.rules.presence import (
    LONGEST_GRID,
    PresenceTold,
    cell_of,
    days_of_grid,
    grid_row,
    reasons_of,
    reasons_together,
)
from trucewatch.vocabulary.derived import DerivedLabel
from trucewatch.vocabulary.process import ParticipationStatus
from trucewatch.vocabulary.talks import PRESENCES

P = ParticipationStatus
NORTH = UUID(int=1)
DAYS = [dt.date(2017, 2, day) for day in range(1, 29)]
THERE = (P.PRESENT, P.LATE, P.WALKED_OUT, P.RETURNED)
AWAY = (P.ABSENT, P.BOYCOTT)


def told(
    status: ParticipationStatus, voice: str = "A paper", *, order: int = 0, **more: Any
) -> PresenceTold:
    """One account of 15 February 2017, but for what is given."""
    given = {"first": DAYS[14], "last": DAYS[14], **more}
    return PresenceTold(UUID(int=order + 1), NORTH, given.pop("first"), given.pop("last"),
                        status, voice, order=order, **given)  # fmt: skip


@st.composite
def accounts(draw: st.DrawFn) -> list[PresenceTold]:
    """Accounts of one delegation, each recorded at a place of its own."""
    rows = []
    for order in range(draw(st.integers(1, 6))):
        first, last = sorted((draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))))
        rows.append(
            told(
                draw(st.sampled_from(PRESENCES)),
                draw(st.sampled_from(["North", "NORTH", "South", "A paper"])),
                first=first, last=last, order=order,
                at=draw(st.none() | st.times()),
                reason=draw(st.sampled_from(["", "Shelling.", " Shelling. ", "No invitation."])),
            )
        )  # fmt: skip
    return rows


@given(accounts().flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_a_grid_does_not_depend_on_the_order_of_accounts(
    both: tuple[list[PresenceTold], list[PresenceTold]],
) -> None:
    """Neither its days, nor its cells, nor the reasons."""
    one, other = both
    days = days_of_grid(DAYS[14], DAYS[15], one, is_vague=False)
    assert days == days_of_grid(DAYS[14], DAYS[15], other, is_vague=False)
    assert grid_row(days, one) == grid_row(days, other)
    assert reasons_of(one) == reasons_of(other)


@given(accounts(), st.integers(0, 5))
def test_a_copy_of_an_account_changes_no_verdict(rows: list[PresenceTold], which: int) -> None:
    """The same voice saying the same again adds nothing to either side."""
    again = rows[which % len(rows)]
    for day in DAYS:
        mine = [row for row in rows if row.first <= day <= row.last]
        if again in mine:
            assert cell_of(day, [*mine, again]).verdict == cell_of(day, mine).verdict


@given(accounts())
def test_every_account_stands_in_the_cell_of_each_of_its_days(rows: list[PresenceTold]) -> None:
    """And in no other; a cell without an account says nothing."""
    for cell in grid_row(DAYS, rows):
        assert set(cell.told) == {row for row in rows if row.first <= cell.day <= row.last}
        assert (cell.verdict is None) == (not cell.told)


@pytest.mark.parametrize("here", THERE)
@pytest.mark.parametrize("away", AWAY)
def test_there_and_away_dispute(here: ParticipationStatus, away: ParticipationStatus) -> None:
    """Whatever the manner of either."""
    cell = cell_of(DAYS[14], [told(here, "North"), told(away, "South", order=1)])
    assert cell.is_disputed
    assert cell.verdict is not None
    assert cell.verdict.label is DerivedLabel.DISPUTED


@pytest.mark.parametrize("group", [THERE, AWAY])
def test_manners_of_being_there_or_away_agree(group: tuple[ParticipationStatus, ...]) -> None:
    """Absent for one is boycotting for another: both say that nobody came."""
    rows = [told(status, f"Voice {n}", order=n) for n, status in enumerate(group)]
    cell = cell_of(DAYS[14], rows)
    assert cell.verdict is not None
    assert cell.verdict.label is DerivedLabel.AGREED
    assert cell.statuses == group


def test_who_walked_out_and_came_back_was_there() -> None:
    """A day has several states in the order of the day; one voice does not contradict itself."""
    rows = [
        told(P.RETURNED, at=dt.time(17), order=0), told(P.WALKED_OUT, at=dt.time(11), order=1),
        told(P.PRESENT, at=dt.time(9), order=2),
    ]  # fmt: skip
    cell = cell_of(DAYS[14], rows)
    assert cell.statuses == (P.PRESENT, P.WALKED_OUT, P.RETURNED)
    assert cell.verdict is not None
    assert cell.verdict.label is DerivedLabel.ONE_SIDED
    assert cell.verdict.reason == "Only A paper tells of it."


def test_one_voice_in_two_spellings_is_one_voice() -> None:
    """Capitals make no second witness."""
    cell = cell_of(DAYS[14], [told(P.PRESENT, "North"), told(P.PRESENT, "NORTH", order=1)])
    assert cell.verdict is not None
    assert cell.verdict.label is DerivedLabel.ONE_SIDED


def test_a_day_is_vague_only_where_no_account_knows_it_exactly() -> None:
    """One that does is enough."""
    rough = told(P.PRESENT, is_vague=True)
    assert cell_of(DAYS[14], [rough]).is_vague
    assert not cell_of(DAYS[14], [rough, told(P.PRESENT, "South", order=1)]).is_vague
    assert not cell_of(DAYS[14], []).is_vague


def test_each_voice_has_its_own_reason() -> None:
    """Competing reasons of one boycott are disputed; one voice's repeated reason stands once."""
    both = {"first": DAYS[14], "last": DAYS[15]}
    rows = [
        told(P.BOYCOTT, "North", reason="Shelling.", order=0, **both),
        told(P.BOYCOTT, "North", reason="Shelling. ", order=1, first=DAYS[15], last=DAYS[15]),
        told(P.BOYCOTT, "South", reason="They were told to stay away.", order=2),
        told(P.BOYCOTT, "A paper", order=3),
    ]
    [reasons] = reasons_of(rows)
    assert [(row.voice, row.order) for row in reasons.told] == [("North", 0), ("South", 2)]
    assert reasons.verdict.label is DerivedLabel.DISPUTED
    assert reasons_of(rows[3:]) == []


def test_reasons_for_different_things_do_not_dispute_each_other() -> None:
    """A boycott of one day, a late arrival and a walk-out of the next."""
    rows = [
        told(P.BOYCOTT, "North", reason="Shelling.", order=0),
        told(P.LATE, "South", reason="No flight.", order=1, first=DAYS[15], last=DAYS[15]),
        told(P.WALKED_OUT, "A paper", reason="A word.", order=2, first=DAYS[15], last=DAYS[15]),
    ]
    things = reasons_of(rows)
    assert [each.told for each in things] == [(row,) for row in rows]
    assert {each.verdict.label for each in things} == {DerivedLabel.ONE_SIDED}
    whole = reasons_together(things)
    assert whole is not None
    assert whole.told == tuple(rows)
    assert whole.verdict.label is DerivedLabel.ONE_SIDED


def test_reasons_for_two_boycotts_are_for_two_things() -> None:
    """The same mark on days that nobody has in common."""
    rows = [
        told(P.BOYCOTT, "North", reason="Shelling.", order=0),
        told(P.BOYCOTT, "South", reason="No visa.", order=1, first=DAYS[16], last=DAYS[17]),
    ]
    assert [each.told for each in reasons_of(rows)] == [(rows[0],), (rows[1],)]


@given(accounts())
def test_only_reasons_for_the_same_mark_on_a_shared_day_are_disputed(
    rows: list[PresenceTold],
) -> None:
    """And where two such differ, they are."""

    def says(row: PresenceTold) -> str:
        return " ".join(row.reason.split())

    given_rows = [row for row in rows if says(row)]
    rivals = any(
        one.status is other.status
        and one.first <= other.last
        and other.first <= one.last
        and says(one) != says(other)
        for one, other in combinations(given_rows, 2)
    )
    labels = {each.verdict.label for each in reasons_of(rows)}
    assert (DerivedLabel.DISPUTED in labels) == rivals
    whole = reasons_together(reasons_of(rows))
    assert (whole is None) == (not given_rows)
    assert whole is None or (whole.verdict.label is DerivedLabel.DISPUTED) == rivals


def test_days_of_a_grid_are_those_of_the_round_and_those_told_of() -> None:
    """An arrival the evening before widens it; a day between that nobody tells of stays out."""
    early = told(P.PRESENT, first=DAYS[11], last=DAYS[11])
    days = days_of_grid(DAYS[14], DAYS[15], [early], is_vague=False)
    assert days == [DAYS[11], DAYS[14], DAYS[15]]


def test_of_a_round_dated_roughly_only_days_that_accounts_name_are_drawn() -> None:
    """The week that stands for it is no list of its days, unless nobody names any."""
    week = (DAYS[12], DAYS[18])
    named = days_of_grid(*week, [told(P.BOYCOTT)], is_vague=True)
    assert named == [DAYS[14]]
    assert len(days_of_grid(*week, [], is_vague=True)) == 7


@given(st.integers(0, 4000))
def test_a_grid_has_no_more_days_than_can_be_drawn(length: int) -> None:
    """However long an account says that somebody stayed."""
    row = told(P.PRESENT, last=DAYS[14] + dt.timedelta(days=length))
    days = days_of_grid(DAYS[14], DAYS[15], [row], is_vague=False)
    assert len(days) <= LONGEST_GRID
    assert days[0] == DAYS[14]
