"""Identifiers in the order of their making."""

import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from uuid import RFC_4122

from trucewatch.vocabulary import identity
from trucewatch.vocabulary.identity import new_id


def test_an_identifier_is_a_uuid_of_version_seven():
    """Other programs recognise the version and the variant."""
    made = new_id()
    assert (made.version, made.variant) == (7, RFC_4122)


def test_an_identifier_holds_the_moment_of_its_making():
    """The first 48 bits are Unix milliseconds."""
    assert abs((new_id().int >> 80) - time.time() * 1000) < 5_000


def test_ten_thousand_identifiers_strictly_increase():
    """Many fall into one millisecond and must still be in order."""
    made = [new_id() for _ in range(10_000)]
    assert all(a < b for a, b in pairwise(made))


def test_identifiers_made_by_several_threads_never_repeat():
    """Each thread sees its own in order, and none sees another's."""

    def make(_: int) -> list:
        return [new_id() for _ in range(2_500)]

    with ThreadPoolExecutor(4) as threads:
        batches = list(threads.map(make, range(4)))
    assert all(batch == sorted(batch) for batch in batches)
    assert len({made for batch in batches for made in batch}) == 10_000


def test_a_clock_set_back_does_not_break_the_order(monkeypatch):
    """Machines correct their clocks while the record is being written."""
    before = new_id()
    monkeypatch.setattr(identity.time, "time_ns", lambda: 0)
    assert new_id() > before


def test_a_forked_process_starts_a_sequence_of_its_own(monkeypatch):
    """A child that took small steps from its parent's number could repeat the parent's next."""
    monkeypatch.setattr(identity.time, "time_ns", lambda: 0)
    before = new_id()
    with multiprocessing.get_context("fork").Pool(1) as pool:
        child = pool.apply(new_id)
    assert abs(child.int - before.int) > 1 << 33
