"""Setting a layout of somebody's own: in a process apart, with what goes wrong told by its line."""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst

from trucewatch.bulletins.paper import STANDARD, font_folder, moment_of
from trucewatch.papers.typesetter import WRONG
from trucewatch.vocabulary.refusal import Refused

_PATIENCE: Final = 30.0
"""Seconds that a layout may take for one paper."""
_PLACE: Final = re.compile(r"┌─ (?P<file>[^\n]+?):(?P<line>\d+):\d+")
_PACKAGE: Final = re.compile(r'"@[\w.-]+/[\w.-]+(?::[\w.-]+)?"')
_ASKED_FOR_PACKAGE: Final = re.compile(r"package", re.IGNORECASE)
_SEARCHED: Final = re.compile(r" \(searched at [^)]*\)")
_CLOSED: Final = "http://127.0.0.1:9"
"""Where nobody listens."""
_ENVIRONMENT: Final = {
    **dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), _CLOSED),
    **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), _CLOSED),
    "RAYON_NUM_THREADS": "1",
}


class Unset(typst.TypstError):
    """A layout could not be set; ``diagnostic`` has the place of what is wrong."""

    def __init__(self, message: str, diagnostic: str) -> None:
        super().__init__(message, diagnostic)
        self.message, self.diagnostic = message, diagnostic

    def __str__(self) -> str:
        return self.message


def read_layout(content: bytes, name: str) -> str:
    """The layout as text; refused where it is none, or names a package."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            "The template {file} is not text in UTF-8.", field="content", values={"file": name}
        ) from error
    found = _PACKAGE.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise _package_refused(name, line)
    return text


def typeset_apart(files: Mapping[str, str], told: str, facts: Mapping[str, Any]) -> bytes:
    """A PDF by files of which ``main.typ`` is the layout.

    Raises ``Unset`` with the place of what is wrong. ``Refused`` where it took too long or too
    much memory.
    """
    task = {
        "files": dict(files),
        "inputs": {"page": told, "direction": facts["direction"]},
        "fonts": [str(font_folder())],
        "standard": STANDARD,
        "timestamp": moment_of(facts["date"]),
    }
    script = Path(__file__).with_name("typesetter.py")
    with tempfile.TemporaryDirectory(prefix="paper-") as nowhere:
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and our own file
                [sys.executable, "-I", str(script)],
                input=json.dumps(task).encode(),
                capture_output=True,
                timeout=_PATIENCE,
                cwd=nowhere,
                env=_ENVIRONMENT,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise _too_much() from error
    if done.returncode == WRONG:
        raise Unset(**json.loads(done.stderr))
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise _too_much()
    return done.stdout


def refusal_of(error: typst.TypstError, name: str) -> Refused:
    """What is wrong with a template, with its line where that is known."""
    places = list(_PLACE.finditer(error.diagnostic))
    own = [place for place in places if place["file"] == "main.typ"] or places[:1]
    line = own[0]["line"] if own and own[0]["file"] == "main.typ" else ""
    reason = _SEARCHED.sub("", error.message).rstrip(".")
    if _ASKED_FOR_PACKAGE.search(error.message):
        return _package_refused(name, int(line or 0))
    if not line:
        return Refused(
            "The template {file} cannot be set: {reason}.",
            field="content",
            values={"file": name, "reason": reason},
        )
    return Refused(
        "The template {file} cannot be set, line {line}: {reason}.",
        field="content",
        values={"file": name, "line": line, "reason": reason},
    )


def _package_refused(name: str, line: int) -> Refused:
    return Refused(
        "The template {file} asks for a package in line {line}. A template is one file: what it "
        "needs stands in it or in kit.typ.",
        field="content",
        values={"file": name, "line": line},
    )


def _too_much() -> Refused:
    return Refused("The template takes too long or too much memory to be set.", field="content")
