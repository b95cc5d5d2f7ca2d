"""Accepting, editing, refusing and taking back: what enters the record, and what leads back."""

import pytest
from cast import Cast
from django.db import transaction
from press import FIRST, reading_of, span

from trucewatch.accounts.access import MemberReader
from trucewatch.agreements.models import Demand
from trucewatch.desk.actions.settling import (
    Edit,
    accept_kind,
    accept_proposal,
    edit_and_accept,
    refuse_proposal,
    undo_settlement,
)
from trucewatch.desk.models import Allegation, DeskProposal, State
from trucewatch.desk.reading import keep_reading
from trucewatch.incidents.models import Link
from trucewatch.ledger.models import Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.parties.actions import add_party
from trucewatch.reports.models import Report
from trucewatch.statements.models import FigureClaim, Statement
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import PartyKind
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db


def test_an_accepted_statement_is_recorded_with_its_words_speaker_and_member(cast, case, proposal):
    """Verbatim, with the characters of the document, under the mark of the case."""
    accept_proposal(proposal("statement", "holds").pk, by=cast.analyst)
    row = Statement.objects.get()
    assert row.words == "The ceasefire holds"
    assert (row.start, row.end) == span(FIRST, "The ceasefire holds")
    assert row.speaker_names == "Sergei Lavrov"
    assert row.recorded_by == cast.analyst
    assert row.handling == Handling.AMBER
    assert row.document.name == "first.txt"


def test_a_protected_source_has_no_name_in_the_record(cast, case, proposal):
    """What the text calls it stays; nothing ties it to a person."""
    accept_proposal(proposal("statement", "shaky").pk, by=cast.monitor)
    row = Statement.objects.get()
    assert row.anonymous
    assert row.speaker_names == ""
    assert row.speaker_label == "a Turkish diplomatic source"


def test_a_figure_keeps_its_bound_and_scope(cast, case, proposal):
    """At least 31 stays at least 31."""
    accept_proposal(proposal("figure").pk, by=cast.monitor)
    row = FigureClaim.objects.get()
    assert row.figure.text() == "at least 31"
    assert row.scope == "in Damascus"


def test_a_demand_names_who_asks_whom(cast, case, proposal):
    """In the words of the document."""
    accept_proposal(proposal("undertaking").pk, by=cast.monitor)
    row = Demand.objects.get()
    assert (row.speaker_label, row.asked_of) == ("the opposition", "the government")
    assert row.words == "prisoners be released"


def test_an_alleged_violation_becomes_an_unverified_report_of_its_source(cast, case, proposal):
    """Who alleges it and who is accused stand beside it, with the words it came from."""
    party = add_party("the government", kind=PartyKind.STATE, by=cast.monitor)
    with transaction.atomic():
        keep_reading(case, reading_of(case))
    accept_proposal(proposal("allegation").pk, by=cast.analyst)
    report = Report.objects.get()
    assert report.event_type == "shelling"
    assert report.interval.text() == "14 Feb 2017"
    assert report.place_as_published == "Talbisa"
    assert (report.latitude, report.verification) == (34.84, "unverified")
    assert report.side_a == party
    assert report.document.name == "first.txt"
    allegation = Allegation.objects.get(report=report)
    assert allegation.speaker_label == "the opposition"
    assert allegation.accused == "the government"
    start, end = span(FIRST, "shelling Talbisa on 14 February")
    assert allegation.anchor == f"c{start}-{end}"
    assert Link.objects.filter(report=report, until_entry__isnull=True).count() == 1


def test_a_complaint_about_the_talks_is_a_statement_and_no_report(cast, case, proposal):
    """Obstruction of the talks breaches no ceasefire."""
    row = proposal("allegation")
    row.facts = {**row.facts, "about_process": True}
    row.save()
    accept_proposal(row.pk, by=cast.monitor)
    assert not Report.objects.exists()
    assert Statement.objects.get().act == "accuses"
    undo_settlement([row.pk], by=cast.monitor)
    assert not Statement.objects.filter(withdrawn=False).exists()


@pytest.mark.parametrize("kind", ["statement", "figure", "undertaking", "allegation"])
def test_undoing_an_acceptance_withdraws_the_record_and_lets_the_proposal_wait(
    cast, case, proposal, kind
):
    """An analyst undoes an own acceptance too; accepted again, it counts again."""
    before = proposal(kind)
    accept_proposal(before.pk, by=cast.analyst)
    undo_settlement([before.pk], by=cast.analyst)
    after = proposal(kind)
    assert (after.state, after.facts, after.record_key) == (State.WAITING, before.facts, "")
    assert not Statement.objects.filter(withdrawn=False).exists()
    assert not FigureClaim.objects.filter(withdrawn=False).exists()
    assert not Demand.objects.filter(withdrawn=False).exists()
    assert not Report.objects.exclude(standing="withdrawn").exists()
    accept_proposal(before.pk, by=cast.monitor)
    assert proposal(kind).state == State.ACCEPTED
    assert verify_record().is_intact


def test_an_edit_enters_the_record_and_its_undo_brings_the_proposal_back(cast, case, proposal):
    """What was proposed is kept beside what was entered."""
    before = proposal("figure")
    edit = Edit({"low": 31, "high": 35}, words="31 people")
    edit_and_accept(before.pk, edit, by=cast.monitor)
    row = FigureClaim.objects.get()
    assert row.words == "31 people"
    assert row.figure.text() == "31-35"
    assert proposal("figure").state == State.EDITED
    undo_settlement([before.pk], by=cast.monitor)
    after = proposal("figure")
    assert (after.start, after.end, after.facts) == (before.start, before.end, before.facts)


