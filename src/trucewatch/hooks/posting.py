"""Sending one message over the network, to a number that was checked."""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from typing import Final

from django.conf import settings

from trucewatch.hooks.addresses import (
    Number,
    Target,
    numbers_of,
    read_address,
    require_reachable,
)

_SECONDS: Final = 10
_SECONDS_IN_ALL: Final = 20


class _Pinned(http.client.HTTPConnection):
    """A connection to one number, whatever the name says a moment later."""

    def __init__(self, target: Target, number: Number) -> None:
        super().__init__(target.host, target.port, timeout=_SECONDS)
        self._target = target
        self._number = number

    def connect(self) -> None:
        """Connect to the number, and prove that whoever answers there bears the name."""
        plain = socket.create_connection((str(self._number), self.port), timeout=_SECONDS)
        self.sock = plain
        if self._target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self._target.host)


def post(address: str, body: str, headers: Mapping[str, str]) -> int:
    """Post JSON; the status of the answer, of which nothing else is read.

    A redirect is an answer and is not followed. Raises ``Refused`` for an address where no message
    goes, ``OSError`` or ``http.client.HTTPException`` where nobody answers as a server does.
    """
    is_private_allowed: bool = settings.TRUCEWATCH_HOOKS_PRIVATE
    target = read_address(address, is_private_allowed=is_private_allowed)
    number = require_reachable(target, numbers_of(target), is_private_allowed=is_private_allowed)
    connection = _Pinned(target, number)
    # A server that sends a byte now and then would hold up everybody else's messages.
    patience = threading.Timer(_SECONDS_IN_ALL, _hang_up, [connection])
    patience.daemon = True
    patience.start()
    try:
        connection.request("POST", target.path, body.encode("utf-8"), dict(headers))
        return connection.getresponse().status
    finally:
        patience.cancel()
        connection.close()


def _hang_up(connection: http.client.HTTPConnection) -> None:
    if connection.sock is not None:
        connection.sock.shutdown(socket.SHUT_RDWR)
