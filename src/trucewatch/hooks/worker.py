"""Delivering in the background for as long as the record is served."""

import logging
import threading
from typing import Final

from django.db import close_old_connections

from trucewatch.hooks.delivering import deliver

SECONDS_BETWEEN: Final = 5.0
_log = logging.getLogger(__name__)


def deliver_until(stopped: threading.Event) -> None:
    """Deliver again and again; an error is written down and ends one round, never the work."""
    while not stopped.is_set():
        try:
            deliver()
        except Exception:
            _log.exception("a round of deliveries failed")
        finally:
            close_old_connections()
        stopped.wait(SECONDS_BETWEEN)


def deliver_in_background() -> None:
    """A thread that ends with this process; what it had not sent is sent by the next one."""
    thread = threading.Thread(
        target=deliver_until, args=[threading.Event()], name="hooks", daemon=True
    )
    thread.start()
