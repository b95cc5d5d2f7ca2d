"""The layout of a form's submissions, from the form itself and a mapping where one is given."""

import re
from dataclasses import replace
from functools import partial
from typing import Any, Final

from trucewatch.exchange.mapping import format_of, mapping_entries
from trucewatch.exchange.options import ImportOptions
from trucewatch.exchange.records import Unreadable
from trucewatch.exchange.report_import import Format
from trucewatch.exchange.xlsform import Questionnaire, read_xlsform
from trucewatch.exchange.xlsform_names import recognised
from trucewatch.exchange.xlsform_reader import SubmissionReader
from trucewatch.names.folding import fold
from trucewatch.vocabulary.refusal import Refused

_NOT_IN_A_KEY: Final = re.compile(r"[^a-z0-9_]+")


def xlsform_format(options: ImportOptions) -> Format:
    """How submissions of the form in the options are read.

    A question means what the mapping says, else what its name gives away. Raises ``Refused`` for
    what is no form, and where no question is known to be the day of the event.
    """
    if options.form is None:
        raise Refused("Submissions are read by their XLSForm: name it.", field="form")
    try:
        form = read_xlsform(options.form)
    except Unreadable as error:
        raise Refused(f"{options.form.name}: {error.refusal.reason}.", field="form") from error
    given = mapping_entries(options.mapping) if options.mapping else {}
    entries = _completed(form, given, options.source)
    if "date_start" not in entries["columns"]:
        asked = ", ".join(question.path for question in form.questions[:20])
        raise Refused(
            "No question of the form is known to be the day of the event. Name it in a mapping "
            f"([columns] date_start = …); the form asks: {asked}.",
            field="mapping",
        )
    found, mapping = format_of(options.mapping or options.form.name, entries)
    named = frozenset(_table(given, "columns"))
    return replace(found, reader=partial(SubmissionReader, form, mapping, named))


def source_key(form: Questionnaire) -> str:
    """The key of the source that a form's submissions have unless one is named."""
    name = _NOT_IN_A_KEY.sub("-", fold(form.form_id) or fold(form.title)).strip("-")
    return f"form-{name or 'unnamed'}"[:60]


def _completed(form: Questionnaire, given: dict[str, Any], source: str) -> dict[str, Any]:
    """The mapping's entries, with what it leaves open taken from the form."""
    columns = {**recognised(form), **_table(given, "columns")}
    of_source = {"key": source_key(form), "name": form.title[:200], **_table(given, "source")}
    if source:
        of_source["key"] = source
    return {
        **given,
        "source": of_source,
        "columns": {"key": "_uuid", **{name: value for name, value in columns.items() if value}},
    }


def _table(given: dict[str, Any], section: str) -> dict[str, Any]:
    """A section of the mapping; what is no section is refused later, under its name."""
    found = given.get(section, {})
    return found if isinstance(found, dict) else {}
