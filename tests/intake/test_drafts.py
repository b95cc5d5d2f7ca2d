"""Drafts are their writer's alone, and gone once the form is sent."""

import datetime as dt
import uuid

import pytest
from cast import Cast, account
from django.utils import timezone

from trucewatch.incidents.actions import Filing
from trucewatch.intake.actions.drafting import discard_draft, keep_draft
from trucewatch.intake.actions.receiving import Arrival, receive_report
from trucewatch.intake.models import Draft
from trucewatch.intake.queries import drafts_of
from trucewatch.intake.rules import DRAFTS_LAST, MOST_DRAFTS
from trucewatch.ledger.models import Entry
from trucewatch.sources.actions import ensure_organisation_source
from trucewatch.vocabulary.refusal import NotAllowed, Refused

pytestmark = pytest.mark.django_db


def test_a_draft_is_gone_once_its_form_is_filed_and_does_not_come_back(cast: Cast):
    """A late autosave finds the report and keeps nothing."""
    key = uuid.uuid4()
    keep_draft(key, "report", {"summary": ["Shells"]}, by=cast.monitor)
    keep_draft(key, "report", {"summary": ["Shells fell"]}, by=cast.monitor)
    assert [draft.fields for draft in drafts_of(cast.monitor, "report")] == [
        {"summary": ["Shells fell"]}
    ]
    source = ensure_organisation_source(by=cast.monitor)
    filing = Filing(source=source, key=str(key), account=account())
    receive_report(filing, Arrival(draft=key), by=cast.monitor)
    assert keep_draft(key, "report", {"summary": ["Shells fell"]}, by=cast.monitor) is None
    assert Draft.objects.count() == 0


def test_drafts_are_seen_by_their_writer_alone(cast: Cast):
    """Nobody else reads or discards them, and the ledger does not know them."""
    before = Entry.objects.count()
    key = uuid.uuid4()
    keep_draft(key, "report", {"summary": ["Shells"]}, by=cast.monitor)
    keep_draft(key, "report", {"summary": ["Others"]}, by=cast.analyst)
    discard_draft(key, by=cast.analyst)
    assert drafts_of(cast.analyst, "report") == []
    assert len(drafts_of(cast.monitor, "report")) == 1
    assert drafts_of(cast.monitor, "call") == []
    assert Entry.objects.count() == before


def test_drafts_are_few_small_and_do_not_last(cast: Cast):
    """A draft is a bridge and no archive."""
    with pytest.raises(Refused):
        keep_draft(uuid.uuid4(), "report", {"summary": ["x" * 70_000]}, by=cast.monitor)
    for _ in range(MOST_DRAFTS + 3):
        keep_draft(uuid.uuid4(), "report", {}, by=cast.monitor)
    assert Draft.objects.count() == MOST_DRAFTS
    Draft.objects.update(saved_at=timezone.now() - DRAFTS_LAST - dt.timedelta(hours=1))
    assert drafts_of(cast.monitor, "report") == []
    keep_draft(uuid.uuid4(), "report", {}, by=cast.monitor)
    assert Draft.objects.count() == 1


def test_whoever_may_not_file_keeps_no_draft(cast: Cast):
    """There is nothing that it could become."""
    with pytest.raises(NotAllowed):
        keep_draft(uuid.uuid4(), "report", {}, by=cast.administrator)
