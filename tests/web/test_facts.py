"""Any one fact on a page of its own, entered by one form, taken out of the count and back."""

import datetime as dt

import pytest
from cast import Cast, patrol
from press import FIRST, case, hand_in, make_case, proposal, span  # noqa: F401 - fixtures
from said import HASH, answer, figure, position, question, quoted, statement

from trucewatch.desk.models import CaseFile
from trucewatch.exchange.fact_kinds import KINDS
from trucewatch.ledger.record_verification import verify_record
from trucewatch.statements.actions import record_statement
from trucewatch.statements.models import FigureClaim, Milestone, Position, Question, Statement
from trucewatch.vocabulary.handling import Handling

pytestmark = pytest.mark.django_db
HELD = {
    "topic": "Direct talks", "party_label": "One side", "stance": "for", "text": "Ready",
    "handling": "GREEN",
}  # fmt: skip


def _address(row) -> str:
    return f"/facts/{row._meta.model_name}/{row.pk}/"


def test_a_fact_shows_its_columns_its_source_and_who_recorded_it(as_, cast: Cast) -> None:
    """And what was done to it, from the ledger."""
    row = position(cast.monitor, "Direct talks", "One side", "for", since=dt.date(2017, 2, 16))
    page = as_("observer").get(_address(row)).content.decode()
    for words in ("Direct talks", "One side", "In favour", "16 Feb 2017", "Patrol", "TLP:GREEN"):
        assert words in page
    assert "Recorded</strong> by <bdi>Monitor</bdi>" in page


def test_a_citation_leads_to_the_words_where_the_document_is_at_hand(
    as_,
    cast: Cast,
    case: CaseFile,  # noqa: F811
) -> None:
    """With what stands around them; whoever may not see the document gets only its hash."""
    document = case.documents.first().document
    start, end = span(FIRST, "shaky")
    cited = {"document_sha256": document.sha256, "start": start, "end": end}
    row = position(cast.monitor, "The ceasefire", "A source", "for", **cited)
    page = as_("monitor").get(_address(row)).content.decode()
    assert "A Turkish diplomatic source said" in page
    assert f"/desk/documents/{document.pk}/?c={start}-{end}#c{start}-{end}" in page
    outside = as_("liaison").get(_address(row)).content.decode()
    assert "diplomatic" not in outside
    assert str(document.pk) not in outside
    assert f"Characters {start}-{end} of a document that is not at hand here." in outside


@pytest.mark.parametrize("part", ["liaison", "rival", "observer"])
def test_hidden_facts_and_those_that_never_were_are_the_same(as_, cast: Cast, part: str) -> None:
    """Both are 404; so are their forms."""
    row = position(cast.monitor, "T", "S", "for", handling=Handling.AMBER.value)
    assert as_("delegate").get(_address(row)).status_code == 200
    assert as_(part).get(_address(row)).status_code == 404
    assert as_("monitor").get("/facts/nothing/new/").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_a_form_for_every_kind(as_, cast: Cast, kind: str) -> None:
    """It never offers what belongs to the record, and an empty one is refused without a fault."""
    page = as_("monitor").get(f"/facts/{kind}/new/").content.decode()
    for name in ("recorded_by", "recorded_at", "withdrawn", "properties", "original"):
        assert f'name="{name}"' not in page
    assert as_("monitor").post(f"/facts/{kind}/new/", {"handling": "GREEN"}).status_code == 422


def test_what_was_entered_is_recorded_and_its_undo_takes_it_back(as_, cast: Cast) -> None:
    """The offer stands on its page once; undone it no longer counts, and counts again."""
    client = as_("analyst")
    sent = {**HELD, "since": "16 Feb 2017", "source": patrol().key}
    made = client.post("/facts/position/new/", sent)
    row = Position.objects.get()
    assert (made.status_code, made["Location"]) == (302, f"/facts/position/{row.pk}/")
    assert (row.since, row.source, row.recorded_by) == (
        dt.date(2017, 2, 16), patrol(), cast.analyst,
    )  # fmt: skip
    assert (
        f'action="/facts/position/{row.pk}/withdraw/"'
        in client.get(made["Location"]).content.decode()
    )
    client.post(f"/facts/position/{row.pk}/withdraw/", {"because": "Entered twice"})
    row.refresh_from_db()
    assert row.withdrawn
    page = client.get(made["Location"]).content.decode()
    assert f'action="/facts/position/{row.pk}/reinstate/"' in page
    assert "Entered twice" in page
    client.post(f"/facts/position/{row.pk}/reinstate/", {"because": "It was not"})
    row.refresh_from_db()
    assert not row.withdrawn
    assert verify_record().is_intact


