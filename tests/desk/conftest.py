"""Tests of the desk work on a case whose reading is written out."""

from press import case, hand_in, make_case, proposal  # noqa: F401 - fixtures
