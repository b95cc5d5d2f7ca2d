"""Who said what in which words, and how somebody judges the ceasefire."""

from django.db import models

from trucewatch.extraction.found import Speech, SpeechAct
from trucewatch.statements.models.quoted import QUOTED_LATER, Attributed, attributed_constraints
from trucewatch.statements.wording import LEANINGS, SPEECH_ACTS, SPEECHES, choices_of
from trucewatch.vocabulary.grading import InformationCredibility


class Statement(Attributed):
    """One speaker's words in one document: an account of what was said, not of what is so."""

    added_later = QUOTED_LATER | {
        "capacity", "on_behalf_of", "venue", "translation", "translation_language", "credibility"
    }  # fmt: skip

    speech = models.CharField(
        max_length=10, choices=choices_of(SPEECHES), default=Speech.DIRECT.value
    )
    act = models.CharField(
        max_length=10, choices=choices_of(SPEECH_ACTS), default=SpeechAct.ASSERTS.value
    )
    relayed_by = models.TextField(blank=True)
    """Who passed the words on, one a line, the nearest to the reader first."""
    said_from = models.DateField(null=True, blank=True)
    said_until = models.DateField(null=True, blank=True)
    """The days between which the document speaks."""
    language = models.CharField(max_length=10, blank=True)
    capacity = models.CharField(max_length=300, blank=True)
    """The office in which the speaker spoke."""
    on_behalf_of = models.CharField(max_length=300, blank=True)
    venue = models.CharField(max_length=300, blank=True)
    translation = models.TextField(blank=True)
    translation_language = models.CharField(max_length=10, blank=True)
    credibility = models.PositiveSmallIntegerField(
        choices=InformationCredibility.choices(), null=True, blank=True
    )

    class Meta(Attributed.Meta):
        ordering = ["document", "start"]
        constraints = attributed_constraints("statements_statement")


class Assessment(Attributed):
    """How somebody judges the ceasefire, in their word for it."""

    says = models.CharField(max_length=200)
    leaning = models.SmallIntegerField(choices=list(LEANINGS.items()), default=0)
    as_of = models.DateField(null=True, blank=True)

    class Meta(Attributed.Meta):
        ordering = ["document", "start"]
        constraints = attributed_constraints("statements_assessment")
