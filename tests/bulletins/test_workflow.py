"""Approval by somebody else, and a corrigendum that takes the place of what it corrects."""

import datetime as dt

import pytest
from cast import Cast, file

from trucewatch.accounts.access import PUBLIC, MemberReader
from trucewatch.bulletins import render
from trucewatch.bulletins.actions import (
    approve_bulletin,
    draft_bulletin,
    draft_corrigendum,
    publish_bulletin,
    withdraw_bulletin,
)
from trucewatch.bulletins.kinds import Asked, BulletinKind
from trucewatch.bulletins.models import Bulletin, BulletinState
from trucewatch.bulletins.queries import bulletins_for, correction_of, find_bulletin, stamp_of
from trucewatch.bulletins.rules import may_approve, may_publish
from trucewatch.ledger.events import Event
from trucewatch.ledger.queries import acts_upon
from trucewatch.ledger.record_verification import verify_record
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.identity import new_id
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gazetteer")]

DAY = dt.date(2017, 3, 25)
ASKED = Asked(BulletinKind.DAILY, DAY)


@pytest.fixture
def draft(cast: Cast) -> Bulletin:
    """A daily bulletin that the analyst drafted."""
    file(cast.monitor, handling=Handling.CLEAR, day=DAY)
    return draft_bulletin(ASKED, by=cast.analyst)


@pytest.fixture
def published(cast: Cast, draft: Bulletin) -> Bulletin:
    """The same, published by the monitor."""
    return publish_bulletin(draft.pk, by=cast.monitor)


def events_of(bulletin: Bulletin) -> list[str]:
    return [act.entry.event for act in acts_upon([bulletin.pk])]


def test_nobody_approves_their_own_draft(cast: Cast) -> None:
    """Whatever their rights."""
    own = draft_bulletin(ASKED, by=cast.monitor)
    with pytest.raises(NotAllowed, match="another member"):
        approve_bulletin(own.pk, by=cast.monitor)
    one, other = new_id(), new_id()
    assert may_approve(drafter=one, approver=other)
    assert not may_approve(drafter=one, approver=one)


def test_an_approved_bulletin_is_still_unseen_and_then_published(
    cast: Cast, draft: Bulletin
) -> None:
    """Two have read it by then, so that its drafter may send it out."""
    approve_bulletin(draft.pk, by=cast.administrator)
    assert bulletins_for(PUBLIC) == []
    with pytest.raises(Refused, match="approved already"):
        approve_bulletin(draft.pk, by=cast.monitor)
    bulletin = publish_bulletin(draft.pk, by=cast.monitor)
    assert (bulletin.state, bulletin.approved_by) == (BulletinState.PUBLISHED, cast.administrator)
    one = new_id()
    assert may_publish(drafter=one, publisher=one, is_approved=True)


def test_publishing_a_draft_approves_it(cast: Cast, published: Bulletin) -> None:
    """The ledger has both acts, by the same member."""
    assert published.approved_by == published.published_by == cast.monitor
    assert events_of(published) == [
        Event.BULLETIN_DRAFTED,
        Event.BULLETIN_APPROVED,
        Event.BULLETIN_PUBLISHED,
    ]
    assert verify_record().is_intact


def test_an_analyst_drafts_and_does_not_approve(cast: Cast) -> None:
    """The right belongs to monitors and administrators."""
    other = draft_bulletin(ASKED, by=cast.monitor)
    with pytest.raises(NotAllowed, match="approve a bulletin"):
        approve_bulletin(other.pk, by=cast.analyst)


def test_a_draft_that_the_record_has_left_behind_is_not_approved(
    cast: Cast, draft: Bulletin
) -> None:
    """It is drafted anew; under a cut-off it would still be true."""
    file(cast.monitor, handling=Handling.CLEAR, day=DAY)
    with pytest.raises(Refused, match="draft it anew"):
        approve_bulletin(draft.pk, by=cast.monitor)


def test_a_draft_with_a_cut_off_stays_true(cast: Cast, draft: Bulletin) -> None:
    """What is recorded later does not concern it."""
    asked = Asked(BulletinKind.DAILY, DAY, draft.drafted_at)
    cut = draft_bulletin(asked, by=cast.analyst)
    file(cast.monitor, handling=Handling.CLEAR, day=DAY)
    assert publish_bulletin(cut.pk, by=cast.monitor).words["totals"]["now"]["incidents"] == 1


def test_a_corrigendum_takes_the_place_of_what_it_corrects(cast: Cast, published: Bulletin) -> None:
    """The old one stays readable, names its successor, and both say what they are."""
    file(cast.monitor, handling=Handling.CLEAR, day=DAY)
    drafted = draft_corrigendum(published.pk, by=cast.analyst, because="A report came late.")
    assert find_bulletin(published.pk, PUBLIC).state == BulletinState.PUBLISHED
    assert correction_of(published, PUBLIC) is None
    right = publish_bulletin(drafted.pk, by=cast.monitor)
    wrong = find_bulletin(published.pk, PUBLIC)
    assert wrong.state == BulletinState.CORRECTED
    assert correction_of(wrong, PUBLIC) == right
    assert bulletins_for(PUBLIC, state=BulletinState.PUBLISHED) == [right]
    old = render.as_html(wrong.words, "en", stamp_of(wrong, PUBLIC, "en"))
    new = render.as_html(right.words, "en", stamp_of(right, PUBLIC, "en"))
    assert "CORRECTED" in old
    assert "Daily bulletin, 25 Mar 2017: corrigendum" in old
    assert "Reason: A report came late." in new
    assert right.words["totals"]["now"]["incidents"] == 2
    assert events_of(wrong)[-1] == Event.BULLETIN_CORRECTED
    assert verify_record().is_intact


def test_nobody_publishes_a_corrigendum_of_their_own(cast: Cast, published: Bulletin) -> None:
    """It is read by another like any bulletin, and it gives its reason."""
    with pytest.raises(Refused, match="reason"):
        draft_corrigendum(published.pk, by=cast.monitor, because=" ")
    drafted = draft_corrigendum(published.pk, by=cast.monitor, because="A misprint.")
    with pytest.raises(NotAllowed, match="another member"):
        publish_bulletin(drafted.pk, by=cast.monitor)


def test_a_bulletin_is_corrected_once(cast: Cast, published: Bulletin) -> None:
    """A second corrigendum corrects the first; what is withdrawn is corrected by none."""
    one, two = (
        draft_corrigendum(published.pk, by=cast.analyst, because=why) for why in ("One.", "Two.")
    )
    right = publish_bulletin(one.pk, by=cast.monitor)
    with pytest.raises(Refused):
        publish_bulletin(two.pk, by=cast.monitor)
    assert Bulletin.objects.get(pk=two.pk).state == BulletinState.DRAFT
    with pytest.raises(Refused, match="corrected"):
        draft_corrigendum(published.pk, by=cast.analyst, because="Again.")
    withdraw_bulletin(right.pk, by=cast.monitor, because="All wrong.")
    with pytest.raises(Refused, match="withdrawn"):
        draft_corrigendum(right.pk, by=cast.analyst, because="Again.")


def test_a_corrigendum_in_the_making_is_unseen_outside(cast: Cast, published: Bulletin) -> None:
    """Neither the public nor a guarantor learns that one is being drafted."""
    drafted = draft_corrigendum(published.pk, by=cast.analyst, because="A misprint.")
    for reader in (PUBLIC, MemberReader(cast.delegate)):
        assert bulletins_for(reader) == [published]
        with pytest.raises(NotFound):
            find_bulletin(drafted.pk, reader)
