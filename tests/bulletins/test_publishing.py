"""A bulletin is drafted by one member and published by another; its words are frozen."""

import datetime as dt
from pathlib import Path

import pytest

from trucewatch.accounts.access import PUBLIC, MemberReader, operator
from trucewatch.accounts.actions import (
    Newcomer,
    add_member,
    add_organisation,
    open_record,
)
from trucewatch.accounts.models import Compartment, Member
from trucewatch.bulletins.actions import draft_two_ledger, publish_bulletin, withdraw_bulletin
from trucewatch.bulletins.models import Bulletin, BulletinState
from trucewatch.bulletins.queries import bulletins_for, find_bulletin
from trucewatch.bulletins.rules import may_publish
from trucewatch.exchange.options import ImportOptions
from trucewatch.exchange.tallies import import_tallies
from trucewatch.ledger.record_verification import verify_record
from trucewatch.reports.models import Tally
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.identity import new_id
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.vocabulary.roles import OrganisationKind, Role

pytestmark = pytest.mark.django_db

DAY = dt.date(2017, 3, 25)
TOTALS = """report_date,window_hours,monitor,stated_total,url
2017-03-25,24,Russia,13,https://example.org/25
2017-03-25,24,Turkey,19,https://example.org/25
"""
PASSWORD = "quiet-harbour-17"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    open_record(name="Test record")
    bring(tmp_path, TOTALS)
    return tmp_path


@pytest.fixture
def analyst(folder: Path) -> Member:
    mission = operator().organisation
    return add_member(Newcomer("ana", Role.ANALYST, mission), password=PASSWORD, by=operator())


@pytest.fixture
def monitor(folder: Path) -> Member:
    mission = operator().organisation
    return add_member(Newcomer("mo", Role.MONITOR, mission), password=PASSWORD, by=operator())


def bring(folder: Path, text: str) -> None:
    path = folder / "tallies.csv"
    path.write_text(text, encoding="utf-8")
    import_tallies(path, name=path.name, by=operator(), options=ImportOptions())


def outsider(kind: OrganisationKind, role: Role) -> Member:
    organisation = add_organisation(key="outside", name="Outside", kind=kind, by=operator())
    return add_member(Newcomer("out", role, organisation), password=PASSWORD, by=operator())


def test_a_draft_is_read_by_the_mission_alone(analyst: Member, monitor: Member) -> None:
    """Neither the public nor a guarantor sees it, although it is to go out clear."""
    draft = draft_two_ledger(DAY, by=analyst)
    guarantor = outsider(OrganisationKind.GUARANTOR, Role.DELEGATE)
    assert bulletins_for(MemberReader(monitor)) == [draft]
    assert bulletins_for(MemberReader(guarantor)) == bulletins_for(PUBLIC) == []
    with pytest.raises(NotFound):
        find_bulletin(draft.pk, PUBLIC)


def test_an_analyst_outside_the_mission_reads_their_own_draft(folder: Path) -> None:
    """It lies in the home of their organisation, which the mission reads too."""
    observer = outsider(OrganisationKind.OBSERVER, Role.ANALYST)
    draft = draft_two_ledger(DAY, by=observer)
    assert bulletins_for(MemberReader(observer)) == [draft]
    assert bulletins_for(MemberReader(operator())) == [draft]


def test_publishing_opens_a_bulletin_to_those_its_mark_names(
    analyst: Member, monitor: Member
) -> None:
    """The words are those of the draft."""
    draft = draft_two_ledger(DAY, by=analyst)
    publish_bulletin(draft.pk, by=monitor)
    published = find_bulletin(draft.pk, PUBLIC)
    assert (published.state, published.handling) == (BulletinState.PUBLISHED, Handling.CLEAR)
    assert (published.words, published.published_by) == (draft.words, monitor)
    assert verify_record().is_intact


def test_nobody_publishes_their_own_draft(monitor: Member) -> None:
    """Not even whoever holds both rights, and not the operator."""
    for drafter in (monitor, operator()):
        draft = draft_two_ledger(DAY, by=drafter)
        with pytest.raises(NotAllowed, match="another member"):
            publish_bulletin(draft.pk, by=drafter)
    one, other = new_id(), new_id()
    assert may_publish(drafter=one, publisher=other)
    assert not may_publish(drafter=one, publisher=one)


