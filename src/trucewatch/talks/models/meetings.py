"""Meetings: in which format, who sat there as what, what was on the agenda, who minuted what."""

from django.db import models
from django.db.models import Q

from trucewatch.agreements.models.dated import Dated, dated_constraint
from trucewatch.parties.models import Party
from trucewatch.sources.facts import Fact, fact_constraints
from trucewatch.statements.models import QUOTED_LATER, Quoted, quoted_constraints
from trucewatch.talks.models.delegations import Delegation
from trucewatch.talks.models.rounds import Round
from trucewatch.talks.models.tracks import Track
from trucewatch.talks.models.who import OfParty
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.process import MeetingFormat, MeetingRole
from trucewatch.vocabulary.talks import (
    ActionState,
    AgendaStance,
    Confidentiality,
    MeetingState,
    SeatState,
)


class Meeting(Fact, Dated):
    """One meeting, in a round or beside one; the format meant and the one that came to be."""

    searched = ("name", "venue_label", "facilitator_label")

    name = models.CharField(max_length=300)
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    track = models.ForeignKey(
        Track, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    """The track of a meeting that belongs to no round."""
    meeting_state = models.CharField(
        max_length=8, choices=MeetingState.choices(), default=MeetingState.HELD.value
    )
    intended_format = models.CharField(max_length=20, choices=MeetingFormat.choices(), blank=True)
    actual_format = models.CharField(max_length=20, choices=MeetingFormat.choices(), blank=True)
    time_from = models.TimeField(null=True, blank=True)
    time_until = models.TimeField(null=True, blank=True)
    venue_label = models.CharField(max_length=300, blank=True)
    facilitator = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    facilitator_label = models.CharField(max_length=300, blank=True)
    confidentiality = models.CharField(
        max_length=12, choices=Confidentiality.choices(), default=Confidentiality.CLOSED.value
    )

    class Meta:
        ordering = ["date_start", "time_from", "recorded_at"]
        constraints = [
            *fact_constraints("talks_gathering"),
            dated_constraint("talks_gathering"),
        ]

    def __str__(self) -> str:
        return self.name


class Attendance(Fact, OfParty):
    """Somebody at a meeting in a role that holds for this meeting alone."""

    searched = ("party_label", "persons")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance"
    )
    meeting_role = models.CharField(
        max_length=14, choices=MeetingRole.choices(), default=MeetingRole.PARTICIPANT.value
    )
    seat_state = models.CharField(
        max_length=12, choices=SeatState.choices(), default=SeatState.CAME.value
    )
    persons = models.CharField(max_length=500, blank=True)
    """Who sat there, as the account names them."""

    class Meta:
        ordering = ["meeting", "recorded_at"]
        verbose_name_plural = "attendance"
        constraints = fact_constraints("talks_attendance")

    def __str__(self) -> str:
        return f"{self.who}: {MeetingRole(self.meeting_role).label}"


class AgendaItem(Fact, OfParty):
    """An item on the agenda of a round or of a meeting; the party is whoever put it there."""

    searched = ("title", "party_label")

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda"
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda"
    )
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=300)

    class Meta:
        ordering = ["number", "recorded_at"]
        constraints = [
            *fact_constraints("talks_agenda"),
            models.CheckConstraint(
                condition=Q(round__isnull=False) | Q(meeting__isnull=False),
                name="talks_agenda_of_something",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaStand(Fact, OfParty):
    """What somebody does about an item of the agenda, or says was done about it."""

    searched = ("text", "party_label")

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="stands")
    agenda_stance = models.CharField(max_length=10, choices=AgendaStance.choices())
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["item", "recorded_at"]
        constraints = fact_constraints("talks_agenda_stand")


class Minute(Fact, OfParty):
    """What one side, or the chair, has written down of a meeting."""

    searched = ("text", "party_label")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="minutes"
    )
    text = models.TextField()

    class Meta:
        ordering = ["meeting", "recorded_at"]
        constraints = fact_constraints("talks_minute")


class MeetingAction(Fact, OfParty):
    """What a meeting asked of somebody, and until when."""

    searched = ("what", "party_label")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions")
    what = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    action_state = models.CharField(
        max_length=8, choices=ActionState.choices(), default=ActionState.OPEN.value
    )
    settled_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "recorded_at"]
        constraints = fact_constraints("talks_action")

    def __str__(self) -> str:
        return self.what


class MeetingAccount(Quoted):
    """What one document tells of a meeting: when, where, who came. The round is another matter."""

    added_later = QUOTED_LATER | {"meeting_id"}

    track = models.CharField(max_length=100, blank=True)
    ordinal = models.PositiveSmallIntegerField(null=True, blank=True)
    date_start = models.DateField(null=True, blank=True)
    date_end = models.DateField(null=True, blank=True)
    venue = models.CharField(max_length=300, blank=True)
    meeting_format = models.CharField(max_length=20, choices=MeetingFormat.choices(), blank=True)
    participants = models.JSONField(default=list)
    """A list of {"name", "role", "presence"}, as far as the document says so."""
    outcome = models.TextField(blank=True)
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts"
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts"
    )

    class Meta(Quoted.Meta):
        ordering = ["document", "start"]
        constraints = [
            *quoted_constraints("talks_meeting"),
            models.CheckConstraint(
                condition=models.Q(date_start__isnull=True)
                | models.Q(date_end__gte=models.F("date_start")),
                name="talks_meeting_dates",
            ),
        ]

    @property
    def interval(self) -> Interval | None:
        """When the document says it was, where it does."""
        if self.date_start is None or self.date_end is None:
            return None
        return Interval.between(self.date_start, self.date_end)
