"""Identifiers that sort by the moment they were made."""

import os
import threading
import time
from typing import Final
from uuid import UUID

_RANDOM_BITS: Final = 74
_RANDOM_LIMIT: Final = 1 << _RANDOM_BITS
_LOW_BITS: Final = 62


class _Sequence:
    """The last identifier given out by this process, guarded by a lock."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Forget what was given out: a forked child must not continue its parent's numbers."""
        self._lock = threading.Lock()
        self._milliseconds = -1
        self._tail = 0

    def following(self) -> tuple[int, int]:
        """The next pair of Unix milliseconds and 74-bit tail, greater than every pair before."""
        with self._lock:
            now = time.time_ns() // 1_000_000
            if now > self._milliseconds:
                self._milliseconds = now
                # The top bit starts at zero to leave room for the increments below.
                self._tail = int.from_bytes(os.urandom(10)) >> (80 - _RANDOM_BITS + 1)
            else:
                # Same millisecond, or a clock set back: a random step keeps the next
                # identifier unguessable (RFC 9562, section 6.2, method 2).
                self._tail += 1 + int.from_bytes(os.urandom(4))
                if self._tail >= _RANDOM_LIMIT:
                    self._milliseconds += 1
                    self._tail = int.from_bytes(os.urandom(10)) >> (80 - _RANDOM_BITS + 1)
            return self._milliseconds, self._tail


_SEQUENCE: Final = _Sequence()
if hasattr(os, "register_at_fork"):  # absent on Windows, where nothing forks
    os.register_at_fork(after_in_child=_SEQUENCE.restart)


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562), greater than every one this process made before.

    Threads may call it at once. This is the one place among the shared words that looks at
    the clock: an identifier is no statement about the world, its time only keeps rows that
    were made together side by side in an index.
    """
    milliseconds, tail = _SEQUENCE.following()
    high, low = tail >> _LOW_BITS, tail & ((1 << _LOW_BITS) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)
