"""Disputed questions with each speaker's answer, and where each party stands on a topic."""

from django.db import models
from django.db.models import Q

from trucewatch.parties.models import Party
from trucewatch.sources.facts import Fact, fact_constraints
from trucewatch.statements.models.said import Statement
from trucewatch.vocabulary.questions import AnswerKind, PositionStance, QuestionKind


class Question(Fact):
    """Something on which accounts differ; the software never answers it."""

    text = models.CharField(max_length=300)
    question_kind = models.CharField(max_length=12, choices=QuestionKind.choices())
    about = models.CharField(max_length=300, blank=True)
    """What it is about: a round of talks, a text, an event."""

    class Meta:
        ordering = ["question_kind", "text"]
        constraints = fact_constraints("statements_question")

    def __str__(self) -> str:
        return self.text


class Answer(Fact):
    """What one speaker answers to a question, in the record's neutral words."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    speaker_label = models.CharField(max_length=300)
    speaker_party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    anonymous = models.BooleanField(default=False)
    answer_kind = models.CharField(max_length=12, choices=AnswerKind.choices())
    answer = models.CharField(max_length=500)
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            *fact_constraints("statements_answer"),
            models.CheckConstraint(
                condition=Q(anonymous=False) | Q(speaker_party__isnull=True),
                name="statements_answer_protects_sources",
            ),
        ]


class Position(Fact):
    """Where a party stands on a topic from a day on, as one account has it."""

    topic = models.CharField(max_length=200)
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    party_label = models.CharField(max_length=300, blank=True)
    stance = models.CharField(max_length=12, choices=PositionStance.choices())
    text = models.CharField(max_length=500)
    since = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["topic", "since"]
        constraints = fact_constraints("statements_position")
