"""What the embedded database knows of how its tables are filled."""

from django.db import connection

_ROWS_LOOKED_AT = 1_000


def refresh_statistics() -> None:
    """Let SQLite count anew, so that it chooses its indexes by what the tables hold now.

    Without this it takes every index for equally selective, and looks up fifty incidents by reading
    all reports outside compartments. PostgreSQL does the same by itself.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={_ROWS_LOOKED_AT}")
        cursor.execute("ANALYZE")
