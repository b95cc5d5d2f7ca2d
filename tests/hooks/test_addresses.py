"""No message goes into the network that the record itself stands in."""

import ipaddress

import pytest

from trucewatch.hooks.addresses import is_outside, read_address, require_reachable
from trucewatch.vocabulary.refusal import Refused

INSIDE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",  # noqa: S104
    "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
]  # fmt: skip
OUTSIDE = ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]


@pytest.mark.parametrize("number", INSIDE)
def test_numbers_inside_are_known_in_every_spelling(number: str) -> None:
    """Those that stand for another number as well."""
    assert not is_outside(ipaddress.ip_address(number))


@pytest.mark.parametrize("number", OUTSIDE)
def test_numbers_outside_are_reached(number: str) -> None:
    """In both versions of the protocol."""
    assert is_outside(ipaddress.ip_address(number))


def test_one_number_inside_is_enough_to_refuse_a_name() -> None:
    """A name with an open and a private number could lead to either."""
    target = read_address("https://example.org/", is_private_allowed=False)
    numbers = [ipaddress.ip_address(n) for n in ("1.1.1.1", "10.0.0.1")]
    with pytest.raises(Refused):
        require_reachable(target, numbers, is_private_allowed=False)
    with pytest.raises(Refused):
        require_reachable(target, [], is_private_allowed=False)
    assert require_reachable(target, numbers[:1], is_private_allowed=False) == numbers[0]


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/", "ftp://example.org/", "https://", "https://user:word@example.org/",
        "https://example.org/#part", "https://127.0.0.1/", "https://[::1]/", "file:///etc/passwd",
        "https://example.org:port/", "https://example.org/ a", "https://пример.org/", "//x",
    ],
)  # fmt: skip
def test_only_plain_addresses_over_tls_are_taken(address: str) -> None:
    """No names and passwords in them, nothing unencrypted, no number inside."""
    with pytest.raises(Refused) as refused:
        read_address(address, is_private_allowed=False)
    assert refused.value.field == "address"


def test_unencrypted_messages_stay_inside_where_that_is_allowed_at_all() -> None:
    """The setting opens the private network, not the open one without TLS."""
    target = read_address("http://example.org/", is_private_allowed=True)
    inside, outside = ipaddress.ip_address("10.0.0.1"), ipaddress.ip_address("1.1.1.1")
    assert require_reachable(target, [inside], is_private_allowed=True) == inside
    with pytest.raises(Refused):
        require_reachable(target, [outside], is_private_allowed=True)
