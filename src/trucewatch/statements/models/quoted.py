"""Words of a document, and words with whoever said them."""

from django.db import models
from django.db.models import Q

from trucewatch.accounts.models import handling_constraints
from trucewatch.parties.models import Party
from trucewatch.sources.facts import Fact
from trucewatch.sources.models import Document, Source

LONGEST_NAME = 600


QUOTED_LATER = frozenset({"source_id", "document_sha256", "remarks", "gist"})
"""The columns of ``Quoted`` that came after rows were committed to."""


class Quoted(Fact):
    """Words of a document under the document's mark: ``[start, end)`` in its stored text.

    A document that the record does not hold is named by its hash; then ``gist`` says in the
    record's own neutral words what stands there, and ``words`` is empty.
    """

    added_later = QUOTED_LATER

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    gist = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def sha256(self) -> str:
        """The hash of the document, whether the record holds it or not."""
        return self.document.sha256 if self.document else self.document_sha256

    @property
    def shown(self) -> str:
        """Its words, or what the record says of them where they are not at hand."""
        return self.words or self.gist

    @property
    def from_source(self) -> Source | None:
        """Whose document it is."""
        return self.document.source if self.document else self.source


class Attributed(Quoted):
    """Words with whoever said them; nothing ties a protected source to a person."""

    speaker_label = models.CharField(max_length=LONGEST_NAME, blank=True)
    """Who speaks, as a page names them: one name, several, or what an unnamed source is called."""
    speaker_names = models.TextField(blank=True)
    """The names of those who speak, one a line; none of a protected source."""
    speaker_party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    anonymous = models.BooleanField(default=False)

    class Meta(Quoted.Meta):
        abstract = True


def quoted_constraints(table: str) -> list[models.BaseConstraint]:
    """Words have a length, and marks are consistent."""
    return [
        *handling_constraints(table),
        models.CheckConstraint(condition=Q(end__gt=models.F("start")), name=f"{table}_has_words"),
        models.CheckConstraint(
            condition=Q(document__isnull=False) | ~Q(document_sha256=""),
            name=f"{table}_names_a_document",
        ),
    ]


def attributed_constraints(table: str) -> list[models.BaseConstraint]:
    """The same, and a protected source has no name in the record."""
    return [
        *quoted_constraints(table),
        models.CheckConstraint(
            condition=Q(anonymous=False) | Q(speaker_names=""),
            name=f"{table}_protects_sources",
        ),
    ]