def test_an_analyst_may_draft_and_not_publish(analyst: Member, monitor: Member) -> None:
    """The right to publish belongs to monitors and administrators."""
    draft = draft_two_ledger(DAY, by=monitor)
    with pytest.raises(NotAllowed):
        publish_bulletin(draft.pk, by=analyst)


def test_a_delegate_may_not_draft(folder: Path) -> None:
    """Nothing is written."""
    with pytest.raises(NotAllowed):
        draft_two_ledger(DAY, by=outsider(OrganisationKind.GUARANTOR, Role.DELEGATE))
    assert not Bulletin.objects.exists()


def test_a_clear_bulletin_holds_only_what_the_public_may_see(
    analyst: Member, monitor: Member
) -> None:
    """The drafter sees more; the bulletin does not say it."""
    Tally.objects.filter(monitor__name="Turkey").update(handling=Handling.AMBER)
    clear = draft_two_ledger(DAY, by=analyst)
    amber = draft_two_ledger(DAY, by=analyst, handling=Handling.AMBER)
    assert [each["monitor"] for each in clear.words["ledgers"]] == ["Russia"]
    assert [each["monitor"] for each in amber.words["ledgers"]] == ["Russia", "Turkey"]
    publish_bulletin(amber.pk, by=monitor)
    assert bulletins_for(PUBLIC) == []


def test_no_bulletin_takes_anything_out_of_a_compartment(analyst: Member) -> None:
    """What lies in a compartment stays there, whatever the bulletin's mark."""
    home = Compartment.objects.get(home_of__key="mission")
    Tally.objects.filter(monitor__name="Turkey").update(handling=Handling.AMBER, compartment=home)
    strict = draft_two_ledger(DAY, by=analyst, handling=Handling.AMBER_STRICT)
    assert [each["monitor"] for each in strict.words["ledgers"]] == ["Russia"]
    with pytest.raises(Refused, match="RED"):
        draft_two_ledger(DAY, by=analyst, handling=Handling.RED)


def test_a_draft_that_the_record_has_left_behind_does_not_go_out(
    folder: Path, analyst: Member, monitor: Member
) -> None:
    """A count changed since: the draft is to be written anew."""
    draft = draft_two_ledger(DAY, by=analyst)
    bring(folder, TOTALS.replace("Russia,13", "Russia,14"))
    with pytest.raises(Refused, match="draft it anew"):
        publish_bulletin(draft.pk, by=monitor)


def test_a_published_bulletin_keeps_its_words_when_the_record_changes(
    folder: Path, analyst: Member, monitor: Member
) -> None:
    """What went out stays what went out."""
    published = publish_bulletin(draft_two_ledger(DAY, by=analyst).pk, by=monitor)
    bring(folder, TOTALS.replace("Russia,13", "Russia,14"))
    assert find_bulletin(published.pk, PUBLIC).words["ledgers"][0]["total"] == 13


def test_one_day_has_one_published_bulletin_until_it_is_withdrawn(
    analyst: Member, monitor: Member
) -> None:
    """The second goes out once the first is withdrawn with a reason."""
    first = publish_bulletin(draft_two_ledger(DAY, by=analyst).pk, by=monitor)
    second = draft_two_ledger(DAY, by=analyst)
    with pytest.raises(Refused, match="withdraw it first"):
        publish_bulletin(second.pk, by=monitor)
    with pytest.raises(Refused, match="reason"):
        withdraw_bulletin(first.pk, by=monitor, because=" ")
    withdraw_bulletin(first.pk, by=monitor, because="A count was misread.")
    publish_bulletin(second.pk, by=monitor)
    assert find_bulletin(first.pk, PUBLIC).state == BulletinState.WITHDRAWN
    assert verify_record().is_intact


def test_only_a_published_bulletin_can_be_withdrawn(analyst: Member, monitor: Member) -> None:
    """And only a draft can be published."""
    draft = draft_two_ledger(DAY, by=analyst)
    with pytest.raises(Refused, match="draft"):
        withdraw_bulletin(draft.pk, by=monitor, because="Too early.")
    publish_bulletin(draft.pk, by=monitor)
    with pytest.raises(Refused, match="published already"):
        publish_bulletin(draft.pk, by=monitor)
