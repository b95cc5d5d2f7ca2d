"""Figures and questions with what the desk knows of copies: a copy adds no weight anywhere."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trucewatch.accounts.access import Reader
from trucewatch.desk.models import CaseDocument, CaseLink, LinkKind
from trucewatch.statements.models import Answer, FigureClaim, Question
from trucewatch.statements.queries import counted
from trucewatch.statements.standing import (
    FigureGroup,
    QuestionSeen,
    figure_groups,
    question_seen,
)
from trucewatch.vocabulary.questions import QuestionKind


@dataclass(frozen=True, slots=True)
class FigureFilter:
    """Which groups of figures are asked for; empty means no limit."""

    concept: str = ""
    claimant: str = ""

    def lets_through(self, group: FigureGroup) -> bool:
        """Whether a group is asked for; a claimant's groups stay whole, for their label does."""
        if self.concept and group.concept != self.concept:
            return False
        return not self.claimant or group.is_claimed_by(self.claimant)


def figures_by_scope(reader: Reader) -> list[FigureGroup]:
    """Every figure that counts and that the reader may see, in groups that can be compared."""
    beside = ("document__source", "speaker_party", "recorded_by")
    rows = list(counted(FigureClaim, reader, *beside).order_by("recorded_at", "pk"))
    return figure_groups(rows, taken_from(reader, rows))


def questions_by_kind(reader: Reader) -> dict[QuestionKind, list[QuestionSeen]]:
    """The disputed questions that the reader may see with the answers that they may see."""
    questions = list(counted(Question, reader))
    by_question: defaultdict[UUID, list[Answer]] = defaultdict(list)
    answers = list(counted(Answer, reader, "speaker_party", "statement").order_by("pk"))
    taken = taken_from(reader, answers)
    for answer in answers:
        by_question[answer.question_id].append(answer)
    found: dict[QuestionKind, list[QuestionSeen]] = {}
    for kind in QuestionKind:
        of_kind = [question for question in questions if question.question_kind == kind]
        if of_kind:
            found[kind] = [question_seen(q, by_question[q.pk], taken) for q in of_kind]
    return found


def taken_from(reader: Reader, facts: Iterable[Any]) -> dict[UUID, frozenset[str]]:
    """By fact the hashes of documents that had its words first, as the desk read them.

    A document that is a copy of another as a whole, or a passage around the words that stands
    in both. Only cases that the reader may see are asked.
    """
    facts = list(facts)
    hashes = {_hash_of(fact) for fact in facts} - {""}
    documents = (
        CaseDocument.objects.visible_to(reader)
        .filter(document__sha256__in=hashes)
        .select_related("document", "copy_of__document")
        .defer("text", "copy_of__text")
    )
    whole: defaultdict[str, set[str]] = defaultdict(set)
    sha256_of: dict[UUID, str] = {}
    for row in documents:
        sha256_of[row.pk] = row.document.sha256
        if row.copy_of:
            whole[row.document.sha256].add(row.copy_of.document.sha256)
    passages = _passages(sha256_of)
    found: dict[UUID, frozenset[str]] = {}
    for fact in facts:
        sha256 = _hash_of(fact)
        first = set(whole.get(sha256, ()))
        for start, end, original in passages.get(sha256, ()):
            if fact.start is not None and start <= fact.start and fact.end <= end:
                first.add(original)
        if first - {sha256}:
            found[fact.pk] = frozenset(first - {sha256})
    return found


def _passages(sha256_of: dict[UUID, str]) -> dict[str, list[tuple[int, int, str]]]:
    """By document the passages that stood in another one first, with that one's hash."""
    links = CaseLink.objects.filter(
        kind=LinkKind.REUSE.value, a__in=sha256_of, b__in=sha256_of, original__isnull=False
    )
    found: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
    columns = ("a", "a_start", "a_end", "b", "b_start", "b_end", "original")
    for a, a_start, a_end, b, b_start, b_end, original in links.values_list(*columns):
        if original == a:
            found[sha256_of[b]].append((b_start, b_end, sha256_of[a]))
        elif original == b:
            found[sha256_of[a]].append((a_start, a_end, sha256_of[b]))
    return found


def _hash_of(fact: Any) -> str:
    return str(getattr(fact, "sha256", "") or fact.document_sha256)
