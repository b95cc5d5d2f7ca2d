"""What the mechanism keeps: its terms, cases, papers, findings with positions, and books."""

from trucewatch.cases.models.books import Book, BookEntry, BookMatch, BookRemark, TallyRemark
from trucewatch.cases.models.cases import Case, Complaint, Deadline, Step, Submission
from trucewatch.cases.models.findings import Finding, FindingPosition, SigningKey
from trucewatch.cases.models.mechanisms import Mechanism, MechanismVersion, Seat
from trucewatch.cases.models.papers import CustodyEntry, Exhibit, Observation, Paper, TeamMember

__all__ = [
    "Book",
    "BookEntry",
    "BookMatch",
    "BookRemark",
    "Case",
    "Complaint",
    "CustodyEntry",
    "Deadline",
    "Exhibit",
    "Finding",
    "FindingPosition",
    "Mechanism",
    "MechanismVersion",
    "Observation",
    "Paper",
    "Seat",
    "SigningKey",
    "Step",
    "Submission",
    "TallyRemark",
    "TeamMember",
]
