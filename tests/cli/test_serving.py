"""How the server is started: what runs beside the requests runs in the worker alone."""

import importlib
import multiprocessing
import sys
import threading
from typing import Any

import granian
import pytest
from django.db import connections

from trucewatch.cli.serve import run_server
from trucewatch.hooks import worker

SERVING = "trucewatch.config.serving"


class Server:
    """The process that forked the worker: as long as nothing ends it."""

    def join(self) -> None:
        """Wait for ever."""
        threading.Event().wait()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often deliveries were started, instead of starting them."""
    calls: list[str] = []
    monkeypatch.setattr(worker, "deliver_in_background", lambda: calls.append("started"))
    monkeypatch.delitem(sys.modules, SERVING, raising=False)
    return calls


def test_no_thread_and_no_connection_is_there_when_the_worker_is_forked(
    monkeypatch: pytest.MonkeyPatch, started: list[str]
) -> None:
    """A lock that a thread holds while the process is forked is held in the worker for ever."""
    before = set(threading.enumerate())
    seen: list[Any] = []

    class Granian:
        def __init__(self, **given: Any) -> None:
            seen.append(given["target"])

        def serve(self) -> None:
            seen.append(set(threading.enumerate()) - before)

    monkeypatch.setattr(granian, "Granian", Granian)
    monkeypatch.setattr(connections, "close_all", lambda: seen.append("closed"))
    run_server("127.0.0.1", 8000)
    assert seen == ["closed", f"{SERVING}:application", set()]
    assert started == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("server", [None, Server()])
def test_deliveries_run_in_the_worker_alone(
    monkeypatch: pytest.MonkeyPatch, started: list[str], server: Server | None
) -> None:
    """Not where a test or a command loads the application."""
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: server)
    importlib.import_module(SERVING)
    assert started == (["started"] if server else [])
