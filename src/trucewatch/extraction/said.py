"""A statement as it is found, before anybody knows whom its subject means."""

from dataclasses import dataclass

from trucewatch.extraction.found import Speech, SpeechAct
from trucewatch.extraction.subjects import Subject


@dataclass(slots=True)
class Said:
    """A statement before its speakers are known as entities."""

    content: tuple[int, int]
    subject: Subject | None
    cue: tuple[int, int]
    act: SpeechAct
    rule: str
    speech: Speech
    sentence: int
    relayed: Subject | None = None
    addressee: tuple[int, int] | None = None
    joint: bool = False
    same_as_before: bool = False
    """Whoever spoke last speaks on."""


def trim(view: str, span: tuple[int, int]) -> tuple[int, int]:
    """The stretch without blanks and a closing comma at its ends."""
    start, end = span
    while start < end and view[start] in " \n":
        start += 1
    while end > start and view[end - 1] in " \n,":
        end -= 1
    return start, end
