"""Sets a layout that nobody vouches for; runs as a process of its own, which ends with the paper.

It reads a task as JSON on standard input and writes a PDF on standard output. What is wrong with
the layout goes to standard error as JSON, with the exit status 3. It imports nothing of the record
and has no settings: whatever a layout does, there is nothing here to read and nowhere to send it.
"""

import ctypes
import json
import os
import resource
import sys
from typing import Any

WRONG = 3
"""The exit status when the layout is at fault."""
_MEMORY = 3 << 30
_SECONDS = 10
_OPEN_FILES = 64
_NEW_USERS, _NEW_NETWORK = 0x10000000, 0x40000000


def shut_in() -> None:
    """No network where the system lets a process give it up, no files written, no endless work.

    The caller sets proxies that lead nowhere besides: what asks for a package gets no answer.
    """
    apart = _NEW_NETWORK if os.geteuid() == 0 else _NEW_USERS | _NEW_NETWORK
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare is not None:
        unshare(apart)
    for limit, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def main() -> int:
    """One task from standard input."""
    task: dict[str, Any] = json.load(sys.stdin)
    shut_in()
    import typst  # takes threads, which the system would not let change their network

    nowhere = os.getcwd()  # noqa: PTH109 - an empty folder that the caller made
    source: Any = {name: text.encode() for name, text in task["files"].items()}
    try:
        made = typst.compile(
            source,
            root=nowhere,
            format="pdf",
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=task["fonts"]),
            sys_inputs=task["inputs"],
            pdf_standards=task["standard"],
            timestamp=task["timestamp"],
            package_path=nowhere,
            package_cache_path=nowhere,
        )
    except typst.TypstError as error:
        told = {"message": error.message, "diagnostic": error.diagnostic}
        sys.stderr.write(json.dumps(told))
        return WRONG
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