@pytest.mark.parametrize(
    ("kind", "changed", "field"),
    [
        ("position", {"party_label": ""}, "party_label"),
        ("position", {"since": "02/03/2017"}, "since"),
        ("position", {"handling": "RED"}, "compartment"),
        ("position", {"document_sha256": HASH}, "start"),
        ("position", {"document_sha256": HASH, "start": "9", "end": "3"}, "end"),
        ("position", {"document_sha256": "zz", "start": "1", "end": "3"}, "document_sha256"),
        ("note", {"title": "T"}, "handling"),
    ],
)
def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(
    as_, cast: Cast, kind: str, changed: dict[str, str], field: str
) -> None:
    """Whether the form or the record refuses it."""
    answered = as_("monitor").post(f"/facts/{kind}/new/", {**HELD, **changed})
    page = answered.content.decode()
    assert answered.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert "Ready" in page
    assert not Position.objects.exists()


def test_the_address_fills_in_what_it_knows(as_, cast: Cast, case: CaseFile) -> None:  # noqa: F811
    """Words of the press desk: hash, characters, mark and source, with what stands around them."""
    document = case.documents.first().document
    start, end = span(FIRST, "shaky")
    words = f"document={document.pk}&c={start}-{end}"
    page = as_("monitor").get(f"/facts/assessment/new/?{words}&says=shaky").content.decode()
    assert "A Turkish diplomatic source said" in page
    assert f'value="{document.sha256}"' in page
    assert 'value="shaky"' in page
    assert (
        as_("monitor").get(f"/facts/note/new/?document={document.pk}&c=1-99999").status_code == 404
    )
    sent = {
        "says": "shaky", "leaning": "-1", "document_sha256": document.sha256, "start": start,
        "end": end, "handling": "GREEN",
    }  # fmt: skip
    as_("monitor").post("/facts/assessment/new/", sent)
    row = KINDS["assessment"].model.objects.get()
    assert (row.words, row.document, row.handling) == ("shaky", document, "AMBER")


def test_a_mark_that_is_none_opens_nothing(as_, cast: Cast) -> None:
    """The form keeps to AMBER, not to the first of its choices."""
    page = as_("monitor").get("/facts/position/new/?handling=nonsense").content.decode()
    assert '<option value="AMBER" selected>' in page


def test_all_kinds_are_listed_with_what_the_reader_may_see_of_them(as_, cast: Cast) -> None:
    """Words that the address names go on into every form; who may not record gets none."""
    position(cast.monitor, "T", "S", "for")
    position(cast.monitor, "T", "S", "for", handling=Handling.AMBER.value)
    line = 'href="/positions/">Positions</a></th><td class="number">{}</td>'
    assert line.format(2) in as_("monitor").get("/facts/").content.decode()
    page = as_("observer").get("/facts/").content.decode()
    assert line.format(1) in page
    assert "/new/" not in page.replace("/reports/new/", "")


def test_words_of_the_desk_lead_to_every_form(as_, cast: Cast, case: CaseFile) -> None:  # noqa: F811
    """From a proposal to any kind of fact about the same words."""
    document = case.documents.first().document
    start, end = span(FIRST, "shaky")
    query = f"document={document.pk}&amp;c={start}-{end}"
    desk = as_("monitor").get(f"/desk/documents/{document.pk}/?c={start}-{end}")
    assert f'href="/facts/?{query}"' in desk.content.decode()
    page = as_("monitor").get(f"/facts/?document={document.pk}&c={start}-{end}").content.decode()
    assert f'href="/facts/siege/new/?{query}"' in page
    assert "A Turkish diplomatic source said" in page
    assert as_("liaison").get(f"/facts/?document={document.pk}&c=0-1").status_code == 404


def test_words_without_their_document_need_neutral_ones(as_, cast: Cast) -> None:
    """And words have a page of their own, to which that of facts leads."""
    sent = {
        "concept": "killed", "low": "31", "speaker_label": "A", "document_sha256": HASH,
        "start": "1", "end": "9", "handling": "GREEN",
    }  # fmt: skip
    refused = as_("monitor").post("/facts/figure/new/", sent)
    assert 'id="id_gist_error"' in refused.content.decode()
    as_("monitor").post("/facts/figure/new/", {**sent, "gist": "At least 31 killed"})
    row = FigureClaim.objects.get()
    assert (row.low, row.high, row.gist) == (31, None, "At least 31 killed")
    led = as_("monitor").get(f"/facts/figure/{row.pk}/")
    assert led["Location"] == f"/statements/figureclaim/{row.pk}/"


def test_a_form_offers_only_rows_that_its_member_may_see(as_, cast: Cast) -> None:
    """Not even where the address or the form itself names a hidden one."""
    circle = cast.home_of(cast.liaison)
    hidden = question(cast.operator, "A secret?", handling=Handling.RED.value, compartment=circle)
    seen = question(cast.monitor, "An open one?")
    page = as_("monitor").get(f"/facts/answer/new/?question={hidden.pk}").content.decode()
    assert "An open one?" in page
    assert "secret" not in page
    sent = {"speaker_label": "A", "answer_kind": "yes", "answer": "Yes", "handling": "RED"}
    refused = as_("monitor").post("/facts/answer/new/", {**sent, "question": str(hidden.pk)})
    assert refused.status_code == 422
    wider = {**sent, "question": str(seen.pk), "handling": "CLEAR"}
    refused = as_("monitor").post("/facts/answer/new/", wider)
    assert 'id="id_handling_error"' in refused.content.decode()


