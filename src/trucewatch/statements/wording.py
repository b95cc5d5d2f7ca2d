"""What the ways of speaking are called on a page."""

from collections.abc import Mapping
from typing import Final

from trucewatch.extraction.found import Speech, SpeechAct

SPEECH_ACTS: Final[dict[str, str]] = {
    SpeechAct.ASSERTS: "Asserts",
    SpeechAct.DENIES: "Denies",
    SpeechAct.DEMANDS: "Demands",
    SpeechAct.PROMISES: "Promises",
    SpeechAct.ACCUSES: "Accuses",
    SpeechAct.REFUSES: "Refuses",
    SpeechAct.EXPECTS: "Expects",
}
SPEECHES: Final[dict[str, str]] = {
    Speech.DIRECT: "In the speaker’s own words",
    Speech.INDIRECT: "In the writer’s words",
    Speech.MIXED: "In the words of both",
}
LEANINGS: Final[dict[int, str]] = {
    1: "The ceasefire holds",
    0: "Neither holding nor failing",
    -1: "The ceasefire fails",
}


def choices_of(labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each stored word beside its label."""
    return [(str(word), label) for word, label in labels.items()]
