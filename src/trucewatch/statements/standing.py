"""How what was said stands together: figures by scope, answers by question, positions by topic."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from trucewatch.names.folding import fold
from trucewatch.parties.models import Party
from trucewatch.statements.comparing import Claim, Scope, compare_claims, same_scope
from trucewatch.statements.models import Answer, FigureClaim, Position, Question
from trucewatch.vocabulary.bound import FigureConcept, FigureMeasure
from trucewatch.vocabulary.derived import DerivedLabel, Verdict, Voiced, compare_voices
from trucewatch.vocabulary.questions import AnswerKind
from trucewatch.vocabulary.sentence import Sentence

TakenFrom = Mapping[UUID, Set[str]]
"""By the id of a row the hashes of the documents from which its words were taken."""

CONFUSED: Final[tuple[frozenset[FigureConcept], ...]] = (
    frozenset({FigureConcept.LOST_HOME, FigureConcept.DISPLACED, FigureConcept.REFUGEES}),
    frozenset({FigureConcept.DETAINED, FigureConcept.ABDUCTED, FigureConcept.MISSING}),
)
"""Concepts that are easily taken for each other, and never compared."""


@dataclass(frozen=True, slots=True)
class FigureSeen:
    """A figure claim with whoever claims it; a copy adds no weight."""

    row: FigureClaim
    claim: Claim

    @property
    def claimant(self) -> str:
        """The party, where that is settled, else what the document calls whoever speaks."""
        return self.claim.claimant

    @property
    def is_copy(self) -> bool:
        """Whether it repeats another claim of the record."""
        return self.claim.is_copy


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures of one scope and what they say together."""

    scope: Scope
    figures: tuple[FigureSeen, ...]
    verdict: Verdict

    @property
    def concept(self) -> FigureConcept:
        """What all of them count."""
        return self.scope.concept

    @property
    def counted(self) -> list[FigureSeen]:
        """Those that are nobody's copy."""
        return [seen for seen in self.figures if not seen.is_copy]

    def is_claimed_by(self, claimant: str) -> bool:
        """Whether the claimant gives one of them."""
        return any(fold(seen.claimant) == fold(claimant) for seen in self.figures)


def claimant_of(row: FigureClaim) -> str:
    """Who claims a figure; where nobody is named it is the source's own."""
    if row.speaker_party and not row.anonymous:
        return row.speaker_party.name
    source = row.from_source
    return row.speaker_label or (source.name if source else "")


def scope_of(row: FigureClaim) -> Scope:
    """What a figure is counted of; where only the document's words limit it, these do."""
    has_columns = row.whom or row.place_label or row.counted_since
    return Scope(
        concept=FigureConcept(row.concept),
        whom=row.whom,
        place=row.place_label if has_columns else row.scope,
        since=row.counted_since,
        until=row.as_of,
        measure=FigureMeasure(row.measure) if row.measure else None,
    )


def figure_groups(rows: Sequence[FigureClaim], taken: TakenFrom) -> list[FigureGroup]:
    """Every figure in the group of its scope, the groups in the order of their concepts."""
    named = _named_copies(rows)
    by_key = {str(row.pk): row for row in rows}
    claims = [
        Claim(str(row.pk), scope_of(row), row.figure, claimant_of(row), row.pk in named)
        for row in rows
    ]
    found = []
    for group in same_scope(claims):
        group = _with_copies(group, by_key, taken)
        seen = tuple(sorted((FigureSeen(by_key[c.key], c) for c in group), key=_by_day))
        anchor = min(group, key=lambda c: (c.scope.since or dt.date.max, c.key))
        found.append(FigureGroup(anchor.scope, seen, compare_claims(group)))
    order = list(FigureConcept)
    return sorted(found, key=lambda group: (order.index(group.concept), -len(group.figures)))


def _by_day(seen: FigureSeen) -> tuple[bool, dt.date, str, str]:
    day = seen.row.as_of or dt.date.max
    return seen.is_copy, day, seen.claimant, seen.claim.key


def _named_copies(rows: Sequence[FigureClaim]) -> set[UUID]:
    """Claims that a person called copies; where the original does not count, one stands in."""
    known = {row.pk: row for row in rows}
    families: defaultdict[UUID, list[FigureClaim]] = defaultdict(list)
    for row in rows:
        root, seen = row.copy_of_id, {row.pk}
        while root in known and known[root].copy_of_id and root not in seen:
            seen.add(root)
            root = known[root].copy_of_id
        if root is not None:
            families[root].append(row)
    copies: set[UUID] = set()
    for root, family in families.items():
        first = [] if root in known else [min(family, key=lambda row: (row.recorded_at, row.pk))]
        copies |= {row.pk for row in family if row not in first}
    return copies


