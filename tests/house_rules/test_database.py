"""The suite runs on the database that was asked for, and never on a real record."""

import os
import tempfile
from pathlib import Path

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_suite_runs_on_the_database_that_was_asked_for():
    """A suite that quietly fell back to SQLite would say nothing about PostgreSQL."""
    assert connection.vendor == os.environ["TEST_DATABASE"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lower('ИДЛИБ') = 'идлиб'" if connection.vendor == "postgresql" else "SELECT 1"
        )
        assert cursor.fetchone()[0]


def test_the_home_folder_of_a_test_run_is_a_temporary_one():
    """No test may write into the record that someone keeps in their checkout."""
    home = Path(os.environ["TRUCEWATCH_HOME"])
    assert home.is_relative_to(tempfile.gettempdir())
