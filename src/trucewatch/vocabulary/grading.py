"""The Admiralty scales: how far to trust a source, and how far to believe one report."""

from trucewatch.vocabulary.labels import LabelledInt, LabelledStr


class SourceReliability(LabelledStr):
    """How far a source can be trusted, judged over time. It belongs to the source."""

    A = "A", "Completely reliable"
    B = "B", "Usually reliable"
    C = "C", "Fairly reliable"
    D = "D", "Not usually reliable"
    E = "E", "Unreliable"
    F = "F", "Reliability cannot be judged"


class InformationCredibility(LabelledInt):
    """How likely one report is to be true, whoever gave it. It belongs to the report."""

    CONFIRMED = 1, "Confirmed by other sources"
    PROBABLE = 2, "Probably true"
    POSSIBLE = 3, "Possibly true"
    DOUBTFUL = 4, "Doubtful"
    IMPROBABLE = 5, "Improbable"
    CANNOT_BE_JUDGED = 6, "Truth cannot be judged"
