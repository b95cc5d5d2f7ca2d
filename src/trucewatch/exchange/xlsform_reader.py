"""Submissions of a form as reports: answers in the form's terms, told in those of a mapping."""

import json
import unicodedata
from dataclasses import replace
from typing import Final

from trucewatch.exchange.mapping import ColumnMapping, MappedReader
from trucewatch.exchange.parsed import ParsedReport
from trucewatch.exchange.records import Header, Record
from trucewatch.exchange.summary import Refusal
from trucewatch.exchange.xlsform import Choice, Question, Questionnaire
from trucewatch.exchange.xlsform_columns import (
    answer_column,
    is_repeat_table,
    key_column,
    point_columns,
)
from trucewatch.names.folding import fold
from trucewatch.reports.rules import REPEATS_LEFT_OUT
from trucewatch.vocabulary.violations import ViolationType

_LATITUDE, _LONGITUDE = "latitude of {}", "longitude of {}"
_SPLIT_POINTS: Final = ("latitude", "longitude")
_NUMBERS: Final = frozenset({"integer", "decimal", "range", "geopoint", "date", "datetime"})
_TYPES: Final = {fold(kind.label): kind.value for kind in ViolationType}


class SubmissionReader:
    """Reads submissions as the form and the mapping say; ``refusals`` tells what is missing."""

    def __init__(
        self,
        form: Questionnaire,
        mapping: ColumnMapping,
        named: frozenset[str],
        header: Header,
    ) -> None:
        """``named`` are the fields whose question somebody named; the others were recognised."""
        self._form = form
        self._named = named | {"key", "date_start"}
        self._mapping = mapping
        self.refusals: list[Refusal] = []
        self._questions: dict[str, tuple[Question, str]] = {}
        self._points: dict[str, tuple[str, ...]] = {}
        found = {name: self._column(name, header) for name in mapping.columns}
        columns = {name: column for name, column in found.items() if column is not None}
        if is_repeat_table(header.columns):
            reason = "this is the table of a repeated group; import the one of the submissions"
            self.refusals.append(Refusal(header.line, "", reason))
        if self.refusals:
            return
        types = {**mapping.types, **self._types_by_choice()}
        wanted = ColumnMapping(columns, mapping.date_formats, types, mapping.scheme)
        derived = tuple(dict.fromkeys((*header.columns, *self._points)))
        self._reader = MappedReader(wanted, Header(derived, header.original, header.line))
        self.refusals += self._reader.refusals

    def parse(self, record: Record) -> ParsedReport | list[Refusal]:
        """The report in a submission, or all that is wrong with it."""
        refusals: list[Refusal] = []
        values = dict(record.values)
        for column, (question, _) in self._questions.items():
            try:
                values[column] = self._told(question, values[column])
            except ValueError as error:
                refusals.append(Refusal(record.line, column, str(error)))
        for derived, (column, position) in self._points.items():
            try:
                values[derived] = _part_of_point(values[column], int(position))
            except ValueError as error:
                values[derived] = ""
                if position == "0":
                    refusals.append(Refusal(record.line, column, str(error)))
        values[self._key] = values[self._key].strip().removeprefix("uuid:")
        parsed = self._reader.parse(Record(record.line, values, record.original))
        if isinstance(parsed, list):
            refusals += [self._at_column(refusal) for refusal in parsed]
        if refusals or isinstance(parsed, list):
            return refusals
        flags = [*parsed.flags, *([REPEATS_LEFT_OUT] if self._has_repeats(record) else [])]
        return replace(parsed, values=record.values, flags=flags)

    def _column(self, field: str, header: Header) -> str | None:
        """The column for a field; where there should be one and is none, the refusal is noted."""
        name = self._mapping.columns[field]
        if field == "key":
            self._key = name if name in header.columns else key_column(header.columns) or ""
            if not self._key:
                self._miss(header, name, "no column names the submissions (KEY, _uuid, instanceID)")
            return self._key
        question = self._form.find(name)
        if question is None:
            if name not in header.columns:
                self._miss(header, name, "neither the form nor the file has such a question")
            return name
        if question.repeat:
            reason = (
                f"the question is repeated (group {question.repeat}): one report has one answer"
            )
            self._miss(header, name, reason)
            return name
        if question.kind == "geopoint" and field in _SPLIT_POINTS:
            return self._point(question, field, header)
        column = answer_column(question, header.columns)
        if column is None:
            self._note_unanswered(question, field, header)
            return None
        self._questions[column] = (question, field)
        return column

    def _note_unanswered(self, question: Question, field: str, header: Header) -> None:
        """JSON leaves out what nobody answered, and what was only recognised is not missed."""
        is_json = not header.original
        if field == "date_start" or (field in self._named and not is_json):
            self._miss(header, question.path, "the file has no column for this question")

    def _point(self, question: Question, field: str, header: Header) -> str | None:
        """The column of one half of a point, made up where the file holds both in one."""
        split = point_columns(question, header.columns)
        if split:
            return split.latitude if field == "latitude" else split.longitude
        column = answer_column(question, header.columns)
        if column is None:
            self._note_unanswered(question, field, header)
            return None
        position = _SPLIT_POINTS.index(field)
        derived = (_LATITUDE, _LONGITUDE)[position].format(column)
        self._points[derived] = (column, str(position))
        return derived

    def _miss(self, header: Header, name: str, reason: str) -> None:
        self.refusals.append(Refusal(header.line, name, reason))

    def _told(self, question: Question, answer: str) -> str:
        """An answer in words; ``ValueError`` for a choice that the form never offered."""
        answer = answer.strip()
        if question.kind in _NUMBERS:
            return _ascii_digits(answer)
        if question.kind == "select_one" and answer:
            return self._chosen(question, answer).label(self._form.language)
        if question.kind == "select_multiple" and answer:
            names = self._several(question, answer)
            chosen = [self._chosen(question, name) for name in names]
            return "; ".join(choice.label(self._form.language) for choice in chosen)
        return answer

    def _several(self, question: Question, answer: str) -> list[str]:
        """The names in an answer with several; an answer that is one whole label is one."""
        if any(answer in choice.labels.values() for choice in self._offered(question)):
            return [answer]
        return answer.split()

    def _chosen(self, question: Question, answer: str) -> Choice:
        offered = self._offered(question)
        for choice in offered:
            if answer == choice.name or answer in choice.labels.values():
                return choice
        if not offered or question.takes_other:
            return Choice(answer, {})
        known = ", ".join(choice.name for choice in offered[:8])
        more = ", …" if len(offered) > 8 else ""
        shown = answer if len(answer) <= 40 else f"{answer[:40]}…"
        raise ValueError(f"“{shown}” is no choice of the form; it offers {known}{more}")

    def _offered(self, question: Question) -> tuple[Choice, ...]:
        return self._form.lists.get(question.choices, ())

    def _types_by_choice(self) -> dict[str, str]:
        """What each label of the question for the type stands for among our own words."""
        types = {}
        for question, field in self._questions.values():
            for choice in self._offered(question) if field == "type" else ():
                names = (choice.name, *choice.labels.values())
                meant = [self._mapping.types[name] for name in names if name in self._mapping.types]
                meant += [_TYPES[fold(name)] for name in names if fold(name) in _TYPES]
                meant += [name for name in names if name in _TYPES.values()]
                if meant:
                    types[choice.label(self._form.language)] = meant[0]
        return types

    def _has_repeats(self, record: Record) -> bool:
        repeats = {question.repeat for question in self._form.questions if question.repeat}
        return any(
            name.replace("-", "/").rpartition("/")[2] in repeats and _holds_rows(value)
            for name, value in record.values.items()
        )

    def _at_column(self, refusal: Refusal) -> Refusal:
        """The refusal at the column that the file has, rather than at one made up from it."""
        parts = self._points.get(refusal.field)
        return replace(refusal, field=parts[0]) if parts else refusal


def _part_of_point(answer: str, position: int) -> str:
    """Latitude (0) or longitude (1) out of "latitude longitude altitude accuracy"."""
    numbers = _ascii_digits(answer).replace(",", " ").split()
    if not numbers:
        return ""
    if len(numbers) not in (2, 3, 4):
        raise ValueError("a point is “latitude longitude altitude accuracy”")
    return numbers[position]


def _holds_rows(value: str) -> bool:
    if not value.startswith("["):
        return False
    try:
        rows = json.loads(value)
    except (ValueError, RecursionError):
        return False
    return bool(rows) and all(isinstance(row, dict) for row in rows)


def _ascii_digits(text: str) -> str:
    """Digits of any script as those of ASCII, and the Arabic decimal mark as a point."""
    digits = (
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in text
    )
    return "".join(digits).replace("٫", ".")
