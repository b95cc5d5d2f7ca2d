"""Invitations, delegations with what is announced of them, and who was there on which days."""

import datetime as dt
from dataclasses import replace

import pytest
from talks_parts import FIRST, SECOND, Laid, Table, fact, marked, put

from trucewatch.ledger.models import Entry
from trucewatch.sources.recording import withdraw_fact
from trucewatch.talks.actions.arriving import NewDelegation, enter_delegation
from trucewatch.talks.actions.delegations import answer_invitation, invite_all
from trucewatch.talks.models import (
    Delegate,
    Delegation,
    DelegationMandate,
    Headcount,
    Presence,
    RoundInvitation,
)
from trucewatch.talks.queries.delegations import (
    delegations_of,
    find_delegation,
    invitations_of,
    lead_days,
)
from trucewatch.vocabulary.derived import DerivedLabel
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.interval import DatePrecision
from trucewatch.vocabulary.process import ParticipationStatus
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.vocabulary.talks import MandateKind, Rank

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def announced(table: Table) -> NewDelegation:
    """A delegation of the north with everything that is announced of one."""
    return NewDelegation(
        round=table.round, party=table.north, head="A head", title="General",
        mandate=MandateKind.TECHNICAL, declared=5, level="Expert level", marked=marked(),
    )  # fmt: skip


def test_a_delegation_is_entered_with_what_is_announced_of_it(
    table: Table, announced: NewDelegation
) -> None:
    """Five entries: the delegation, its head, its mandate, its number, its level."""
    before = Entry.objects.count()
    made = enter_delegation(announced, by=table.secretary)
    assert Entry.objects.count() == before + 5
    seen = find_delegation(table.reader("delegate"), made.pk)
    assert seen is not None
    assert [(head.name, head.title) for head in seen.heads] == [("A head", "General")]
    assert [(row.count_kind, row.quantity_low) for row in seen.headcounts] == [("declared", 5)]
    assert [row.mandate_kind for row in seen.mandates] == ["technical"]
    assert [row.text for row in seen.expected_level] == ["Expert level"]
    assert seen.actual_level == []


@pytest.mark.parametrize(
    "change", [{"head": "x" * 301}, {"declared": -1}, {"title": "x" * 301}, {"level": "x" * 301}]
)
def test_one_part_that_is_refused_leaves_no_part(
    table: Table, announced: NewDelegation, change: dict[str, object]
) -> None:
    """Neither the delegation nor what came before the part that is wrong."""
    before = Entry.objects.count()
    with pytest.raises(Refused):
        enter_delegation(replace(announced, **change), by=table.secretary)
    rows = (Delegation, Delegate, DelegationMandate, Headcount)
    assert [model.objects.count() for model in rows] == [0, 0, 0, 0]
    assert Entry.objects.count() == before


def test_a_party_has_one_delegation_at_a_round(laid: Laid) -> None:
    """Under its party or under its name, however that is written; a withdrawn one frees it."""
    put(laid, "delegation")
    with pytest.raises(Refused) as refused:
        put(laid, "delegation")
    assert refused.value.field == "party"
    guests = put(laid, "delegation", party=None, party_label="More guests")
    with pytest.raises(Refused) as refused:
        put(laid, "delegation", party=None, party_label="MORE  guests")
    assert refused.value.field == "party_label"
    withdraw_fact(guests, by=laid.table.secretary, because="typed twice")
    put(laid, "delegation", party=None, party_label="More guests")


def test_a_delegation_that_one_may_not_see_is_in_nobodys_way(laid: Laid) -> None:
    """A refusal would tell that it is there."""
    strict = Handling.AMBER_STRICT.value
    put(laid, "delegation", handling=strict)
    put(laid, "delegation", by=laid.table.secretary)
    assert Delegation.objects.filter(party=laid.table.north).count() == 2


