"""How several accounts of one thing stand to each other: derived each time, never typed in."""

from collections.abc import Sequence
from dataclasses import dataclass

from trucewatch.vocabulary.labels import LabelledStr
from trucewatch.vocabulary.sentence import Sentence


class DerivedLabel(LabelledStr):
    """What accounts say together."""

    AGREED = "agreed", "Agreed"
    DISPUTED = "disputed", "Disputed"
    ONE_SIDED = "one_sided", "One-sided"
    UNVERIFIED = "unverified", "Unverified"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A derived label and the sentence that explains it."""

    label: DerivedLabel
    reason: str


@dataclass(frozen=True, slots=True)
class Voiced:
    """What one voice says, for comparing: ``is_copy`` where it repeats another document."""

    voice: str
    says: str
    is_copy: bool = False


def compare_voices(said: Sequence[Voiced]) -> Verdict:
    """The label of answers to one question; a copy adds no voice, order does not matter.

    Disputed as soon as two voices say different things, or one voice is told to have said two.
    """
    counted = sorted({(each.voice, each.says) for each in said if not each.is_copy})
    voices = sorted({voice for voice, _ in counted})
    answers = sorted({says for _, says in counted})
    if not counted:
        return Verdict(DerivedLabel.UNVERIFIED, Sentence("No account of it counts any more."))
    if len(answers) > 1:
        first, second = (next(v for v, says in counted if says == answers[n]) for n in (0, 1))
        return Verdict(
            DerivedLabel.DISPUTED,
            Sentence(
                "{first}: {this}. {second}: {that}.",
                first=first, this=answers[0], second=second, that=answers[1],
            ),
        )  # fmt: skip
    if len(voices) == 1:
        reason = Sentence("Only {source} tells of it.", source=voices[0])
        return Verdict(DerivedLabel.ONE_SIDED, reason)
    reason = Sentence("{number} voices say the same.", number=len(voices))
    return Verdict(DerivedLabel.AGREED, reason)
