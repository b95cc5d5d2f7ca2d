"""Papers over the web: who gets which, in what form and language; templates in and out."""

import io
import json
from pathlib import Path
from typing import Any

import docx
import pytest
from cast import Cast
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from papers_parts import opened, text_of, words_in
from papers_round import SECOND_TEXT, Held, enter, hold

from trucewatch.ledger.models import Entry
from trucewatch.papers.gathering.papers import KINDS
from trucewatch.papers.render import FORMS, standard_template
from trucewatch.papers.templates import LARGEST
from trucewatch.sources.recording import withdraw_fact

pytestmark = pytest.mark.django_db
NOWHERE = "01a22037-2bbd-7782-aaa4-cc1671c8d3cc"
BROKEN = b"#panic()"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """A folder of the record, with the ledger's key in it."""
    old = settings.TRUCEWATCH_HOME
    settings.TRUCEWATCH_HOME = tmp_path
    (tmp_path / "keys").symlink_to(old / "keys")
    return tmp_path


@pytest.fixture
def held(cast: Cast) -> Held:
    """A round as several voices tell of it."""
    return hold(cast)


def of_round(held: Held, kind: str, form: str, query: str = "") -> str:
    """Where a paper of the round is."""
    return reverse("round_paper", args=[held.round.pk, kind, form]) + query


def of_version(held: Held, form: str, query: str = "") -> str:
    """Where the second version is as a paper."""
    return reverse("version_paper", args=[held.second.pk, form]) + query


def letterhead(*paragraphs: str) -> bytes:
    """A document as somebody writes it in a word processor."""
    word = docx.Document()
    for text in paragraphs:
        word.add_paragraph(text)
    made = io.BytesIO()
    word.save(made)
    return made.getvalue()


def place(home: Path, name: str, content: bytes) -> None:
    """Put a template there by hand."""
    folder = home / "templates" / "papers"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def test_the_page_of_a_round_offers_every_paper_in_every_form(held: Held, as_: Any) -> None:
    """In the reader's language, until another one is chosen; no script is needed."""
    page = as_("liaison").get(reverse("round", args=[held.round.pk])).content.decode()
    for kind in KINDS:
        for form in FORMS:
            assert of_round(held, kind.value, form, "?lang=en") in page
    chosen = as_("liaison").get(reverse("round", args=[held.round.pk]) + "?papers=ru")
    assert of_round(held, "agenda", "pdf", "?lang=ru") in chosen.content.decode()
    odd = as_("liaison").get(reverse("round", args=[held.round.pk]) + "?papers=xx")
    assert of_round(held, "agenda", "pdf", "?lang=en") in odd.content.decode()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", [kind.value for kind in KINDS])
