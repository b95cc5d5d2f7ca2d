"""Whom a fact of the talks is about, and who says or does it: a party, or a name in words."""

from django.db import models

from trucewatch.parties.models import Party


class OfParty(models.Model):
    """Whom it is about: a party of the record, or a name as accounts have it."""

    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    party_label = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def who(self) -> str:
        """The name in the record's own words."""
        return self.party_label or (self.party.name if self.party else "")

    @property
    def actor(self) -> str:
        """The party where that is settled, else the name: what makes two facts those of one."""
        return self.party.name if self.party else self.party_label


class BySomebody(models.Model):
    """Who says or does it; where nobody is named it is the source's own account."""

    by_party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_label = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def voice(self) -> str:
        """Whoever says it, in the record's own words."""
        return self.by_label or (self.by_party.name if self.by_party else "")