def test_several_are_invited_at_once_or_none(laid: Laid) -> None:
    """One without a name leaves none of them."""
    rows = [fact(laid, "invitation"), fact(laid, "invitation", party=None, party_label=" ")]
    with pytest.raises(Refused) as refused:
        invite_all(rows, by=laid.table.secretary)
    assert refused.value.field == "party_label"
    assert not RoundInvitation.objects.exists()
    with pytest.raises(Refused):
        invite_all([], by=laid.table.secretary)
    both = [fact(laid, "invitation"), fact(laid, "invitation", party=laid.table.south)]
    before = Entry.objects.count()
    assert len(invite_all(both, by=laid.table.secretary)) == 2
    assert Entry.objects.count() == before + 2


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"invitation_answer": "conditional"}, "condition"),
        ({"invitation_answer": "declined", "answered_on": dt.date(2017, 1, 15)}, "answered_on"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_at_its_field(
    laid: Laid, columns: dict[str, object], field: str
) -> None:
    """When it is filled in, and when it comes with the invitation."""
    asked = {"date_start": dt.date(2017, 1, 16), "date_end": dt.date(2017, 1, 22)}
    row = put(laid, "invitation", **asked)
    with pytest.raises(Refused) as refused:
        answer_invitation(row, columns, by=laid.table.secretary)
    assert refused.value.field == field
    with pytest.raises(Refused) as refused:
        put(laid, "invitation", **asked, **columns)
    assert refused.value.field == field
    row.refresh_from_db()
    assert row.invitation_answer == "none_known"


def test_an_answer_is_filled_in_with_its_condition(laid: Laid) -> None:
    """One entry; nothing else of the invitation can be changed that way."""
    row = put(laid, "invitation", date_start=FIRST - 3 * DAY)
    before = Entry.objects.count()
    columns = {"invitation_answer": "conditional", "condition": "That bombardment is halted."}
    answered = answer_invitation(row, columns, by=laid.table.cast.analyst)
    assert Entry.objects.count() == before + 1
    assert answered.condition == "That bombardment is halted."
    with pytest.raises(ValueError, match="handling"):
        answer_invitation(row, {"handling": "CLEAR"}, by=laid.table.secretary)
    with pytest.raises(NotAllowed):
        answer_invitation(row, columns, by=laid.table.cast.delegate)


def test_an_invitation_that_is_hidden_or_withdrawn_is_not_answered(laid: Laid) -> None:
    """Both like one that is not there."""
    hidden = put(laid, "invitation", handling=Handling.AMBER_STRICT.value)
    withdrawn = put(laid, "invitation")
    withdraw_fact(withdrawn, by=laid.table.secretary, because="typed twice")
    for row in (hidden, withdrawn):
        with pytest.raises(NotFound):
            answer_invitation(row, {"invitation_answer": "declined"}, by=laid.table.secretary)


def test_invitations_say_how_late_they_came(laid: Laid) -> None:
    """By the last day on which they can have been sent; without a day nobody knows."""
    late = put(laid, "invitation", date_start=FIRST - 7 * DAY, date_end=FIRST - DAY, is_late=True)
    undated = put(laid, "invitation", party=laid.table.south)
    assert lead_days(late, laid.table.round) == 1
    assert lead_days(undated, laid.table.round) is None
    assert [row.pk for row in invitations_of(laid.table.reader("delegate"), laid.table.round)] == [
        late.pk, undated.pk,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"date_start": FIRST - 15 * DAY}, "date_start"),
        ({"date_start": SECOND + 15 * DAY}, "date_start"),
        ({"date_start": SECOND, "date_end": SECOND + 15 * DAY}, "date_start"),
        ({"date_start": SECOND, "date_end": FIRST}, "date_end"),
        ({"date_start": None}, "date_start"),
        ({"status": "confirmed"}, "status"),
    ],
)
def test_presence_far_from_the_round_or_without_a_day_is_refused(
    laid: Laid, columns: dict[str, object], field: str
) -> None:
    """Two weeks to either side; a day of next year is a slip of the pen."""
    with pytest.raises(Refused) as refused:
        put(laid, "presence", **columns)
    assert refused.value.field == field
    assert not Presence.objects.exists()


def test_presence_is_taken_up_to_two_weeks_around_the_days_a_round_may_have_had(
    laid: Laid,
) -> None:
    """Of a round known to the week alone these are more."""
    put(laid, "presence", date_start=SECOND + 14 * DAY)
    laid.table.round.date_precision = DatePrecision.WEEK
    laid.table.round.save()
    put(laid, "presence", date_start=SECOND + 15 * DAY)