@pytest.mark.parametrize("part", ["administrator", "delegate", "liaison"])
def test_whoever_may_not_record_sees_no_button_and_no_form(as_, cast: Cast, part: str) -> None:
    """And cannot withdraw either."""
    row = position(cast.monitor, "T", "S", "for")
    client = as_(part)
    for address in ("/positions/", "/questions/", "/figures/", _address(row)):
        page = client.get(address).content.decode()
        assert "/new/" not in page.replace("/reports/new/", "")
        assert "/withdraw/" not in page
    assert client.get("/facts/position/new/").status_code == 403
    answered = client.post(f"{_address(row)}withdraw/", {"because": "No"})
    assert answered.status_code == 403


def test_withdrawing_asks_for_a_reason(as_, cast: Cast) -> None:
    """Without one the fact counts on."""
    row = position(cast.monitor, "T", "S", "for")
    assert as_("monitor").post(f"{_address(row)}withdraw/", {"because": " "}).status_code == 422
    row.refresh_from_db()
    assert not row.withdrawn


def test_a_single_day_needs_no_end(as_, cast: Cast) -> None:
    """A background event of one day; one that ends before it begins is refused."""
    sent = {
        "name": "It began",
        "date_start": "2011-03-15",
        "date_precision": "1",
        "handling": "GREEN",
    }
    wrong = as_("monitor").post("/facts/milestone/new/", {**sent, "date_end": "2011-03-01"})
    assert 'id="id_date_end_error"' in wrong.content.decode()
    as_("monitor").post("/facts/milestone/new/", sent)
    assert Milestone.objects.get().date_end == dt.date(2011, 3, 15)


def test_an_area_is_entered_as_geojson(as_, cast: Cast) -> None:
    """A broken outline is refused at its field with what was typed."""
    sent = {"name": "A pocket", "confidence": "low", "handling": "GREEN", "geometry": "{"}
    refused = as_("monitor").post("/facts/control-area/new/", sent)
    assert 'id="id_geometry_error"' in refused.content.decode()
    square = '{"type":"Polygon","coordinates":[[[36,35],[37,35],[37,36],[36,36],[36,35]]]}'
    made = as_("monitor").post("/facts/control-area/new/", {**sent, "geometry": square})
    assert made.status_code == 302
    assert "Polygon" in as_("observer").get(made["Location"]).content.decode()


def test_a_statement_tells_how_it_came_here_and_which_answers_rest_on_it(as_, cast: Cast) -> None:
    """Office, venue, translation beside the words, credibility, who relayed whom, answers."""
    row = record_statement(
        Statement(
            **quoted(
                speaker_label="A minister", capacity="Head of delegation", on_behalf_of="One side",
                venue="Astana", translation="It holds", translation_language="en", language="ar",
                credibility=3, relayed_by="A newspaper\nAn agency",
            )
        ),
        by=cast.monitor,
    )  # fmt: skip
    asked = question(cast.monitor)
    answer(cast.monitor, asked, "A minister", "yes", statement=row)
    hidden = {"handling": Handling.AMBER.value, "statement": row}
    answer(cast.monitor, asked, "A secret voice", "no", **hidden)
    page = as_("observer").get(f"/statements/statement/{row.pk}/").content.decode()
    for words in ("Head of delegation", "One side", "Astana", "It holds", "Arabic", "English",
                  "3: possibly true", "B: usually reliable", "Was it discussed?"):  # fmt: skip
        assert words in page
    chain = page[page.index('class="chain"') :]
    assert chain.index("A minister") < chain.index("An agency") < chain.index("A newspaper")
    assert "secret" not in page


def test_markup_in_a_fact_is_shown_as_it_was_typed(as_, cast: Cast) -> None:
    """In titles, columns, drawings and forms."""
    evil = "<script>alert(1)</script>"
    rows = [
        position(cast.monitor, evil, evil, "for", text=evil),
        question(cast.monitor, evil),
        statement(cast.monitor, venue=evil, relayed_by=evil),
        figure(cast.monitor, 1, 1, speaker_label=evil, place_label=evil),
        figure(cast.monitor, 2, 2, speaker_label=evil, place_label=evil),
    ]
    pages = ["/figures/", "/questions/", "/positions/", f"/facts/answer/new/?answer={evil}"]
    pages += [_address(row) for row in rows if isinstance(row, Position | Question)]
    pages.append(f"/statements/statement/{rows[2].pk}/")
    for address in pages:
        assert "<script>alert" not in as_("monitor").get(address).content.decode()
