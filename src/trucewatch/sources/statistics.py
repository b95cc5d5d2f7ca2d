"""What the database knows of how its tables are filled."""

from django.db import connection

_ROWS_LOOKED_AT = 1_000


def refresh_statistics() -> None:
    """Let the database count anew, so that it chooses its ways by what the tables hold now.

    Without this SQLite takes every index for equally selective, and looks up fifty incidents by
    reading all reports outside compartments. PostgreSQL counts by itself, but up to a minute later,
    and until then may take a table that was filled a moment ago for one with a single row: it then
    reads all of it for each of its rows.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={_ROWS_LOOKED_AT}")
        cursor.execute("ANALYZE")
