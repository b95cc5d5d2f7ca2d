"""What a token may read."""

from trucewatch.vocabulary.labels import LabelledStr


class Scope(LabelledStr):
    """One part of the record that a program may read; never more than its member sees of it."""

    REPORTS = "read:reports", "Reports and incidents, their sources and parties; exports"
    TALLIES = "read:tallies", "Tallies and coverage"
    BULLETINS = "read:bulletins", "Published bulletins"
    TALKS = "read:talks", "Rounds of talks and instruments"
    STATEMENTS = "read:statements", "What was said: statements, figures, demands, meetings"
    CASES = "read:cases", "Cases, findings and figures of mechanisms"
    CALENDAR = "read:calendar", "The calendar of rounds and deadlines, by an address of its own"
    EVERYTHING = "read:everything", "Everything, searching included"
