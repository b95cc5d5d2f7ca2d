"""What a slip of the hand, or a form that is sent twice, does not do to the record."""

import datetime as dt
from typing import Any

import pytest
from talks_parts import FIRST, Laid, Table, put

from trucewatch.sources.recording import reinstate_fact, withdraw_fact
from trucewatch.talks.actions.delegations import answer_invitation
from trucewatch.talks.actions.rounds import add_round, change_round, date_round, reckon_from
from trucewatch.talks.actions.tracks import ensure_track
from trucewatch.talks.models import Round, RoundDate, RoundInvitation, Track
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "slug", ["presence", "invitation", "attendance", "outcome", "text-act", "draft-position"]
)
def test_what_is_sent_twice_is_recorded_once(laid: Laid, slug: str) -> None:
    """The second one is refused with a reason; another member may have heard the same."""
    row = put(laid, slug)
    with pytest.raises(Refused, match="recorded already"):
        put(laid, slug)
    put(laid, slug, by=laid.table.secretary)
    assert type(row).objects.count() == 2


@pytest.mark.parametrize(
    ("slug", "columns"),
    [("delegation", {}), ("delegation", {"party": None, "party_label": "Women’s board"}),
     ("presence", {})],
)  # fmt: skip
def test_nothing_is_reinstated_beside_what_took_its_place(
    laid: Laid, slug: str, columns: dict[str, Any]
) -> None:
    """A delegation typed anew is not joined by the one that was withdrawn before."""
    by = laid.table.secretary
    row = put(laid, slug, **columns)
    withdraw_fact(row, by=by, because="A slip")
    again = put(laid, slug, **columns)
    with pytest.raises(Refused, match="taken its place"):
        reinstate_fact(row, by=by, because="No slip")
    withdraw_fact(again, by=by, because="The first was right")
    reinstate_fact(row, by=by, because="No slip")
    assert not type(row).objects.get(pk=row.pk).withdrawn


def test_a_later_answer_stands_beside_the_first(laid: Laid) -> None:
    """What was answered first is not typed over."""
    row = put(laid, "invitation", invitation_answer="none_known", answered_on=None, condition="")
    by = laid.table.secretary
    columns: dict[str, Any] = {"answered_on": FIRST, "condition": "", "reason": ""}
    first = {**columns, "invitation_answer": "conditional", "condition": "Fire ceases first."}
    assert answer_invitation(row, first, by=by).pk == row.pk
    later = answer_invitation(row, {**columns, "invitation_answer": "declined"}, by=by)
    assert later.pk != row.pk
    kept = RoundInvitation.objects.get(pk=row.pk)
    assert (kept.invitation_answer, kept.condition) == ("conditional", "Fire ceases first.")
    with pytest.raises(Refused):
        answer_invitation(row, {**first, "invitation_answer": "none_known"}, by=by)


def test_days_of_a_closed_circle_do_not_become_those_of_the_round(laid: Laid) -> None:
    """Every member sees a round; an account for a few must not tell its days to all."""
    home = laid.table.cast.home_of(laid.table.secretary)
    by = laid.table.secretary
    date = RoundDate(
        round=laid.table.round, date_kind="held", date_start=FIRST, date_end=FIRST,
        handling=Handling.RED.value, compartment=home,
    )  # fmt: skip
    with pytest.raises(Refused):
        reckon_from(date_round(date, by=by), by=by)
    assert Round.objects.get(pk=laid.table.round.pk).date_end != FIRST


def test_the_very_same_date_is_the_one_that_is_there(laid: Laid) -> None:
    """Whoever sends it again, to reckon from it, makes no second account."""
    one = put(laid, "round-date", by=laid.table.secretary)
    assert put(laid, "round-date", by=laid.table.secretary).pk == one.pk


@pytest.mark.parametrize("year", [1, 1899, 2101, 9999])
def test_a_year_that_cannot_be_meant_is_refused(table: Table, year: int) -> None:
    """Pages reckon with days before and after a round."""
    with pytest.raises(Refused) as refused:
        change_round(table.round, {"date_start": dt.date(year, 1, 1)}, by=table.secretary)
    assert refused.value.field == "date_start"


def test_a_track_is_known_in_any_spelling(table: Table) -> None:
    """A second spelling is no second track, and a round under it is of the first."""
    by, name = table.secretary, table.track.name
    before = Track.objects.count()
    assert ensure_track(f" {name.upper()} ", by=by).pk == table.track.pk
    made = add_round(Round(track=name.lower(), ordinal=9, date_start=FIRST, date_end=FIRST), by=by)
    assert made.track == name
    assert Track.objects.count() == before


def test_an_invitation_after_the_round_is_a_slip(laid: Laid) -> None:
    """Late ones come before its end."""
    end = laid.table.round.date_end
    put(laid, "invitation", date_start=end, date_end=end, answered_on=None, is_late=True)
    after = end + dt.timedelta(days=1)
    with pytest.raises(Refused, match="after the round") as refused:
        put(laid, "invitation", date_start=after, date_end=after, answered_on=None)
    assert refused.value.field == "date_start"