def test_reasons_of_a_boycott_compete_by_voice(laid: Laid) -> None:
    """Each with its day; who was there is not disputed by that."""
    for voice, reason in (("North", "Shelling."), ("South", "They were told to.")):
        put(laid, "presence", status="boycott", by_label=voice, reason=reason, date_start=SECOND)
    seen = delegations_of(laid.table.reader("delegate"), laid.table.round)
    row = seen.rows[0]
    assert seen.days == (FIRST, SECOND)
    assert row.cells[0].verdict is None
    assert row.cells[1].verdict is not None
    assert row.cells[1].verdict.label is DerivedLabel.AGREED
    assert row.cells[1].statuses == (ParticipationStatus.BOYCOTT,)
    assert row.reasons is not None
    assert {told.voice: told.reason for told in row.reasons.told} == {
        "North": "Shelling.", "South": "They were told to.",
    }  # fmt: skip
    assert row.reasons.verdict.label is DerivedLabel.DISPUTED


def test_a_delegation_lower_than_expected_is_told_by_ranks(laid: Laid) -> None:
    """The most senior who came against the most senior who was expected."""
    put(laid, "delegation-level", level_kind="expected", rank=Rank.DEPUTY_MINISTER)
    put(laid, "delegate", rank=Rank.SENIOR_OFFICIAL)
    seen = find_delegation(laid.table.reader("delegate"), laid.delegation.pk)
    assert seen is not None
    assert seen.is_downgraded
    put(laid, "delegate", name="A minister", function="member", rank=Rank.MINISTER)
    seen = find_delegation(laid.table.reader("delegate"), laid.delegation.pk)
    assert seen is not None
    assert not seen.is_downgraded


def test_words_of_a_level_alone_compare_with_nothing(laid: Laid) -> None:
    """An account that calls it downgraded stands beside what was expected."""
    put(laid, "delegation-level", level_kind="expected", rank=Rank.MINISTER)
    put(laid, "delegation-level", rank=None, text="downgraded")
    seen = find_delegation(laid.table.reader("delegate"), laid.delegation.pk)
    assert seen is not None
    assert not seen.is_downgraded
    assert [row.text for row in seen.actual_level] == ["downgraded"]


@pytest.mark.parametrize(
    ("slug", "columns", "field"),
    [
        ("headcount", {"quantity_low": None, "quantity_high": None}, "quantity_low"),
        ("delegation-level", {"rank": None}, "rank"),
        ("delegation-level", {"rank": 12}, "rank"),
        ("delegate", {"function": "chief"}, "function"),
        ("delegate", {"name": ""}, "name"),
        ("delegation-mandate", {"mandate_kind": "to win"}, "mandate_kind"),
        ("invitation", {"party": None}, "party_label"),
        ("delegation", {"party": None}, "party_label"),
    ],
)
def test_what_is_missing_of_a_delegation_is_refused_at_its_field(
    laid: Laid, slug: str, columns: dict[str, object], field: str
) -> None:
    """With the reason at the place where it was left out."""
    with pytest.raises(Refused) as refused:
        put(laid, slug, **columns)
    assert refused.value.field == field


def test_mandates_that_accounts_give_stand_side_by_side(laid: Laid) -> None:
    """Technical for one, to consult for another."""
    put(laid, "delegation-mandate", by_label="An official")
    put(laid, "delegation-mandate", by_label="A host", mandate_kind="consulting")
    seen = find_delegation(laid.table.reader("delegate"), laid.delegation.pk)
    assert seen is not None
    assert seen.mandate is not None
    assert seen.mandate.label is DerivedLabel.DISPUTED


def test_whoever_speaks_for_a_delegation_is_told_with_their_authority(laid: Laid) -> None:
    """A spokesperson, and an adviser who speaks for a part of it."""
    put(laid, "delegate")
    put(laid, "delegate", name="A voice", function="spokesperson")
    put(laid, "delegate", name="A consultant", function="adviser", authority="part")
    seen = find_delegation(laid.table.reader("delegate"), laid.delegation.pk)
    assert seen is not None
    assert {row.name for row in seen.spokespeople} == {"A voice", "A consultant"}
    assert [row.name for row in seen.members] == ["A head", "A consultant", "A voice"]
