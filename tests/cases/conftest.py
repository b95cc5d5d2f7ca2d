"""The bench for every test of this folder."""

from mechanism import bench  # noqa: F401 - a fixture