def _with_copies(
    group: Sequence[Claim], rows: Mapping[str, FigureClaim], taken: TakenFrom
) -> list[Claim]:
    """The group with those marked whose words another document of the group had first."""
    hashes = {claim.key: rows[claim.key].sha256 for claim in group}
    held = frozenset(hashes.values())
    copies = {
        claim.key
        for claim in group
        if claim.is_copy
        or (taken.get(rows[claim.key].pk, frozenset()) & held) - {hashes[claim.key]}
    }
    if len(copies) == len(group) and not all(claim.is_copy for claim in group):
        copies.discard(min(claim.key for claim in group if not claim.is_copy))
    return [Claim(c.key, c.scope, c.figure, c.claimant, c.key in copies) for c in group]


@dataclass(frozen=True, slots=True)
class AnswerSeen:
    """One voice's answer to a question."""

    row: Answer
    voice: str
    is_copy: bool


@dataclass(frozen=True, slots=True)
class QuestionSeen:
    """A disputed question with every answer to it; the software never picks one."""

    row: Question
    answers: tuple[AnswerSeen, ...]
    verdict: Verdict


def question_seen(question: Question, answers: Sequence[Answer], taken: TakenFrom) -> QuestionSeen:
    """The answers to a question and what they say together; "no comment" says nothing."""
    held = frozenset(answer.document_sha256 for answer in answers) - {""}
    seen = tuple(
        AnswerSeen(
            answer,
            voice_of(answer),
            bool((taken.get(answer.pk, frozenset()) & held) - {answer.document_sha256}),
        )
        for answer in answers
    )
    voices = [
        Voiced(each.voice, _said(each.row), each.is_copy)
        for each in seen
        if each.row.answer_kind != AnswerKind.NO_COMMENT
    ]
    if not voices:
        reason = Sentence("Nobody has answered it.")
        return QuestionSeen(question, seen, Verdict(DerivedLabel.UNVERIFIED, reason))
    return QuestionSeen(question, seen, compare_voices(voices))


def voice_of(answer: Answer) -> str:
    """Who answers: the party where that is settled; a protected speaker as the account has them."""
    if answer.speaker_party and not answer.anonymous:
        return answer.speaker_party.name
    return answer.speaker_label


def _said(answer: Answer) -> str:
    kind = AnswerKind(answer.answer_kind)
    return " ".join(answer.answer.split()) if kind is AnswerKind.OTHER else Sentence(kind.label)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever holds positions: a party of the record, or a name as the accounts have it."""

    party: Party | None
    label: str

    @property
    def key(self) -> str:
        """What makes two positions those of one holder."""
        return str(self.party.pk) if self.party else fold(self.label)


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a holder stands on a topic by the newest account, and by those before."""

    newest: Position
    older: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with what each holder says of it, in the order of the matrix; None where nothing."""

    name: str
    stands: tuple[Stand | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Topics by holders."""

    holders: tuple[Holder, ...]
    topics: tuple[Topic, ...]


def position_matrix(rows: Sequence[Position]) -> Matrix:
    """Every position at its topic and holder, the newest first."""
    holders: dict[str, Holder] = {}
    names: dict[str, str] = {}
    cells: defaultdict[tuple[str, str], list[Position]] = defaultdict(list)
    for row in rows:
        name = row.party.name if row.party else row.party_label
        holder = Holder(row.party, name)
        holders.setdefault(holder.key, holder)
        names.setdefault(fold(row.topic), row.topic)
        cells[fold(row.topic), holder.key].append(row)
    columns = sorted(holders.values(), key=lambda holder: (fold(holder.label), holder.key))
    topics = tuple(
        Topic(name, tuple(_stand(cells.get((key, holder.key))) for holder in columns))
        for key, name in sorted(names.items(), key=lambda item: item[1])
    )
    return Matrix(tuple(columns), topics)


def _stand(rows: Sequence[Position] | None) -> Stand | None:
    if not rows:
        return None
    ordered = sorted(
        rows, key=lambda row: (row.since or dt.date.min, row.recorded_at, row.pk), reverse=True
    )
    return Stand(ordered[0], tuple(ordered[1:]))
