"""Cases at the press desk: three short papers of our own, and articles somebody has at hand."""

from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from trucewatch.demonstration.cast import member
from trucewatch.desk.actions.opening import Handed, add_document, open_case, read_again
from trucewatch.desk.models import CaseFile
from trucewatch.sources.actions import add_source
from trucewatch.sources.models import Source
from trucewatch.vocabulary.handling import Handling

_KEY: Final = "press-articles"
_OWN_KEY: Final = "press-of-the-demonstration"
_LIST_KEY: Final = "opposition-list"
OWN_CASE: Final = "Papers of the talks"
ARTICLES_CASE: Final = "Press articles on the talks"
_PAPERS: Final = (
    ("host-summary.txt", _OWN_KEY, False),
    ("second-account.txt", _OWN_KEY, False),
    ("areas-hit.txt", _LIST_KEY, True),
)


def enter_papers() -> None:
    """A case of three papers written for the demonstration, so that the desk is never empty."""
    if CaseFile.objects.filter(name=OWN_CASE).exists():
        return
    by = member("monitor")
    sources = {
        _OWN_KEY: _source(
            _OWN_KEY,
            "Papers written for the demonstration",
            "Facts of the talks of early 2017 in sentences of our own; nobody published them.",
        ),
        _LIST_KEY: _source(
            _LIST_KEY,
            "List of breaches as the opposition might hand it over",
            "Written for the demonstration; nothing in it is a statement about the world.",
        ),
    }
    case = open_case(OWN_CASE, handling=Handling.AMBER, by=by)
    for name, key, is_submission in _PAPERS:
        with as_file(files("trucewatch.demonstration") / "press" / name) as path:
            handed = Handed(path=path, name=name, source=sources[key], is_submission=is_submission)
            add_document(case.pk, handed, by=by)
    read_again(case.pk, by=by)


def keep_articles(folder: Path) -> int:
    """Read every text file of a folder as one case, kept for the mission and guarantors.

    Returns how many the folder has. The words are their publishers': they are evidence here and
    are not published.
    """
    by = member("monitor")
    paths = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix == ".txt")
    if not paths:
        return 0
    source = _source(
        _KEY,
        "Press articles on the talks",
        "Texts as they were found, with their publishers' own words for each side.",
    )
    case = CaseFile.objects.filter(name=ARTICLES_CASE).first() or open_case(
        ARTICLES_CASE, handling=Handling.AMBER, by=by
    )
    known = set(case.documents.values_list("document__name", flat=True))
    fresh = [path for path in paths if path.name not in known]
    for path in fresh:
        add_document(case.pk, Handed(path=path, name=path.name, source=source), by=by)
    if fresh:
        read_again(case.pk, by=by)
    return len(paths)


def _source(key: str, name: str, limits: str) -> Source:
    found: Source | None = Source.objects.filter(key=key).first()
    return found or add_source(Source(key=key, name=name, limits=limits), by=member("monitor"))
