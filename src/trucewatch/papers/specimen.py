"""An invented paper of each kind, with which a template is tried before it is taken."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from trucewatch.papers.content import (
    Account,
    Agenda,
    AgendaItem,
    AnnouncedDates,
    Appointment,
    Capacity,
    Cause,
    Circulation,
    DayOfPresence,
    Delegation,
    DraftPaper,
    FollowUp,
    Head,
    Invitation,
    InvitationList,
    IssuedStatement,
    Outcome,
    OutcomeSheet,
    Paper,
    PaperKind,
    ParticipantsList,
    Person,
    Position,
    PositionsSheet,
    Settlement,
    Signatory,
    Slot,
    Stand,
    TabledText,
    TextAct,
    TextPositions,
    Undertaking,
    VersionPositions,
)
from trucewatch.talks.rules.redline import redline
from trucewatch.vocabulary.accords import View
from trucewatch.vocabulary.bound import Bound, Figure
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.interval import DatePrecision, Interval
from trucewatch.vocabulary.process import (
    InstrumentType,
    MeetingFormat,
    ParticipationStatus,
    RoundState,
)
from trucewatch.vocabulary.talks import TrackRoleKind

_FIRST: Final = dt.date(2021, 5, 3)
_SECOND: Final = dt.date(2021, 5, 4)
_DAYS: Final = Interval.between(_FIRST, _SECOND)
_OLD: Final = "ab" * 32
_NEW: Final = "0123456789abcdef" * 4
_HEAD: Final = Head(
    track="Lakeside talks",
    ordinal=4,
    dates=_DAYS,
    venue="Hotel by the lake",
    host="Host country",
    zone="Asia/Almaty",
    state=RoundState.CLOSED,
    record="Record of a specimen",
    handling=Handling.AMBER,
    made_by="The secretariat",
    made_for="The delegations",
    as_of=dt.date(2021, 5, 6),
)


def specimen(kind: PaperKind) -> Paper:
    """The paper of a kind. Nothing in it ever was."""
    return _MAKERS[kind]()


def _invitations() -> InvitationList:
    return InvitationList(
        head=_HEAD,
        invitations=(
            Invitation(
                invitee="Northern delegation",
                level="Heads of delegation",
                invited_on=Interval.on(dt.date(2021, 4, 12)),
                invited_by="Host country",
                answers=(
                    Account(ParticipationStatus.CONFIRMED, "Northern delegation"),
                    Account(
                        ParticipationStatus.CONDITIONAL,
                        "Host country",
                        "if the roads are open",
                    ),
                ),
            ),
            Invitation(
                invitee="Observer from afar",
                invited_on=Interval(_FIRST, _FIRST, DatePrecision.WEEK),
                invited_by="Second guarantor",
                answers=(Account(ParticipationStatus.DECLINED, "Observer from afar"),),
                is_late=True,
                remarks="Called late by the invited.",
            ),
        ),
    )


def _participants() -> ParticipantsList:
    return ParticipantsList(
        head=_HEAD,
        delegations=(
            Delegation(
                name="Northern delegation",
                capacities=(
                    Capacity(
                        TrackRoleKind.PARTICIPANT,
                        (Account(View.CONTESTS, "Observer from afar"),),
                    ),
                ),
                heads=("A. Northern",),
                mandates=(Account("Technical, not to negotiate", "Northern delegation"),),
                levels=(Account("downgraded", "Second guarantor", kind="Expected"),),
                counts=(
                    Account(Figure(Bound.EXACT, 14, 14, 14), "Northern delegation", "persons"),
                    Account(Figure(Bound.ABOUT, None, 12, None), "Host country", "persons"),
                    Account(Figure(Bound.EXACT, 5, 5, 5), "Host country", "officers"),
                ),
                members=(
                    Person(
                        name="A. Northern",
                        title="Head of the office for talks",
                        function="Head of delegation",
                        authority="Speaks for the delegation",
                    ),
                    Person(name="B. Officer", title="Colonel", function="Officer", since=_SECOND),
                ),
                presence=(
                    DayOfPresence(
                        _FIRST,
                        (
                            Account(ParticipationStatus.PRESENT, "Host country"),
                            Account(
                                ParticipationStatus.WALKED_OUT,
                                "Southern delegation",
                                "a point of order",
                                at=dt.time(16, 40),
                            ),
                        ),
                    ),
                    DayOfPresence(
                        _SECOND, (Account(ParticipationStatus.RETURNED, "Host country"),)
                    ),
                ),
            ),
            Delegation(name="Southern delegation"),
        ),
    )


def _agenda() -> Agenda:
    opening = dt.datetime(2021, 5, 3, 4, tzinfo=dt.UTC)
    closing = dt.datetime(2021, 5, 4, 12, 30, tzinfo=dt.UTC)
    return Agenda(
        head=_HEAD,
        items=(
            AgendaItem(
                number="1",
                title="Lines between the parties",
                owner="First guarantor",
                times=(Slot(starts=opening, ends=opening + dt.timedelta(hours=1.5)),),
                format=MeetingFormat.PLENARY,
                stands=(
                    Stand(party="Northern delegation", stand="Accepts it"),
                    Stand(
                        party="Southern delegation",
                        stand="Refuses to discuss it",
                        words="not before the list of the held",
                    ),
                ),
            ),
            AgendaItem(number="2", title="Exchange of lists"),
        ),
        schedule=(
            Appointment(
                what="End",
                times=(
                    Slot(on=Interval.on(_SECOND), by="Host country"),
                    Slot(starts=closing, by="Second guarantor"),
                ),
                is_disputed=True,
                intended=MeetingFormat.DIRECT,
                held=MeetingFormat.PROXIMITY,
                venue="Hotel by the lake",
            ),
        ),
    )


def _draft() -> DraftPaper:
    unchanged = "".join(f"{n}. A paragraph that nobody touched.\n" for n in range(3, 17))
    older = f"Statement\n1. The parties agree to keep the truce.\n{unchanged}17. It went.\n"
    newer = f"Statement\n1. The parties intend to keep the truce.\n2. It is new.\n{unchanged}"
    end = "18. Done by the lake."
    return DraftPaper(
        head=_HEAD,
        title="Statement of the fourth round",
        language="en",
        version="3",
        sha256=_NEW,
        compared_with="2",
        compared_sha256=_OLD,
        pieces=redline(older + end, newer + end).pieces,
        circulations=(
            Circulation(to="All delegations", by="Host country", on=Interval.on(_SECOND)),
        ),
    )


def _positions() -> PositionsSheet:
    return PositionsSheet(
        head=_HEAD,
        texts=(
            TextPositions(
                title="Statement of the fourth round",
                versions=(
                    VersionPositions(
                        version="2",
                        sha256=_OLD,
                        circulated_on=Interval.on(_FIRST),
                        positions=_stances(_OLD),
                    ),
                    VersionPositions(
                        version="3",
                        sha256=_NEW,
                        positions=(
                            Position(party="Northern delegation", stance="Silent", sha256=_OLD),
                        ),
                    ),
                ),
            ),
        ),
    )


def _stances(sha256: str) -> tuple[Position, ...]:
    north, south = "Northern delegation", "Southern delegation"
    return (
        Position(party=north, stance="Agrees", on=Interval.on(_SECOND), by=north, sha256=sha256),
        Position(
            party=south,
            stance="Agrees with a reservation",
            words="“except the second paragraph”",
            by="Host country",
        ),
        Position(party=south, stance="Refuses", by="Second guarantor"),
    )


def _outcome() -> OutcomeSheet:
    return OutcomeSheet(
        head=_HEAD,
        outcomes=(
            Outcome(
                outcome="A statement issued",
                text="Lists will be exchanged.",
                by="Host country",
                on=Interval.on(_SECOND),
            ),
            Outcome(outcome="Nothing", reason="no time was left", by="Southern delegation"),
        ),
        expectations=(Account("A date for the next round", "First guarantor"),),
        tabled=(
            TabledText(
                title="Statement of the fourth round",
                version="3",
                sha256=_NEW,
                settlements=(
                    Settlement(
                        outcome="Issued without some",
                        without=("Southern delegation",),
                        by="Host country",
                    ),
                ),
                positions=_stances(_NEW),
                acts=(
                    TextAct(
                        party="Southern delegation",
                        act="Dissociated itself from it",
                        on=Interval.on(_SECOND),
                    ),
                ),
                to_sign=(
                    Signatory("Northern delegation", "A. Northern", "Head of delegation"),
                    Signatory("First guarantor"),
                ),
            ),
        ),
        causes=(
            Cause(
                question="Why was there no common text?",
                answers=(
                    Account("The other side came late", "Southern delegation"),
                    Account("A change to the text on the last evening", "Northern delegation"),
                ),
            ),
        ),
        issued=(
            IssuedStatement(
                kind=InstrumentType.JOINT_STATEMENT,
                title="Statement of the fourth round",
                issuers=("First guarantor", "Second guarantor"),
                on=Interval.on(_SECOND),
                endorsed_by=("Northern delegation",),
            ),
            IssuedStatement(
                kind=InstrumentType.UNILATERAL_STATEMENT,
                title="Agreed matters, as one ministry has them",
                issuers=("First guarantor",),
                is_unilateral=True,
            ),
        ),
        undertakings=(
            Undertaking(
                text="Exchange lists of the held",
                under="Statement of the fourth round, 2",
                bearer="Northern delegation",
                owed_to="Southern delegation",
                due=Interval.on(dt.date(2021, 6, 1)),
            ),
        ),
        follow_ups=(FollowUp(text="Meeting of experts", whom="Guarantors", by="Host country"),),
        next_round=(
            AnnouncedDates(dates=Interval.month(2021, 7), by="Host country"),
            AnnouncedDates(dates=None, by="Second guarantor", remarks="“When the time is ripe”"),
        ),
    )


_MAKERS: Final[dict[PaperKind, Callable[[], Paper]]] = {
    PaperKind.INVITATION_LIST: _invitations,
    PaperKind.PARTICIPANTS_LIST: _participants,
    PaperKind.AGENDA: _agenda,
    PaperKind.DRAFT: _draft,
    PaperKind.POSITIONS_SHEET: _positions,
    PaperKind.OUTCOME_SHEET: _outcome,
}
