"""The application as `trucewatch serve` runs it: ready before the first request comes."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import connection

from trucewatch.cli.serve import PATIENCE
from trucewatch.config.wsgi import application as application
from trucewatch.hooks.worker import deliver_in_background
from trucewatch.incidents.index.current import current_index


def _unheard(status: str, headers: object, error: object = None, /) -> Callable[[bytes], object]:
    """Nobody waits for the answer."""
    return lambda data: None


def _ask_for_the_home_page() -> None:
    """One request to itself reads templates and the base map, which takes most of a second."""
    environ: dict[str, object] = {"HTTP_HOST": [*settings.ALLOWED_HOSTS, "localhost"][0]}
    setup_testing_defaults(environ)
    answer = application(environ, _unheard)
    for _ in answer:
        pass
    answer.close()


def _end_with(server: BaseProcess) -> None:
    """Stop once the server is gone, however it ended: one that was killed told nobody."""
    server.join()
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(1)


def _run_beside_requests(server: BaseProcess) -> None:
    """Deliver, and watch the server.

    The threads take no signals: one that they took would not wake the main thread, which waits for
    the word to stop.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        threading.Thread(target=_end_with, args=[server], name="server", daemon=True).start()
        deliver_in_background()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# A million reports take some ten seconds, which the first to ask should not have to wait.
current_index()
_ask_for_the_home_page()
connection.close()

_server = multiprocessing.parent_process()
if _server is not None:  # in the worker alone: not where tests or commands load this
    _run_beside_requests(_server)
