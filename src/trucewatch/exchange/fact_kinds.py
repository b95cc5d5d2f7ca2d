"""Every kind of fact under one name: for pages, programs and exports that treat them alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from trucewatch.accounts.access import Reader
from trucewatch.agreements import models as agreements
from trucewatch.agreements import recording
from trucewatch.agreements.actions import record_demand
from trucewatch.sources.facts import Fact
from trucewatch.statements import actions as saying
from trucewatch.statements import models as statements
from trucewatch.talks import models as talks
from trucewatch.talks.actions import delegations, drafts, following_up, meetings, rounds, tracks
from trucewatch.vocabulary.refusal import NotFound


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of fact: its model, the action that enters one, what one and many are called."""

    slug: str
    model: type[Fact]
    record: Callable[..., Any]
    one: str
    many: str
    group: str
    """The page that shows such facts beside each other."""


def _kinds(*kinds: FactKind) -> Mapping[str, FactKind]:
    return {kind.slug: kind for kind in kinds}


KINDS: Final = _kinds(
    FactKind(
        "date", agreements.InstrumentDate, recording.date_instrument,
        "Date of an instrument", "Dates of instruments", "agreements",
    ),
    FactKind("term", agreements.Term, recording.record_term, "Term", "Terms", "agreements"),
    FactKind(
        "view", agreements.RoleView, recording.record_view,
        "View of a role", "Views of roles", "agreements",
    ),
    FactKind(
        "version", agreements.Version, recording.add_version, "Version", "Versions", "agreements"
    ),
    FactKind(
        "provision", agreements.Provision, recording.add_provision,
        "Provision", "Provisions", "agreements",
    ),
    FactKind(
        "scope-area", agreements.ScopeArea, recording.draw_scope,
        "Area of scope", "Areas of scope", "agreements",
    ),
    FactKind(
        "control-area", agreements.ControlArea, recording.draw_control,
        "Area of control", "Areas of control", "control",
    ),
    FactKind("siege", agreements.Siege, recording.record_siege, "Siege", "Sieges", "control"),
    FactKind(
        "obligation", agreements.Obligation, recording.record_obligation,
        "Obligation", "Obligations", "obligations",
    ),
    FactKind(
        "obligation-step", agreements.ObligationStep, recording.move_obligation,
        "Step of an obligation", "Steps of obligations", "obligations",
    ),
    FactKind(
        "demand", agreements.Demand, record_demand,
        "Demand or commitment", "Demands and commitments", "demands",
    ),
    FactKind(
        "demand-step", agreements.DemandStep, recording.move_demand,
        "Step of a demand", "Steps of demands", "demands",
    ),
    FactKind(
        "delivery", agreements.Delivery, recording.record_delivery,
        "Delivery", "Deliveries", "deliveries",
    ),
    FactKind(
        "query", agreements.Query, recording.ask_guarantor,
        "Question to a guarantor", "Questions to guarantors", "deliveries",
    ),
    FactKind(
        "statement", statements.Statement, saying.record_statement,
        "Statement", "Statements", "statements",
    ),
    FactKind(
        "figure", statements.FigureClaim, saying.record_figure,
        "Figure claim", "Figures", "figures",
    ),
    FactKind(
        "assessment", statements.Assessment, saying.record_assessment,
        "Assessment of the ceasefire", "Assessments of the ceasefire", "questions",
    ),
    FactKind(
        "question", statements.Question, saying.raise_question,
        "Question", "Questions", "questions",
    ),
    FactKind(
        "answer", statements.Answer, saying.record_answer, "Answer", "Answers", "questions"
    ),
    FactKind(
        "position", statements.Position, saying.record_position,
        "Position", "Positions", "positions",
    ),
    FactKind(
        "expectation", talks.Expectation, rounds.record_expectation,
        "Expectation", "Expectations", "positions",
    ),
    FactKind("note", statements.Note, saying.write_note, "Note", "Notes", "positions"),
    FactKind(
        "milestone", statements.Milestone, saying.record_milestone,
        "Background event", "Background", "questions",
    ),
    FactKind(
        "track-role", talks.TrackRole, tracks.record_track_role,
        "Role in a track", "Roles in tracks", "talks",
    ),
    FactKind(
        "track-role-view", talks.TrackRoleView, tracks.record_track_role_view,
        "View of a role in a track", "Views of roles in tracks", "talks",
    ),
    FactKind(
        "track-state", talks.TrackState, tracks.move_track,
        "State of a track", "States of tracks", "talks",
    ),
    FactKind(
        "track-link", talks.TrackLink, tracks.link_tracks,
        "Link between tracks", "Links between tracks", "talks",
    ),
    FactKind(
        "round-step", talks.RoundStep, rounds.move_round,
        "State of a round", "States of rounds", "talks",
    ),
    FactKind(
        "round-date", talks.RoundDate, rounds.date_round,
        "Date of a round", "Dates of rounds", "talks",
    ),
    FactKind(
        "schedule", talks.ScheduleEntry, rounds.schedule_round,
        "Time in a schedule", "Times in schedules", "talks",
    ),
    FactKind(
        "outcome", talks.RoundOutcome, rounds.record_outcome,
        "Outcome of a round", "Outcomes of rounds", "talks",
    ),
    FactKind(
        "follow-up", talks.FollowUp, following_up.record_follow_up,
        "Follow-up", "Follow-ups", "chasing",
    ),
    FactKind(
        "follow-up-step", talks.FollowUpStep, following_up.move_follow_up,
        "Step of a follow-up", "Steps of follow-ups", "chasing",
    ),
    FactKind(
        "invitation", talks.RoundInvitation, delegations.invite,
        "Invitation", "Invitations", "talks",
    ),
    FactKind(
        "delegation", talks.Delegation, delegations.record_delegation,
        "Delegation", "Delegations", "talks",
    ),
    FactKind(
        "delegate", talks.Delegate, delegations.record_delegate,
        "Member of a delegation", "Members of delegations", "talks",
    ),
    FactKind(
        "headcount", talks.Headcount, delegations.record_headcount,
        "Headcount", "Headcounts", "talks",
    ),
    FactKind(
        "delegation-level", talks.DelegationLevel, delegations.record_level,
        "Level of a delegation", "Levels of delegations", "talks",
    ),
    FactKind(
        "delegation-mandate", talks.DelegationMandate, delegations.record_mandate,
        "Mandate of a delegation", "Mandates of delegations", "talks",
    ),
    FactKind(
        "credentials", talks.Credentials, delegations.record_credentials,
        "Credentials", "Credentials of delegations", "talks",
    ),
    FactKind(
        "presence", talks.Presence, delegations.record_presence,
        "Presence", "Presence by day", "talks",
    ),
    FactKind(
        "meeting", talks.Meeting, meetings.enter_meeting,
        "Meeting", "Meetings", "contacts",
    ),
    FactKind(
        "attendance", talks.Attendance, meetings.record_attendance,
        "Attendance at a meeting", "Attendance at meetings", "contacts",
    ),
    FactKind(
        "agenda-item", talks.AgendaItem, meetings.add_agenda_item,
        "Agenda item", "Agenda items", "talks",
    ),
    FactKind(
        "agenda-stand", talks.AgendaStand, meetings.record_agenda_stand,
        "Stance on an agenda item", "Stances on agenda items", "talks",
    ),
    FactKind(
        "minute", talks.Minute, meetings.write_minute,
        "Minutes by one side", "Minutes", "contacts",
    ),
    FactKind(
        "meeting-action", talks.MeetingAction, meetings.record_meeting_action,
        "Task from a meeting", "Tasks from meetings", "chasing",
    ),
    FactKind(
        "tabling", talks.Tabling, drafts.table_text,
        "Text put before a round", "Texts put before rounds", "talks",
    ),
    FactKind(
        "circulation", talks.Circulation, drafts.record_circulation,
        "Circulation of a version", "Circulation of versions", "talks",
    ),
    FactKind(
        "draft-position", talks.DraftPosition, drafts.give_draft_position,
        "Position on a version", "Positions on versions", "talks",
    ),
    FactKind(
        "settlement", talks.Settlement, drafts.settle_draft,
        "What became of a draft", "What became of drafts", "talks",
    ),
    FactKind(
        "text-act", talks.TextAct, drafts.record_text_act,
        "Signature or other act", "Signatures and other acts", "talks",
    ),
)  # fmt: skip


NAMES: Final = {name: name for kind in KINDS.values() for name in (kind.one, kind.many)}
"""What kinds are called, for the catalogues."""


def kind_named(slug: str) -> FactKind:
    """The kind of that name."""
    if slug not in KINDS:
        raise NotFound("There is nothing here that you may see.")
    return KINDS[slug]


def kind_of(fact: Fact) -> FactKind:
    """The kind that a fact is of."""
    return next(kind for kind in KINDS.values() if kind.model is type(fact))


def facts_of(kind: FactKind, reader: Reader) -> "QuerySet[Any]":
    """The facts of a kind that count and that the reader may see."""
    return kind.model.objects.visible_to(reader).filter(withdrawn=False)
