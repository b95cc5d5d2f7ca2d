"""Questions that accounts answer differently, and where parties stand on a topic."""

from trucewatch.vocabulary.labels import LabelledStr


class QuestionKind(LabelledStr):
    """What sort of thing is disputed."""

    WHETHER = "whether", "Whether it was so"
    CAUSE = "cause", "Why it came about"
    SCHEDULE = "schedule", "When it is to be"
    OUTCOME = "outcome", "What came of it"


class AnswerKind(LabelledStr):
    """What an answer says, for comparing it with others."""

    YES = "yes", "Yes"
    NO = "no", "No"
    OTHER = "other", "In other words"
    NO_COMMENT = "no_comment", "No comment"


class PositionStance(LabelledStr):
    """How a party stands towards what a topic names."""

    FOR = "for", "In favour"
    AGAINST = "against", "Against"
    CONDITIONAL = "conditional", "On conditions"
    REFUSES = "refuses", "Refuses to discuss it"
    OPEN = "open", "Undecided"