def test_a_paper_comes_as_a_file_of_its_form(held: Held, as_: Any, kind: str, form: str) -> None:
    """Under a name that says what it is."""
    answer = as_("liaison").get(of_round(held, kind, form, "?lang=ar"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == FORMS[form]
    language = "" if form == "json" else "-ar"
    name = f"lakeside-talks-1-{kind}{language}.{form}"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.content.startswith({"pdf": b"%PDF", "docx": b"PK", "json": b"{"}[form])


def test_without_a_language_the_paper_speaks_that_of_its_reader(held: Held, as_: Any) -> None:
    """The one that the reader has chosen for the site."""
    client = as_("liaison")
    client.cookies["language"] = "ru"
    word = opened(client.get(of_round(held, "agenda", "docx")).content)
    assert "Повестка" in words_in(word.element.body)
    english = opened(client.get(of_round(held, "agenda", "docx", "?lang=en")).content)
    assert "Agenda" in words_in(english.element.body)


@pytest.mark.parametrize(
    ("kind", "form", "query"),
    [
        ("agenda", "odt", ""),
        ("agenda", "pdf", "?lang=xx"),
        ("draft", "pdf", ""),
        ("nothing", "pdf", ""),
        ("positions_sheet", "json", f"?text={NOWHERE}"),
        ("positions_sheet", "json", "?text=nonsense"),
    ],
)
def test_papers_that_there_are_none_of_are_not_found(
    held: Held, as_: Any, kind: str, form: str, query: str
) -> None:
    """Kinds, forms, languages and texts alike."""
    assert as_("monitor").get(of_round(held, kind, form, query)).status_code == 404


def test_papers_are_for_members_who_sign_in(held: Held, as_: Any) -> None:
    """The public is asked to, at papers of rounds and of drafts, and at the templates."""
    for address in (of_round(held, "agenda", "pdf"), of_version(held, "pdf")):
        answer = as_("public").get(address)
        assert answer.status_code == 302
        assert "/account/login/" in answer["Location"]
    assert as_("monitor").post(of_round(held, "agenda", "pdf")).status_code == 405


def test_each_reader_gets_what_they_may_see_and_its_mark(held: Held, as_: Any) -> None:
    """The mission's paper is stricter, and holds more."""
    enter(held.table, "outcome", round=held.round, outcome_kind="other", text="Said in private",
          handling="AMBER")  # fmt: skip
    told = {
        part: json.loads(as_(part).get(of_round(held, "outcome_sheet", "json")).content)
        for part in ("monitor", "liaison")
    }
    assert {part: paper["head"]["handling"] for part, paper in told.items()} == {
        "monitor": "AMBER", "liaison": "GREEN",
    }  # fmt: skip
    assert "Said in private" in str(told["monitor"])
    assert "Said in private" not in str(told["liaison"])
    assert told["liaison"]["head"]["made_for"] == "A party"


def test_positions_on_one_text(held: Held, as_: Any) -> None:
    """By the text that the address names; of another paper there is none of one text."""
    query = f"?text={held.table.draft.pk}"
    answer = as_("liaison").get(of_round(held, "positions_sheet", "json", query))
    assert [text["title"] for text in json.loads(answer.content)["texts"]] == ["A joint statement"]
    assert as_("liaison").get(of_round(held, "agenda", "json", query)).status_code == 409


def test_a_draft_comes_alone_or_with_its_changes(held: Held, as_: Any) -> None:
    """As tracked changes in the word processor; the page of the draft leads there."""
    page = as_("liaison").get(reverse("draft", args=[held.table.draft.pk])).content.decode()
    query = f"?against={held.first.pk}"
    for address in (of_version(held, "pdf"), of_version(held, "docx", query)):
        assert address in page
    alone = as_("liaison").get(of_version(held, "docx"))
    assert alone["Content-Disposition"] == (
        'attachment; filename="lakeside-talks-1-draft-version-2-en.docx"'
    )
    assert not opened(alone.content).element.body.xpath(".//w:ins")
    compared = opened(as_("liaison").get(of_version(held, "docx", query)).content)
    assert words_in(compared.element.body.xpath(".//w:ins")[0]).strip() == "at once"
    printed = text_of(as_("liaison").get(of_version(held, "pdf", f"{query}&whole=1")).content)
    assert "at once" in printed
    data = json.loads(as_("liaison").get(of_version(held, "json")).content)
    assert data["pieces"] == [{"kind": "kept", "text": SECOND_TEXT}]


def test_versions_that_are_hidden_withdrawn_or_none_are_not_found(held: Held, as_: Any) -> None:
    """On either side of a comparison; forms and languages likewise."""
    for query in (f"?against={NOWHERE}", "?against=nonsense", "?lang=xx"):
        assert as_("liaison").get(of_version(held, "pdf", query)).status_code == 404
    assert as_("liaison").get(of_version(held, "odt")).status_code == 404
    withdraw_fact(held.first, by=held.table.cast.monitor, because="A slip.")
    gone = of_version(held, "pdf", f"?against={held.first.pk}")
    assert as_("liaison").get(gone).status_code == 404


def test_a_refusal_of_a_template_is_a_page_and_no_half_of_a_paper(
    held: Held, as_: Any, home: Path
) -> None:
    """With file, line and reason; data can still be had, and so can the other form."""
    place(home, "agenda.typ", BROKEN)
    answer = as_("liaison").get(of_round(held, "agenda", "pdf"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert answer["Content-Type"].startswith("text/html")
    assert "agenda.typ" in page
    assert "line 1" in page
    assert reverse("paper_templates") not in page
    assert as_("liaison").get(of_round(held, "agenda", "json")).status_code == 200
    assert as_("liaison").get(of_round(held, "agenda", "docx")).status_code == 200
    place(home, "draft.docx", b"no document")
    answer = as_("secretary").get(of_version(held, "docx"))
    assert answer.status_code == 422
    assert reverse("paper_templates") in answer.content.decode()


@pytest.mark.parametrize("part", ["analyst", "delegate", "liaison", "observer"])
def test_templates_are_for_those_who_keep_them(held: Held, as_: Any, part: str) -> None:
    """Neither the page nor the link to it."""
    for address in (
        reverse("paper_templates"),
        reverse("standard_template", args=["docx"]),
        reverse("paper_template", args=["agenda.docx"]),
        reverse("drop_template", args=["agenda.docx"]),
    ):
        assert as_(part).get(address).status_code == 403
    page = as_(part).get(reverse("round", args=[held.round.pk])).content.decode()
    assert reverse("paper_templates") not in page


def uploaded(client: Any, name: str, content: bytes, **fields: str) -> Any:
    """The answer to a template that is handed in."""
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("paper_templates"), {**fields, "content": file})


def test_a_template_is_put_in_place_used_and_taken_away(
    held: Held, as_: Any, home: Path, django_capture_on_commit_callbacks: Any
) -> None:
    """It is asked first whether it is meant; the ledger has both acts."""
    client = as_("secretary")
    own = letterhead("Ministry of lakes", "{{content}}")
    with django_capture_on_commit_callbacks(execute=True):
        answer = uploaded(client, "Letterhead.DOCX", own, kind="agenda", language="en")
    assert answer.status_code == 302
    page = client.get(reverse("paper_templates")).content.decode()
    assert "agenda.en.docx" in page
    made = opened(client.get(of_round(held, "agenda", "docx")).content)
    assert made.paragraphs[0].text == "Ministry of lakes"
    file = client.get(reverse("paper_template", args=["agenda.en.docx"]))
    assert file.content == own
    assert file["Content-Disposition"] == 'attachment; filename="agenda.en.docx"'
    asked = client.get(reverse("drop_template", args=["agenda.en.docx"]))
    assert asked.status_code == 200
    assert (home / "templates" / "papers" / "agenda.en.docx").is_file()
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reverse("drop_template", args=["agenda.en.docx"]))
    assert done.status_code == 302
    assert not (home / "templates" / "papers" / "agenda.en.docx").exists()
    assert client.get(reverse("drop_template", args=["agenda.en.docx"])).status_code == 404
    events = list(
        Entry.objects.filter(event__startswith="template.").values_list("event", flat=True)
    )
    assert events == ["template.replaced", "template.dropped"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("letterhead.pdf", b"%PDF", "A template is a file .typ or .docx."),
        ("letterhead.docx", b"no document", "no Word document"),
        ("agenda.typ", BROKEN, "agenda.typ cannot be set, line 1"),
        ("agenda.typ", b"\xff\xfe#", "is not text in UTF-8"),
        ("letterhead.docx", letterhead("{{minister}}"), "{{minister}}"),
        ("letterhead.docx", b"x" * (LARGEST + 1), "larger than"),
        ("letterhead.docx", b"", "empty"),
    ],
)
def test_a_template_that_is_refused_says_why_at_its_field(
    cast: Cast, as_: Any, home: Path, name: str, content: bytes, reason: str
) -> None:
    """And nothing takes a place."""
    answer = uploaded(as_("administrator"), name, content, kind="agenda")
    assert answer.status_code == 422
    [error] = answer.context["form"].errors["content"]
    assert reason in error
    assert not (home / "templates").exists()


def test_a_template_needs_a_known_paper_and_language(cast: Cast, as_: Any) -> None:
    """No name leads out of the folder."""
    own = letterhead("{{content}}")
    answer = uploaded(as_("monitor"), "a.docx", own, kind="../agenda", language="xx")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"kind", "language"}
    for name in ("..%2Fkeys%2Fsession.key", "session.key", "paper.xx.docx"):
        assert as_("monitor").get(f"/talks/templates/{name}").status_code == 404


def test_one_of_ones_own_begins_with_the_standard_one(cast: Cast, as_: Any) -> None:
    """For either form, byte by byte."""
    for ending, form in (("typ", "pdf"), ("docx", "docx")):
        answer = as_("monitor").get(reverse("standard_template", args=[ending]))
        assert answer.content == standard_template(form)
        assert answer["Content-Disposition"] == f'attachment; filename="paper.{ending}"'
    assert as_("monitor").get(reverse("standard_template", args=["pdf"])).status_code == 404


def test_a_template_that_is_too_large_is_listed_as_such(cast: Cast, as_: Any, home: Path) -> None:
    """Put there by hand; it can be taken away but not read into memory."""
    place(home, "paper.docx", b"x" * (LARGEST + 1))
    page = as_("monitor").get(reverse("paper_templates"))
    assert page.status_code == 200
    assert "too large" in page.content.decode()
