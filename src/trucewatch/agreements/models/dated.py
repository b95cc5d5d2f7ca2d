"""Dates of facts: from one day to another, as precisely as that is known, or not known at all."""

from django.db import models
from django.db.models import F, Q

from trucewatch.vocabulary.interval import DatePrecision, Interval


class Dated(models.Model):
    """When something was or is to be; no dates at all where nobody says."""

    date_start = models.DateField(null=True, blank=True)
    date_end = models.DateField(null=True, blank=True)
    date_precision = models.PositiveSmallIntegerField(
        choices=DatePrecision.choices(), null=True, blank=True
    )

    class Meta:
        abstract = True

    @property
    def interval(self) -> Interval | None:
        """The days, where they are known."""
        if self.date_start is None:
            return None
        end = self.date_end or self.date_start
        if self.date_precision is None:
            return Interval.between(self.date_start, end)
        return Interval(self.date_start, end, DatePrecision(self.date_precision))


def dated_constraint(table: str) -> models.BaseConstraint:
    """The end is no earlier than the start."""
    return models.CheckConstraint(
        condition=Q(date_start__isnull=True)
        | Q(date_end__isnull=True)
        | Q(date_end__gte=F("date_start")),
        name=f"{table}_dates",
    )


class Lasting(models.Model):
    """Between which days something holds; open at either end."""

    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def lasting_constraint(table: str) -> models.BaseConstraint:
    """It does not end before it begins."""
    return models.CheckConstraint(
        condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
        name=f"{table}_lasts",
    )


class Counted(models.Model):
    """A number of something with its bounds; a bound that is open is empty."""

    quantity_low = models.PositiveBigIntegerField(null=True, blank=True)
    quantity_high = models.PositiveBigIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=120, blank=True)
    """What is counted: women, trucks, square kilometres."""

    class Meta:
        abstract = True


def counted_constraint(table: str) -> models.BaseConstraint:
    """The lower bound is no greater than the upper one."""
    return models.CheckConstraint(
        condition=Q(quantity_low__isnull=True)
        | Q(quantity_high__isnull=True)
        | Q(quantity_high__gte=F("quantity_low")),
        name=f"{table}_bounds",
    )
