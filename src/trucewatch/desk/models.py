"""Cases of documents that are read together, what was proposed of them, and who settled it."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from trucewatch.accounts.models import Handled, HandledQuerySet, Member, handling_constraints
from trucewatch.accounts.reader import Reader
from trucewatch.ledger.models import Recorded
from trucewatch.parties.models import Party
from trucewatch.reports.models import Report
from trucewatch.sources.models import Document
from trucewatch.statements.models import LONGEST_NAME, Attributed, attributed_constraints
from trucewatch.vocabulary.labels import LabelledStr


class Kind(LabelledStr):
    """What a proposal or a highlight is about."""

    STATEMENT = "statement", "Statement"
    FIGURE = "figure", "Figure"
    UNDERTAKING = "undertaking", "Demand or commitment"
    ALLEGATION = "allegation", "Alleged violation"
    MEETING = "meeting", "Meeting"
    ASSESSMENT = "assessment", "Assessment of the ceasefire"
    MENTION = "mention", "Actor"
    DATE = "date", "Date"
    PLACE = "place", "Place"


class State(LabelledStr):
    """How far a proposal has come. What is only shown beside the others waits for nobody."""

    WAITING = "waiting", "Waits"
    ACCEPTED = "accepted", "Accepted"
    EDITED = "edited", "Edited and accepted"
    REFUSED = "refused", "Refused"
    CONTEXT = "context", "Shown only"


class LinkKind(LabelledStr):
    """In what way two passages of a case belong together."""

    REUSE = "reuse", "The same passage"
    FIGURE = "figure", "Different figures"
    DENIAL = "denial", "One denies what the other says"
    CAUSE = "cause", "Different causes"
    SCHEDULE = "schedule", "Different dates"
    ASSESSMENT = "assessment", "Different judgements of the ceasefire"


class InCase(models.QuerySet[Any]):
    """Rows of a case: who sees the case sees them, since its documents share its mark."""

    path: ClassVar[str] = "case__"

    def visible_to(self, reader: Reader) -> Self:
        """The rows whose case the reader may see."""
        return self.filter(reader.sees(self.path))


class InDocument(InCase):
    """Rows of a document of a case."""

    path: ClassVar[str] = "case_document__case__"


class CaseFile(Recorded, Handled):
    """A folder of documents that are read together, all under its mark."""

    not_committed = frozenset({"rounds"})

    name = models.CharField(max_length=200)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    rounds = models.JSONField(default=list)
    """The rounds of talks that the last reading put together from all documents."""

    objects = HandledQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = handling_constraints("desk_case")

    def __str__(self) -> str:
        return self.name


class CaseDocument(Recorded):
    """A document in a case, with the text that every offset counts in."""

    not_committed = frozenset(
        {"text", "destroyed", "date_day", "date_earliest", "date_latest", "derivation", "copy_of"}
    )

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    """Empty for a file that is kept and cannot be read, a picture for example."""
    text_sha256 = models.CharField(max_length=64)
    pages = models.JSONField(default=list)
    """Where each page begins in the text; empty where the file has no pages."""
    is_submission = models.BooleanField(default=False)
    """Whether it lists alleged breaches one by one, handed over by its source."""
    stated_day = models.DateField(null=True, blank=True)
    """The day that a member gave it; the reading takes it for certain."""
    destroyed = models.JSONField(default=list)
    """Pairs of characters that were blacked out for good under a retention rule."""
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    date_day = models.DateField(null=True, blank=True)
    date_earliest = models.DateField(null=True, blank=True)
    date_latest = models.DateField(null=True, blank=True)
    derivation = models.JSONField(default=list)
    """How the reading came by the day, step by step."""
    copy_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    """The document of the case that most of it was taken from: the two are one source."""

    objects = InCase.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "document"], name="desk_document_once"),
        ]

    def __str__(self) -> str:
        return self.document.name


class CaseEntity(models.Model):
    """An actor of a case under one name for all its documents; who it is, a person says once.

    Not an act: the next reading writes it anew and keeps what people said of it.
    """

    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="entities")
    key = models.CharField(max_length=LONGEST_NAME)
    """The name by which the engine knows it."""
    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=20)
    spellings = models.JSONField(default=list)
    protected = models.BooleanField(default=False)
    rivals = models.JSONField(default=list)
    """A list of {"key", "why"}: entities that it could be, and why it was kept apart."""
    mentions = models.PositiveIntegerField(default=0)
    is_present = models.BooleanField(default=True)
    """Whether the last reading still found it."""
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    same_as = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="others"
    )
    settled_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = InCase.as_manager()

    class Meta:
        ordering = ["-mentions", "name"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="desk_entity_once")]


class DeskProposal(models.Model):
    """What the reading proposes of a passage, with rule, cue and confidence.

    Not an act and not in the ledger: the next reading replaces what nobody has settled.
    """

    case_document = models.ForeignKey(
        CaseDocument, on_delete=models.CASCADE, related_name="proposals"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices())
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    nth = models.PositiveSmallIntegerField(default=0)
    """Counts proposals of one kind about the same characters."""
    cue_start = models.PositiveIntegerField()
    cue_end = models.PositiveIntegerField()
    rule = models.CharField(max_length=100)
    confidence = models.FloatField()
    note = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    proposed_facts = models.JSONField(null=True, blank=True)
    """What the reading proposed, where a member edited it."""
    state = models.CharField(max_length=10, choices=State.choices(), default=State.WAITING.value)
    settled_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    """How often it was accepted, so that each acceptance makes a record of its own."""
    record_kind = models.CharField(max_length=40, blank=True)
    record_key = models.CharField(max_length=40, blank=True, db_index=True)

    objects = InDocument.as_manager()

    class Meta:
        ordering = ["case_document__position", "start", "-end", "kind", "nth"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_document", "kind", "start", "end", "nth"], name="desk_proposal_once"
            ),
            models.CheckConstraint(
                condition=Q(end__gt=models.F("start")), name="desk_proposal_has_words"
            ),
        ]
        indexes = [models.Index(fields=["state", "kind"], name="desk_by_state")]

    @property
    def anchor(self) -> str:
        """The place of its words in the page of the document."""
        return f"c{self.start}-{self.end}"

    @property
    def words(self) -> str:
        """The characters that it is about."""
        return self.case_document.text[self.start : self.end]

    @property
    def is_settled(self) -> bool:
        return self.state in {State.ACCEPTED, State.EDITED, State.REFUSED}


class CaseLink(models.Model):
    """Two passages of a case that are the same, or that cannot both be right. Not an act."""

    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=20, choices=LinkKind.choices())
    a = models.ForeignKey(CaseDocument, on_delete=models.CASCADE, related_name="+")
    a_start = models.PositiveIntegerField()
    a_end = models.PositiveIntegerField()
    b = models.ForeignKey(CaseDocument, on_delete=models.CASCADE, related_name="+")
    b_start = models.PositiveIntegerField()
    b_end = models.PositiveIntegerField()
    original = models.ForeignKey(
        CaseDocument, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    """Where a passage that stands twice came from."""
    why = models.TextField(blank=True)
    alike = models.FloatField(default=1.0)

    objects = InCase.as_manager()

    class Meta:
        ordering = ["kind", "a__position", "a_start", "b__position", "b_start"]


class Allegation(Attributed):
    """Who alleges a breach of whom, in which words, and the report that it was filed as."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="+")
    accused = models.TextField(blank=True)
    """The names of those accused, one a line."""
    accused_party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Attributed.Meta):
        constraints = attributed_constraints("desk_allegation")
