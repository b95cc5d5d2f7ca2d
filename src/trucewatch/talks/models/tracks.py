"""Tracks of talks: who convenes and mediates them, how they stand and depend on each other."""

from django.db import models
from django.db.models import F, Q

from trucewatch.agreements.models.dated import (
    Dated,
    Lasting,
    dated_constraint,
    lasting_constraint,
)
from trucewatch.ledger.models import Recorded
from trucewatch.parties.models import Party
from trucewatch.sources.facts import Cited, Fact, cited_constraint, fact_constraints
from trucewatch.talks.models.who import BySomebody, OfParty
from trucewatch.vocabulary.accords import View
from trucewatch.vocabulary.talks import TrackLinkKind, TrackRoleKind, TrackStanding


class Track(Recorded, Cited):
    """A series of talks under one name, which its rounds carry."""

    name = models.CharField(max_length=100, unique=True)
    purpose = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [cited_constraint("talks_track")]

    def __str__(self) -> str:
        return self.name


class TrackRole(Fact, Lasting, OfParty):
    """In what capacity somebody stands towards a track, between dates; one may have several."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="roles")
    role_kind = models.CharField(max_length=12, choices=TrackRoleKind.choices())

    class Meta:
        ordering = ["track", "role_kind", "since", "pk"]
        constraints = [
            *fact_constraints("talks_track_role"),
            lasting_constraint("talks_track_role"),
        ]

    def __str__(self) -> str:
        return f"{self.who}: {TrackRoleKind(self.role_kind).label} ({self.track})"


class TrackRoleView(Fact):
    """How somebody regards a role in a track: the record keeps the view and takes none."""

    track_role = models.ForeignKey(TrackRole, on_delete=models.PROTECT, related_name="views")
    viewer = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    viewer_label = models.CharField(max_length=300, blank=True)
    view = models.CharField(max_length=12, choices=View.choices())

    class Meta:
        ordering = ["recorded_at"]
        constraints = fact_constraints("talks_track_role_view")

    @property
    def voice(self) -> str:
        """Whose view it is, in the record's own words."""
        return self.viewer_label or (self.viewer.name if self.viewer else "")


class TrackState(Fact, Dated, BySomebody):
    """A track comes to stand in some way on some days, by one account."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="states")
    standing = models.CharField(max_length=10, choices=TrackStanding.choices())

    class Meta:
        ordering = ["date_start", "recorded_at"]
        constraints = [
            *fact_constraints("talks_track_state"),
            dated_constraint("talks_track_state"),
        ]


class TrackLink(Fact, Lasting, BySomebody):
    """One track depends on another in some way."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="links")
    link_kind = models.CharField(max_length=12, choices=TrackLinkKind.choices())
    other_track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="links_to")

    class Meta:
        ordering = ["track", "recorded_at"]
        constraints = [
            *fact_constraints("talks_track_link"),
            lasting_constraint("talks_track_link"),
            models.CheckConstraint(
                condition=~Q(track=F("other_track")), name="talks_track_link_to_another"
            ),
        ]
