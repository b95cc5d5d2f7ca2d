"""Putting templates of papers in their place, and taking them away."""

import hashlib
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.papers.content import PaperKind
from trucewatch.papers.render import lay_out
from trucewatch.papers.specimen import specimen
from trucewatch.papers.templates import (
    Template,
    file_name,
    put,
    require_size,
    take_away,
    templates_of_record,
)
from trucewatch.vocabulary.refusal import NotFound


def replace_template(
    kind: PaperKind | None, language: str, form: str, content: bytes, *, by: Member
) -> Template:
    """Lay papers out by this file from now on. Undo with ``drop_template``.

    No kind means every paper, no language every language; the most specific template wins. It is
    tried on invented papers first, before anything else has to wait for it, and refused with file,
    place and reason where it is broken. The file takes its place once the entry in the ledger, with
    its hash, is there to stay.
    """
    require(by, Act.KEEP_TEMPLATES)
    template = Template(file_name(kind, language, form), content)
    require_size(len(content), template.name)
    for each in [kind] if kind else list(PaperKind):
        lay_out(specimen(each), language or settings.LANGUAGE_CODE, form, template)
    facts = {"file": template.name, "sha256": template.sha256}
    with transaction.atomic():
        ledger.record(Event.TEMPLATE_REPLACED, by=by, facts=facts)
        transaction.on_commit(partial(put, _folder(), template))
    return template


@transaction.atomic
def drop_template(kind: PaperKind | None, language: str, form: str, *, by: Member) -> None:
    """Lay papers out by the next less specific template, in the end by the standard one."""
    require(by, Act.KEEP_TEMPLATES)
    name = file_name(kind, language, form)
    path = _folder() / name
    if not path.is_file():
        raise NotFound("There is no template of your own for these papers.")
    facts = {"file": name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    ledger.record(Event.TEMPLATE_DROPPED, by=by, facts=facts)
    transaction.on_commit(partial(take_away, path))


def _folder() -> Path:
    folder = templates_of_record().folder
    assert folder is not None  # noqa: S101 - the record's templates always have one
    return folder
