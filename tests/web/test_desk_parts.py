"""A long document comes in parts, each light, and every address finds its part."""

from typing import Any

import pytest
from cast import Cast
from django.db import transaction

from trucewatch.desk.actions.opening import open_case
from trucewatch.desk.models import CaseDocument
from trucewatch.desk.reading import keep_reading
from trucewatch.extraction.case import CaseRead, DocumentRead
from trucewatch.extraction.found import Because, FigureFound
from trucewatch.vocabulary.handling import Handling
from trucewatch.web.desk_text import LONGEST_PART

pytestmark = pytest.mark.django_db
LINE = "On that day 41 people were killed near the market, said a man of the town.\n"


@pytest.fixture
def long(cast: Cast, hand_in: Any) -> CaseDocument:
    """A hundred thousand characters with a figure on each line."""
    text = LINE * (100_000 // len(LINE))
    case = open_case("Long", handling=Handling.AMBER, by=cast.monitor)
    row: CaseDocument = hand_in(case, text, cast.monitor, "long.txt")
    because = Because("figure.killed", (0, 2), 0.9)
    figures = tuple(
        FigureFound((at + 12, at + 21), 41, 41, "killed", (), because)
        for at in range(0, len(text), len(LINE))
    )
    read = DocumentRead(str(row.pk), None, (), (), (), (), figures, (), (), (), (), ())
    with transaction.atomic():
        keep_reading(case, CaseRead((read,), {}, (), (), ()))
    return row


def _page(long: CaseDocument) -> str:
    return f"/desk/documents/{long.document_id}/"


def test_a_page_shows_one_part_and_leads_to_the_next(as_, long) -> None:
    """The list holds what stands in that part; the count is of the whole document."""
    first = as_("monitor").get(_page(long))
    assert (first.context["part"].number, first.context["parts"]) == (1, 4)
    rows = [row.proposal.start for row in first.context["rows"]]
    assert max(rows) < LONGEST_PART
    assert first.context["waiting_all"] == long.proposals.count()
    assert first.context["waiting_here"] == len(rows)
    body = first.content.decode()
    assert "&amp;part=2" in body
    assert 'rel="prev"' not in body
    last = as_("monitor").get(_page(long), {"part": "4"})
    assert 'rel="next"' not in last.content.decode()


def test_the_parts_together_hold_every_proposal_once(as_, long) -> None:
    """None falls between two."""
    seen = []
    for part in range(1, 5):
        page = as_("monitor").get(_page(long), {"part": str(part)})
        seen += [row.proposal.pk for row in page.context["rows"]]
    assert seen == list(long.proposals.values_list("pk", flat=True))


def test_an_address_opens_the_part_that_holds_its_characters(as_, long) -> None:
    """A proposal, a passage, or what waits first."""
    client = as_("monitor")
    third = long.proposals.filter(start__gt=2 * LONGEST_PART + 5_000).first()
    assert client.get(_page(long), {"p": third.pk}).context["part"].number == 3
    asked = {"c": f"{third.start}-{third.end}"}
    page = client.get(_page(long), asked)
    assert page.context["part"].number == 3
    assert page.context["panel"]["proposal"].pk == third.pk
    assert f'id="c{third.start}-{third.end}"' in page.content.decode()
    long.proposals.filter(start__lt=third.start).update(state="refused")
    assert client.get(_page(long)).context["part"].number == 3
    assert as_("delegate").get(_page(long), asked).context["part"].number == 3


def test_going_on_into_the_next_part_loads_it_with_the_undo(as_, long) -> None:
    """The script is sent there; nothing is lost on the way."""
    client = as_("monitor")
    last = long.proposals.filter(start__lt=LONGEST_PART - 100).last()
    long.proposals.filter(start__lt=last.start).update(state="refused")
    while True:
        answer = client.post(f"/desk/proposals/{last.pk}/refuse/", headers={"x-desk": "1"})
        body = answer.content.decode()
        if "data-elsewhere" in body:
            break
        last = long.proposals.filter(state="waiting").first()
    following = long.proposals.filter(state="waiting").first()
    assert f"p={following.pk}#panel" in body
    page = client.get(_page(long), {"p": following.pk})
    assert page.context["part"].number == 2
    assert page.context["undo"]["fields"]["ids"] == [str(last.pk)]


def test_accepting_all_takes_what_stood_in_the_list_and_no_other_part(as_, long) -> None:
    """Nobody accepts what they did not have before their eyes."""
    client = as_("monitor")
    page = client.get(_page(long), {"kind": "figure", "part": "2"})
    ids = page.context["waiting_ids"].split(",")[:3]
    client.post(f"{_page(long)}accept/", {"ids": ",".join(ids)})
    accepted = long.proposals.filter(state="accepted").values_list("pk", flat=True)
    assert sorted(accepted) == sorted(map(int, ids))
