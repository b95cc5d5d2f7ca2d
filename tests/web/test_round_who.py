"""Who came, day by day: whose account each mark is, when, and the way to its fact."""

import datetime as dt
import re
from typing import Any

import pytest
from cast import Cast
from django.test import Client
from django.urls import reverse
from talks_parts import FIRST, SECOND, Laid, Table, lay, make_table, put

from trucewatch.accounts.models import Member
from trucewatch.talks.actions.delegations import answer_invitation
from trucewatch.talks.models import Delegation, Round

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(cast: Cast, settings: Any) -> Table:
    """Two sides and a host at a round of two days."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    return make_table(cast)


@pytest.fixture
def laid(table: Table) -> Laid:
    """The same with a delegation, a meeting, an item and a version."""
    return lay(table)


def page(held: Round, member: Member, **headers: str) -> str:
    """The page of the round."""
    client = Client(**headers)  # type: ignore[arg-type]
    client.force_login(member)
    return client.get(reverse("round", args=[held.pk])).content.decode()


def words(html: str) -> str:
    """What stands there, without its elements, blanks as one."""
    return " ".join(re.sub(r"<[^>]+>|&nbsp;", " ", html).split())


def marks(html: str, day: int) -> list[str]:
    """The marks in the cell of the first delegation on one of the days, as they read."""
    cells = re.search(r'<table class="presence">.*?<tbody><tr>(.*?)</tr>', html, re.S)
    assert cells
    cell = re.findall(r"<td.*?</td>", cells[1], re.S)[day]
    return [words(item) for item in re.findall(r"<li>(.*?)</li>", cell, re.S)]


def test_each_mark_says_its_time_and_whose_account_it_is(laid: Laid) -> None:
    """Four accounts of one day in the order of the day, each by itself."""
    for status, voice, at in (
        ("boycott", "Guests", None), ("present", "Host’s agency", None),
        ("walked_out", "A paper", dt.time(10)), ("late", "A diplomat", dt.time(23, 50)),
    ):  # fmt: skip
        put(laid, "presence", status=status, by_label=voice, at=at)
    found = marks(page(laid.table.round, laid.table.secretary), 0)
    assert found == [
        "Boycotting Guests", "Present Host’s agency", "Walked out 10:00 A paper",
        "Arrived late 23:50 A diplomat",
    ]  # fmt: skip


def test_each_mark_leads_to_the_page_of_its_fact(laid: Laid) -> None:
    """Where a wrong one is withdrawn, though nobody gave a document for it."""
    row = put(laid, "presence", status="absent")
    html = page(laid.table.round, laid.table.secretary)
    address = reverse("fact", args=["presence", row.pk])
    assert re.search(rf'<a class="presence-mark is-absent" href="{address}">', html)
    client = Client()
    client.force_login(laid.table.secretary)
    assert "Withdraw" in client.get(address).content.decode()


def test_reasons_stand_thing_by_thing(laid: Laid) -> None:
    """A boycott of one day and a late arrival on the next dispute nothing."""
    put(laid, "presence", status="boycott", by_label="A", reason="Shelling.", date_start=FIRST)
    put(laid, "presence", status="late", by_label="B", reason="No flight.", date_start=SECOND)
    html = page(laid.table.round, laid.table.secretary)
    start = html.index("Why they were late or away")
    told = words(html[start : html.index("<h3>", start)])
    assert "Disputed" not in told
    assert told.index("Shelling.") < told.index("Arrived late") < told.index("No flight.")


def test_another_answer_stands_right_below_the_one_before_it(laid: Laid) -> None:
    """Declined, then confirmed; only after the last one another can be filled in."""
    asked = {"date_start": FIRST - dt.timedelta(days=9)}
    first = put(laid, "invitation", invitation_answer="declined", **asked)
    other = put(laid, "invitation", party=laid.table.south, **asked)
    again = answer_invitation(first, {"invitation_answer": "confirmed"}, by=laid.table.secretary)
    html = page(laid.table.round, laid.table.secretary)
    order = [
        html.index(reverse("fact", args=["invitation", row.pk])) for row in (first, again, other)
    ]
    assert order == sorted(order)
    assert html.index("earlier answer") < html.index("later answer")
    assert "2 invitations are recorded." in html, "as the invitation list counts them"
    offered = {row.pk: reverse("answer_invitation", args=[row.pk]) in html
               for row in (first, again, other)}  # fmt: skip
    assert offered == {first.pk: False, again.pk: True, other.pk: True}


def test_answers_stand_in_the_order_of_their_days(laid: Laid) -> None:
    """Though the later one was entered first."""
    asked = {"date_start": FIRST - dt.timedelta(days=9)}
    late, early = (
        put(laid, "invitation", invitation_answer=answer, answered_on=FIRST - dt.timedelta(days=n),
            **asked)
        for answer, n in (("confirmed", 1), ("declined", 5))
    )  # fmt: skip
    html = page(laid.table.round, laid.table.secretary)
    places = [html.index(reverse("fact", args=["invitation", row.pk])) for row in (early, late)]
    assert places == sorted(places)


def test_the_first_delegation_is_recorded_from_its_own_section(table: Table) -> None:
    """As in the other sections; whoever only reads is offered nothing."""
    assert not Delegation.objects.exists()
    address = reverse("new_delegation", args=[table.round.pk])

    def section(member: Member) -> str:
        html = page(table.round, member)
        return html[html.index('id="who-came"') : html.index('id="invitations"')]

    assert address in section(table.secretary)
    assert address not in section(table.cast.liaison)
