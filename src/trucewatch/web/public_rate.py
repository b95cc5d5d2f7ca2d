"""A limit on how often one address may send, without anybody's address being kept."""

import datetime as dt
import hashlib
import hmac
import secrets
import threading
import time
from typing import Final

from django.conf import settings
from django.http import HttpRequest

_MOST: Final = {"tell": 12, "follow": 30, "calendar": 60}
_MOST_OF_ALL: Final = {"tell": 600, "follow": 3_000, "calendar": 6_000}
_WINDOW_SECONDS: Final = 60 * 60
_MOST_REMEMBERED: Final = 20_000


class _Buckets:
    """How much each address sent in the past hour, under a key that lives a day at most.

    The key is made in memory and never written anywhere, so what is remembered leads back to no
    address, not even for whoever holds this machine afterwards. One process remembers for itself.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day = dt.date.min
        self._key = b""
        self._sent: dict[bytes, list[float]] = {}

    def is_full(self, address: str, purpose: str) -> bool:
        """Whether this address, or everybody together, has sent enough for now; counts this one."""
        with self._lock:
            self._renew()
            mark = hmac.new(self._key, f"{purpose} {address}".encode(), hashlib.sha256).digest()[
                :16
            ]
            everybody = purpose.encode()
            now = time.monotonic()
            return self._counts(everybody, _MOST_OF_ALL[purpose], now) or self._counts(
                mark, _MOST[purpose], now
            )

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._day = dt.date.min

    def _renew(self) -> None:
        today = dt.datetime.now(dt.UTC).date()
        if today != self._day or len(self._sent) > _MOST_REMEMBERED:
            self._day, self._key, self._sent = today, secrets.token_bytes(32), {}

    def _counts(self, mark: bytes, most: int, now: float) -> bool:
        lately = [moment for moment in self._sent.get(mark, []) if now - moment < _WINDOW_SECONDS]
        if len(lately) >= most:
            self._sent[mark] = lately
            return True
        self._sent[mark] = [*lately, now]
        return False


BUCKETS: Final = _Buckets()


def is_too_much(request: HttpRequest, purpose: str) -> bool:
    """Whether whoever asks has to wait; counts this request as well."""
    return BUCKETS.is_full(_address(request), purpose)


def _address(request: HttpRequest) -> str:
    """Where the request comes from; one proxy is believed if the record stands behind one."""
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.TRUCEWATCH_TLS and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
