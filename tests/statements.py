"""How much an act asks of the database."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

# What frames a transaction, and what PostgreSQL alone is asked: the time, and how long to wait for a lock.
FRAME = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "SET LOCAL", "SELECT clock_timestamp()")


def statements_of(act):
    """How many statements an act takes, besides those that frame it."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return sum(not query["sql"].startswith(FRAME) for query in asked)
