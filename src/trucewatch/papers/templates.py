"""Templates of the record's own: files in a folder, of which the most specific is taken."""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from trucewatch.papers.content import PaperKind
from trucewatch.papers.language import offered_languages, require_language
from trucewatch.vocabulary.refusal import Refused

ENDINGS: Final = {"pdf": "typ", "docx": "docx"}
"""How the files end that lay out each form; other forms have no layout."""
LARGEST: Final = 5_000_000
"""Bytes that a template may have."""
_ANY: Final = "paper"
_NAME: Final = re.compile(r"(?P<kind>[a-z_]+)(?:\.(?P<language>[a-z]{2}))?\.(?P<ending>typ|docx)")


@dataclass(frozen=True, slots=True)
class Template:
    """A file that lays papers out; its name says which."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash of what it holds."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Placed:
    """A template in its place: for which paper (none: for all), language (""), and form."""

    kind: PaperKind | None
    language: str
    form: str
    name: str


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates in a folder; without a folder there are none, and every layout is ours."""

    folder: Path | None = None

    def find(self, kind: PaperKind, language: str, form: str) -> Template | None:
        """The most specific one for a paper: of its kind and language, of its kind, of any kind."""
        ending = ENDINGS.get(form)
        if self.folder is None or ending is None:
            return None
        for stem in (f"{kind.value}.{language}", kind.value, f"{_ANY}.{language}", _ANY):
            path = self.folder / f"{stem}.{ending}"
            if path.is_file():
                return _read(path)
        return None

    def get(self, name: str) -> Template | None:
        """The template of that very name."""
        if self.folder is None or _placed(name) is None or not (self.folder / name).is_file():
            return None
        return _read(self.folder / name)

    def placed(self) -> list[Placed]:
        """Every template in its place; files of other names are none."""
        if self.folder is None or not self.folder.is_dir():
            return []
        found = (_placed(path.name) for path in sorted(self.folder.iterdir()) if path.is_file())
        return [each for each in found if each is not None]


def put(folder: Path, template: Template) -> None:
    """The file is there as a whole or not at all; one of that name is replaced."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f"{template.name}.{os.getpid()}.part"
    draft.touch(mode=0o600)
    draft.write_bytes(template.content)
    draft.replace(folder / template.name)


def take_away(path: Path) -> None:
    """The file is gone afterwards."""
    path.unlink(missing_ok=True)


OURS: Final = Templates()
"""No templates but the standard ones."""


def templates_of_record() -> Templates:
    """Those that lie in the record's folder."""
    home: Path = settings.TRUCEWATCH_HOME
    return Templates(home / "templates" / "papers")


def file_name(kind: PaperKind | None, language: str, form: str) -> str:
    """What the file is called that lays out this paper in this language and form.

    No kind means every paper, no language every language that has none of its own.
    """
    if form not in ENDINGS:
        raise Refused(
            "A template lays out one of: {forms}.",
            field="form",
            values={"forms": ", ".join(ENDINGS)},
        )
    if language:
        require_language(language)
    stem = kind.value if kind else _ANY
    return ".".join(part for part in (stem, language, ENDINGS[form]) if part)


def _placed(name: str) -> Placed | None:
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    kinds = {kind.value: kind for kind in PaperKind}
    languages = {code for code, _name in offered_languages()}
    language = found["language"] or ""
    is_known = found["kind"] in kinds or found["kind"] == _ANY
    if not is_known or (language and language not in languages):
        return None
    form = next(form for form, ending in ENDINGS.items() if ending == found["ending"])
    return Placed(kinds.get(found["kind"]), language, form, name)


def _read(path: Path) -> Template:
    require_size(path.stat().st_size, path.name)
    return Template(path.name, path.read_bytes())


def require_size(size: int, name: str) -> None:
    """Refuse what is larger than a letterhead can be."""
    if size > LARGEST:
        raise Refused(
            "The template {file} is larger than {most} bytes.",
            field="content",
            values={"file": name, "most": LARGEST},
        )
