"""Texts that were put before a round: which is meant, how its versions are called."""

from uuid import UUID

from trucewatch.agreements.models import Version
from trucewatch.names.folding import fold
from trucewatch.papers.gathering.head import Gathering
from trucewatch.talks.queries.drafts import DraftSeen, VersionSeen, drafts_of
from trucewatch.vocabulary.refusal import NotFound, Refused


def texts_of(gathering: Gathering, text: UUID | None = None) -> list[DraftSeen]:
    """Every text before the round, or the one that is asked for; refused where it is none."""
    drafts = drafts_of(gathering.reader, gathering.round)
    if text is None:
        return drafts
    found = [draft for draft in drafts if draft.instrument.pk == text]
    if not found:
        raise NotFound("There is nothing here that you may see.")
    return found


def text_named(drafts: list[DraftSeen], name: str) -> DraftSeen:
    """The text of that name; where none is named the only one there is."""
    found = [each for each in drafts if not name or fold(each.instrument.name) == fold(name)]
    if len(found) == 1:
        return found[0]
    known = "; ".join(each.instrument.name for each in drafts)
    if not known:
        raise NotFound("No text that you may see was put before this round.")
    raise Refused("Name one of the texts: {known}.", field="text", values={"known": known})


def version_named(draft: DraftSeen, name: str) -> VersionSeen:
    """The version of that number, with its language where several have it; without one the last."""
    if not name and draft.versions:
        return draft.versions[-1]
    found = [
        each for each in draft.versions if name in (label_of(each.row, draft), str(each.row.number))
    ]
    if len(found) == 1:
        return found[0]
    known = ", ".join(label_of(each.row, draft) for each in draft.versions)
    if not known:
        raise NotFound("No version of this text that you may see is recorded.")
    raise Refused("Name one of the versions: {known}.", field="version", values={"known": known})


def label_of(version: Version, draft: DraftSeen) -> str:
    """The number of a version, with its language where another one has the same number."""
    numbers = [each.row.number for each in draft.versions]
    if numbers.count(version.number) > 1 and version.language:
        return f"{version.number} ({version.language})"
    return str(version.number)


def text_hash_of(version: VersionSeen) -> str:
    """The hash of the text itself; none where only words about it are at hand."""
    return version.hash if version.row.text else ""
