"""A limit on how often one address may send tokens that open nothing.

A token has 256 bits, so nobody guesses one; the limit keeps those who try from keeping the record
busy. What counts is kept in memory under a key made anew with each process, and leads back to no
address.
"""

import hashlib
import hmac
import secrets
import threading
import time
from typing import Final

from django.conf import settings
from django.http import HttpRequest

MOST: Final = 30
WINDOW_SECONDS: Final = 60
_MOST_REMEMBERED: Final = 10_000


class Failures:
    """How often each address failed in the last minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._key = secrets.token_bytes(32)
        self._failed: dict[bytes, list[float]] = {}

    def is_one_too_many(self, address: str) -> bool:
        """Count one failure; whether the address has had its share for now."""
        mark = hmac.new(self._key, address.encode(), hashlib.sha256).digest()[:16]
        now = time.monotonic()
        with self._lock:
            if len(self._failed) > _MOST_REMEMBERED:
                self._failed.clear()
            lately = [at for at in self._failed.get(mark, []) if now - at < WINDOW_SECONDS]
            is_full = len(lately) >= MOST
            self._failed[mark] = lately if is_full else [*lately, now]
        return is_full

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._failed.clear()


FAILURES: Final = Failures()


def address_of(request: HttpRequest) -> str:
    """Where the request comes from; one proxy is believed if the record stands behind one."""
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.TRUCEWATCH_TLS and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
