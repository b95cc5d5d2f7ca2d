"""An XLSForm: the questions of a form, the choices they offer, and what the form is called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from trucewatch.exchange.workbook import sheets_of
from trucewatch.vocabulary.refusal import Refused

MOST_ROWS: Final = 20_000
META: Final = frozenset(
    {
        "start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username",
        "email", "audit", "start-geopoint", "background-audio", "note", "acknowledge", "hidden",
        "image", "audio", "video", "file", "barcode", "geotrace", "geoshape", "rank",
        "xml-external", "csv-external",
    }
)  # fmt: skip
"""Types of rows that a form keeps for itself, or that hold no value a report has a place for."""
_WORDS_OF_TYPES: Final = {"int": "integer", "string": "text", "date time": "datetime"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that a list offers: its name in the data and its labels by language."""

    name: str
    labels: Mapping[str, str]

    def label(self, language: str = "") -> str:
        """The label in a language, else the first there is, else the name."""
        return self.labels.get(language) or next(iter(self.labels.values()), self.name)


@dataclass(frozen=True, slots=True)
class Question:
    """One question with the groups it stands in; ``repeat`` names the repeated group, if any."""

    name: str
    kind: str
    groups: tuple[str, ...] = ()
    choices: str = ""
    takes_other: bool = False
    repeat: str = ""
    labels: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Its name with its groups before it, `where/village`."""
        return "/".join((*self.groups, self.name))


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A form as far as its answers have to be understood."""

    form_id: str
    title: str
    language: str
    questions: tuple[Question, ...]
    lists: Mapping[str, tuple[Choice, ...]]

    def find(self, name: str) -> Question | None:
        """The one question of that path or, where it is the only one so called, of that name."""
        wanted = name.strip().replace("-", "/") if "/" not in name else name.strip()
        for question in self.questions:
            if question.path in (name, wanted):
                return question
        alike = [question for question in self.questions if question.name == name]
        return alike[0] if len(alike) == 1 else None


def read_xlsform(path: Path) -> Questionnaire:
    """The form in a workbook with the sheets `survey`, `choices` and `settings`.

    Raises ``Unreadable`` for what is no workbook, ``Refused`` for a workbook that is no form.
    """
    sheets = sheets_of(path, most_rows=MOST_ROWS)
    if "survey" not in sheets:
        raise Refused("The form has no sheet “survey”: it is no XLSForm.", field="form")
    settings = next(iter(sheets.get("settings", [])), {})
    form_id = settings.get("form_id") or settings.get("id_string") or path.stem
    return Questionnaire(
        form_id=form_id,
        title=settings.get("form_title") or settings.get("title") or form_id,
        language=settings.get("default_language", ""),
        questions=tuple(_questions(sheets["survey"])),
        lists=_lists(sheets.get("choices", [])),
    )


def _questions(rows: Iterable[Mapping[str, str]]) -> list[Question]:
    found: list[Question] = []
    groups: list[tuple[str, bool]] = []
    for row in rows:
        words = row.get("type", "").replace("_", " ").lower().split()
        if not words:
            continue
        if words[0] in ("begin", "end") and words[1:2] in (["group"], ["repeat"]):
            _enter_or_leave(groups, words[0], row, repeats=words[1] == "repeat")
            continue
        name = row.get("name", "")
        if not name:
            continue
        repeats = [group for group, is_repeat in groups if is_repeat]
        found.append(
            Question(
                name=name,
                kind=_kind(row["type"]),
                groups=tuple(group for group, _ in groups if group),
                choices=_list_name(row["type"]),
                takes_other="or other" in " ".join(words),
                repeat=repeats[-1] if repeats else "",
                labels=tuple(_labels(row).values()),
            )
        )
    if groups:
        raise Refused(f"The form never ends its group “{groups[-1][0]}”.", field="form")
    return found


def _enter_or_leave(
    groups: list[tuple[str, bool]], word: str, row: Mapping[str, str], *, repeats: bool
) -> None:
    if word == "begin":
        groups.append((row.get("name", ""), repeats))
    elif not groups:
        line = row.get("line", "?")
        raise Refused(f"Row {line} of the form ends a group that none began.", field="form")
    else:
        groups.pop()


def _kind(type_text: str) -> str:
    words = type_text.strip().split()
    first = words[0].lower()
    if first in ("select_one", "select1", "select_one_from_file"):
        return "select_one"
    if first in ("select_multiple", "select_multiple_from_file"):
        return "select_multiple"
    if first == "select":
        return "select_multiple" if "multiple" in type_text.lower() else "select_one"
    plain = " ".join(words).lower()
    return _WORDS_OF_TYPES.get(plain, plain)


def _list_name(type_text: str) -> str:
    words = type_text.strip().split()
    at = 1 if "_" in words[0] or words[0].lower() == "select1" else 2
    return words[at] if words[0].lower().startswith("select") and len(words) > at else ""


def _lists(rows: Iterable[Mapping[str, str]]) -> dict[str, tuple[Choice, ...]]:
    found: dict[str, tuple[Choice, ...]] = {}
    for row in rows:
        name = row.get("name") or row.get("value") or ""
        key = row.get("list_name") or row.get("list name") or ""
        if key and name:
            found[key] = (*found.get(key, ()), Choice(name, _labels(row)))
    return found


def _labels(row: Mapping[str, str]) -> dict[str, str]:
    """Labels by language, from `label` and `label::Arabic (ar)`."""
    found = {}
    for column, value in row.items():
        first, _, language = column.partition(":")
        if first == "label" and value:
            found[language.strip(": ")] = value
    return found
