"""Where a message may go: never into the network that the record itself stands in.

Whoever enters an address could otherwise make the record knock on doors that only it can reach.
The name is resolved once for each message, every number it has is checked, and the connection is
made to a number that was checked.
"""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from trucewatch.vocabulary.refusal import Refused

Number = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_PORTS: Final = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart."""

    scheme: str
    host: str
    port: int
    path: str


def read_address(text: str, *, is_private_allowed: bool) -> Target:
    """The address taken apart; ``Refused`` unless it is one that a message may go to."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise Refused(_("This is no address."), field="address") from error
    if parts.scheme not in _PORTS or not parts.hostname or not text.isascii():
        raise Refused(_("Give an address that begins with https://."), field="address")
    if any(sign <= " " or sign == "\x7f" for sign in text) or len(text) > 500:
        raise Refused(_("This is no address."), field="address")
    if parts.username or parts.password or parts.fragment:
        raise Refused(
            _("An address holds no user name, no password and no fragment."), field="address"
        )
    if parts.scheme == "http" and not is_private_allowed:
        raise Refused(_("Messages go out encrypted only: use https."), field="address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], path)
    if (number := _as_number(target.host)) is not None:
        require_reachable(target, [number], is_private_allowed=is_private_allowed)
    return target


def numbers_of(target: Target) -> list[Number]:
    """Every number that the name stands for now."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(_("The name in the address is not known."), field="address") from error
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


def require_reachable(target: Target, numbers: list[Number], *, is_private_allowed: bool) -> Number:
    """The number to connect to; ``Refused`` where any of them lies inside."""
    inside = [number for number in numbers if not is_outside(number)]
    if not numbers or (inside and not is_private_allowed):
        raise Refused(
            _("The address lies in a private network, where no message goes."), field="address"
        )
    if target.scheme == "http" and len(inside) < len(numbers):
        raise Refused(_("Messages go out encrypted only: use https."), field="address")
    return numbers[0]


def is_outside(number: Number) -> bool:
    """Whether a number lies in the open network, and so do those that it stands for."""
    if isinstance(number, ipaddress.IPv6Address):
        within = [number.ipv4_mapped, number.sixtofour, *(number.teredo or ())]
        if number in _NAT64:
            within.append(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF))
        if any(inner is not None and not is_outside(inner) for inner in within):
            return False
        if number.ipv4_mapped is not None:
            return True
    return number.is_global and not number.is_multicast


def _as_number(host: str) -> Number | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
