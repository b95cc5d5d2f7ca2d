"""Who said what: statements, figure claims, disputed questions, positions."""

from trucewatch.statements.models.figures import FigureClaim
from trucewatch.statements.models.notes import Milestone, Note
from trucewatch.statements.models.questions import Answer, Position, Question
from trucewatch.statements.models.quoted import (
    LONGEST_NAME,
    QUOTED_LATER,
    Attributed,
    Quoted,
    attributed_constraints,
    quoted_constraints,
)
from trucewatch.statements.models.said import Assessment, Statement

__all__ = [
    "LONGEST_NAME",
    "QUOTED_LATER",
    "Answer",
    "Assessment",
    "Attributed",
    "FigureClaim",
    "Milestone",
    "Note",
    "Position",
    "Question",
    "Quoted",
    "Statement",
    "attributed_constraints",
    "quoted_constraints",
]