def test_words_that_do_not_stand_in_the_document_are_refused(cast, case, proposal):
    """The record quotes documents; nothing is written."""
    with pytest.raises(Refused, match="do not stand in the document"):
        edit_and_accept(proposal("figure").pk, Edit({}, words="32 people"), by=cast.monitor)
    assert not FigureClaim.objects.exists()
    assert proposal("figure").state == State.WAITING


def test_a_refused_proposal_does_not_come_back_with_the_next_reading(cast, case, proposal):
    """Settled is settled; what waits is replaced."""
    refuse_proposal(proposal("statement", "shaky").pk, by=cast.monitor)
    accept_proposal(proposal("figure").pk, by=cast.monitor)
    waiting = proposal("undertaking").pk
    with transaction.atomic():
        keep_reading(case, reading_of(case))
    assert proposal("statement", "shaky").state == State.REFUSED
    assert proposal("figure").state == State.ACCEPTED
    assert proposal("undertaking").pk == waiting
    assert DeskProposal.objects.filter(kind="figure", case_document__position=0).count() == 1


def test_what_a_later_reading_no_longer_finds_goes_unless_somebody_settled_it(cast, case, proposal):
    """Only what waits is the machine's to take back."""
    accept_proposal(proposal("figure").pk, by=cast.monitor)
    read = reading_of(case)
    bare = type(read)((), read.entities, (), (), ())
    empty = [type(d)(d.id, None, (), (), (), (), (), (), (), (), (), ()) for d in read.documents]
    with transaction.atomic():
        keep_reading(case, type(bare)(tuple(empty), {}, (), (), ()))
    left = DeskProposal.objects.filter(case_document__case=case)
    assert [row.state for row in left] == [State.ACCEPTED]


def test_a_kind_is_accepted_as_far_as_the_member_saw_it(cast, case, proposal):
    """Those of the list, each an act of its own; others wait on."""
    seen = proposal("statement", "holds")
    done = accept_kind([seen.pk, seen.pk], by=cast.monitor)
    assert [row.pk for row in done.accepted] == [seen.pk]
    assert proposal("statement", "shaky").state == State.WAITING
    assert Entry.objects.filter(event="proposal.accepted").count() == 1


def test_what_cannot_be_recorded_is_left_waiting_with_the_reason(cast, case, proposal):
    """An allegation of no known day stops none of the others."""
    dateless = proposal("allegation")
    dateless.facts = {**dateless.facts, "date_start": None, "date_end": None}
    dateless.save()
    done = accept_kind([dateless.pk, proposal("figure").pk], by=cast.monitor)
    assert [row.kind for row in done.accepted] == ["figure"]
    assert "when" in done.left[0][1]
    assert proposal("allegation").state == State.WAITING
    assert not Report.objects.exists()


def test_two_members_do_not_settle_one_proposal_twice(cast, case, proposal):
    """The second is told; one statement stands."""
    key = proposal("statement", "holds").pk
    accept_proposal(key, by=cast.monitor)
    with pytest.raises(Refused, match="already"):
        accept_proposal(key, by=cast.analyst)
    with pytest.raises(Refused, match="already"):
        refuse_proposal(key, by=cast.analyst)
    assert Statement.objects.count() == 1


def test_the_ledger_tells_each_act_and_names_nobody(cast, case, proposal):
    """Places and kinds stand in the entries; names of speakers do not."""
    key = proposal("statement", "holds").pk
    accept_proposal(key, by=cast.monitor)
    undo_settlement([key], by=cast.monitor)
    refuse_proposal(key, by=cast.monitor)
    entries = list(Entry.objects.order_by("seq"))
    events = [entry.event for entry in entries][-5:]
    assert events == [
        "statement.recorded",
        "proposal.accepted",
        "statement.withdrawn",
        "settlement.undone",
        "proposal.refused",
    ]
    assert not any("Lavrov" in entry.body for entry in entries)
    assert verify_record().is_intact


@pytest.mark.parametrize("part", ["administrator", "delegate", "liaison", "observer"])
def test_only_monitors_and_analysts_work_at_the_desk(cast, case, proposal, part):
    """Others settle nothing."""
    member = cast.everyone()[part]
    key = proposal("figure").pk
    for act in (
        lambda: accept_proposal(key, by=member),
        lambda: refuse_proposal(key, by=member),
        lambda: accept_kind([key], by=member),
        lambda: undo_settlement([key], by=member),
        lambda: edit_and_accept(key, Edit({}), by=member),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert proposal("figure").state == State.WAITING


def test_a_case_in_a_circle_is_not_there_for_those_outside(cast: Cast, make_case):
    """The analyst of the mission is outside the monitor's named circle."""
    from trucewatch.accounts.actions import give_grant, open_compartment

    circle = open_compartment(key="named", name="Named", by=cast.administrator)
    give_grant(circle, to=cast.monitor, by=cast.administrator, because="Works on it")
    case = make_case(cast.monitor, Handling.RED, circle)
    row = DeskProposal.objects.filter(case_document__case=case, kind="statement").first()
    with pytest.raises(NotFound):
        accept_proposal(row.pk, by=cast.analyst)
    accept_proposal(row.pk, by=cast.monitor)
    seen = Statement.objects.visible_to(MemberReader(cast.analyst))
    assert not seen.exists()
    assert Statement.objects.visible_to(MemberReader(cast.monitor)).count() == 1
