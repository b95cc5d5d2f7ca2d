"""Putting a template in its place and taking it away: a right, a trial, an entry."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from cast import Cast

from trucewatch.ledger.models import Entry
from trucewatch.papers.actions import drop_template, replace_template
from trucewatch.papers.content import PaperKind
from trucewatch.papers.render import render, standard_template
from trucewatch.papers.specimen import specimen
from trucewatch.papers.templates import templates_of_record
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db

OWN = standard_template("pdf").replace(b"#letterhead", b"#letterhead\n\nMinistry of lakes")


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """A folder of the record, with the ledger's key in it."""
    old = settings.TRUCEWATCH_HOME
    settings.TRUCEWATCH_HOME = tmp_path
    (tmp_path / "keys").symlink_to(old / "keys")
    return tmp_path


def test_a_template_takes_its_place_and_the_ledger_has_its_hash(
    cast: Cast, home: Path, django_capture_on_commit_callbacks: Any
) -> None:
    """From then on papers are laid out by it."""
    with django_capture_on_commit_callbacks(execute=True):
        replace_template(PaperKind.AGENDA, "", "pdf", OWN, by=cast.monitor)
    assert (home / "templates" / "papers" / "agenda.typ").read_bytes() == OWN
    assert [path.name for path in (home / "templates" / "papers").iterdir()] == ["agenda.typ"]
    made = render(specimen(PaperKind.AGENDA), "en", "pdf", templates_of_record())
    assert made != render(specimen(PaperKind.AGENDA), "en", "pdf")
    entry = Entry.objects.get(event="template.replaced")
    assert hashlib.sha256(OWN).hexdigest() in entry.body
    assert "agenda.typ" in entry.body


def test_a_template_that_is_taken_away_leaves_the_standard_one(
    cast: Cast, home: Path, django_capture_on_commit_callbacks: Any
) -> None:
    """The entry has the hash of what is gone."""
    letterhead = standard_template("docx")
    with django_capture_on_commit_callbacks(execute=True):
        replace_template(None, "ar", "docx", letterhead, by=cast.administrator)
    assert (home / "templates" / "papers" / "paper.ar.docx").is_file()
    with django_capture_on_commit_callbacks(execute=True):
        drop_template(None, "ar", "docx", by=cast.administrator)
    assert templates_of_record().placed() == []
    body = Entry.objects.get(event="template.dropped").body
    assert hashlib.sha256(letterhead).hexdigest() in body
    with pytest.raises(NotFound):
        drop_template(None, "ar", "docx", by=cast.administrator)


@pytest.mark.parametrize("name", ["analyst", "delegate", "liaison", "observer"])
def test_others_keep_their_hands_off_the_letterhead(cast: Cast, name: str) -> None:
    """It speaks in the name of the record."""
    member = cast.everyone()[name]
    with pytest.raises(NotAllowed):
        replace_template(PaperKind.AGENDA, "", "pdf", OWN, by=member)
    with pytest.raises(NotAllowed):
        drop_template(PaperKind.AGENDA, "", "pdf", by=member)


def test_what_is_broken_never_takes_a_place(
    cast: Cast, home: Path, django_capture_on_commit_callbacks: Any
) -> None:
    """Tried on an invented paper of every kind that it is for; nothing is written."""
    only_agenda = OWN + b'\n#if doc.kind != "agenda" { panic("no") }'
    with django_capture_on_commit_callbacks(execute=True):
        replace_template(PaperKind.AGENDA, "", "pdf", only_agenda, by=cast.monitor)
        with pytest.raises(Refused, match=r"paper\.typ cannot be set, line 21"):
            replace_template(None, "", "pdf", only_agenda, by=cast.monitor)
        with pytest.raises(Refused, match="no Word document"):
            replace_template(None, "", "docx", b"x", by=cast.monitor)
    assert [each.name for each in templates_of_record().placed()] == ["agenda.typ"]
    assert Entry.objects.filter(event="template.replaced").count() == 1


def test_only_layouts_of_known_forms_and_languages_have_a_place(cast: Cast) -> None:
    """A name that leads elsewhere is none."""
    with pytest.raises(Refused, match="pdf, docx"):
        replace_template(None, "", "json", b"{}", by=cast.monitor)
    with pytest.raises(Refused, match="en, ar"):
        replace_template(None, "../x", "pdf", OWN, by=cast.monitor)
