import os
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from papers.shared.triggers import Refuse

pytestmark = pytest.mark.django_db


def test_migrations_describe_the_models_as_they_are():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_suite_runs_on_the_engine_it_was_started_for():
    asked = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"

    assert connection.vendor == asked


@pytest.mark.skipif(not os.environ.get("REDIS_URL"), reason="started without REDIS_URL")
def test_cache_is_the_redis_it_was_started_for():
    cache.set("house", "chancery")

    server = cache._cache.get_client()

    assert server.info("server")["redis_version"]
    assert [key.decode() for key in server.keys("*house")] == [cache.make_key("house")]


@pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="PostgreSQL keeps its promises by itself")
def test_sqlite_waits_for_locks_and_checks_foreign_keys():
    with connection.cursor() as cursor:
        answers = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in PROMISES}

    assert answers == PROMISES


def test_every_row_that_must_never_change_is_still_guarded():
    """SQLite makes a table anew when a field is added, and drops its triggers without a word."""
    with connection.cursor() as cursor:
        cursor.execute(GUARDS[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}

    migrations = MigrationLoader(connection).disk_migrations.values()
    promised = {
        operation.name
        for migration in migrations
        for operation in migration.operations
        if isinstance(operation, Refuse)
    }
    assert promised
    assert promised - there == set()


GUARDS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}
PROMISES = {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 20_000}
