"""Word documents from outside, looked into before anything opens them."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.sentence import Sentence

_MOST_UNPACKED: Final = 60_000_000
_MOST_PARTS: Final = 1_000
_MOST_RATIO: Final = 150
_RATIO_COUNTS_FROM: Final = 5_000_000
_DOCUMENT: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)
_TYPES: Final = "[Content_Types].xml"
_FORBIDDEN_TYPES: Final = re.compile(
    "macro|vba|activex|oleobject|embedd|package.*ole", re.IGNORECASE
)
_FORBIDDEN_RELATIONS: Final = frozenset(
    {"oleObject", "vbaProject", "aFChunk", "control", "attachedTemplate", "frame", "subDocument",
     "package", "mailMergeSource", "mailMergeHeaderSource", "recipientData", "keyMapCustomizations"}
)  # fmt: skip
_FETCHING_FIELDS: Final = re.compile(
    r"\b(INCLUDETEXT|INCLUDEPICTURE|INCLUDE|DDE|DDEAUTO|LINK|IMPORT|DATABASE|RD|MACROBUTTON)\b",
    re.IGNORECASE,
)
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the document that is XML."""

    name: str
    root: etree._Element


def require_harmless(content: bytes, name: str) -> None:
    """Refuse a document that runs, fetches or embeds anything, or is no Word document.

    The refusal names the part at fault. Sizes are those of the archive's directory; the unpacker
    reads no more than they say.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _require_size(archive, name)
            parts = list(_parts(archive, name))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError) as error:
        raise _refused(name, "", Sentence("it is no Word document")) from error
    if not any(part.name == _TYPES for part in parts):
        raise _refused(name, "", Sentence("it is no Word document"))
    for part in parts:
        if part.name == _TYPES:
            _require_plain_types(part, name)
        elif part.name.endswith(".rels"):
            _require_inner_relations(part, name)
        else:
            _require_still_fields(part, name)


def _require_size(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    is_bomb = unpacked > _RATIO_COUNTS_FROM and unpacked / packed > _MOST_RATIO
    if unpacked > _MOST_UNPACKED or len(members) > _MOST_PARTS or is_bomb:
        raise _refused(name, "", Sentence("it would unpack to {size} bytes", size=unpacked))
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise _refused(name, "", Sentence("it holds two parts of one name"))
    for member in members:
        if member.flag_bits & 1:
            raise _refused(name, member.filename, Sentence("it is encrypted"))
        if member.filename.startswith("/") or ".." in member.filename.split("/"):
            raise _refused(name, member.filename, Sentence("its name leads elsewhere"))


def _parts(archive: zipfile.ZipFile, name: str) -> Iterator[_Part]:
    """Every part that calls itself XML, read without entities, without anything from elsewhere."""
    for member in archive.infolist():
        if not member.filename.lower().endswith((".xml", ".rels")):
            continue
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = etree.fromstring(archive.read(member), parser)
        except etree.XMLSyntaxError as error:
            raise _refused(
                name, member.filename, Sentence("it is broken ({error})", error=str(error))
            ) from error
        if root.getroottree().docinfo.doctype:
            raise _refused(name, member.filename, Sentence("it declares a document type"))
        yield _Part(member.filename, root)


def _require_plain_types(part: _Part, name: str) -> None:
    found = [str(each.get("ContentType", "")) for each in part.root]
    for kind in found:
        if _FORBIDDEN_TYPES.search(kind):
            raise _refused(
                name, part.name, Sentence("it holds macros or embedded objects ({kind})", kind=kind)
            )
    if _DOCUMENT not in found:
        raise _refused(name, part.name, Sentence("it is not saved as a Word document (.docx)"))


def _require_inner_relations(part: _Part, name: str) -> None:
    for each in part.root:
        target, kind = str(each.get("Target", "")), str(each.get("Type", "")).rpartition("/")[2]
        if str(each.get("TargetMode", "")).lower() == "external":
            raise _refused(
                name, part.name, Sentence("it leads outside, to {target}", target=target[:200])
            )
        if kind in _FORBIDDEN_RELATIONS:
            raise _refused(
                name, part.name, Sentence("it holds something of the kind {kind}", kind=kind)
            )


def _require_still_fields(part: _Part, name: str) -> None:
    """No field that fetches or runs something when the document is opened."""
    told = "".join(text.text or "" for text in part.root.iter(f"{_WORD}instrText"))
    told += " ".join(str(f.get(f"{_WORD}instr", "")) for f in part.root.iter(f"{_WORD}fldSimple"))
    found = _FETCHING_FIELDS.search(told)
    if found:
        raise _refused(
            name, part.name, Sentence("it holds a field {field}", field=found.group(1).upper())
        )


def _refused(name: str, part: str, reason: Sentence) -> Refused:
    if not part:
        return Refused(
            "The template {file} is not taken: {reason}.",
            field="content",
            values={"file": name, "reason": reason},
        )
    return Refused(
        "The template {file} is not taken, part {part}: {reason}.",
        field="content",
        values={"file": name, "part": part, "reason": reason},
    )
