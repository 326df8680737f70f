"""What every test may count on, and what the suite says about tests it could not run."""

import importlib
import os
from pathlib import Path

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from pytest_django.plugin import blocking_manager_key

from portal import chromium, noting
from tests.shared_data import SHARED_DATA

pytest_plugins = ["tests.cast", "tests.factories"]
CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
PRINT_FONTS = Path(__file__).parents[1] / "static" / "built" / "print"
NEEDS = {
    "browser": (lambda: bool(chromium.find()), "no Chromium on this machine"),
    "print_fonts": (
        lambda: any(PRINT_FONTS.glob("*.ttf")),
        "the front end with its fonts for print is not built",
    ),
    "shared_data": (SHARED_DATA.is_dir, "the real documents do not lie beside the project"),
}


def pytest_collection_modifyitems(items):
    """Skip, with the reason, what this machine cannot run; in CI a missing browser is a failure."""
    absent = {marker: reason for marker, (is_there, reason) in NEEDS.items() if not is_there()}
    for item in items:
        for marker in absent.keys() & {mark.name for mark in item.iter_markers()}:
            if CI and marker != "shared_data":
                raise pytest.UsageError(f"Tests marked {marker} may not be skipped in CI: {absent[marker]}.")
            item.add_marker(pytest.mark.skip(reason=absent[marker]))


def pytest_terminal_summary(terminalreporter):
    """One line for each kind of test that was left out."""
    reasons = [_reason(report) for report in terminalreporter.stats.get("skipped", [])]
    for marker, (_, reason) in NEEDS.items():
        if reason in reasons:
            terminalreporter.write_line(f"Left out: {reasons.count(reason)} {marker} tests: {reason}.")


def _reason(report):
    where_and_why = report.longrepr
    return where_and_why[2].removeprefix("Skipped: ") if isinstance(where_and_why, tuple) else ""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """A transactional test leaves an emptied database: what migrations had written is written again for the next."""
    result = yield
    if nextitem is not None and _empties_the_database(item):
        with item.config.stash[blocking_manager_key].unblock():
            importlib.import_module("papers.drafting.migrations.0003_starting_templates").add(apps, None)
    return result


def _empties_the_database(item):
    marker = item.get_closest_marker("django_db")
    marked = marker is not None and marker.kwargs.get("transaction")
    return marked or "transactional_db" in item.fixturenames


@pytest.fixture(autouse=True)
def _clean_cache():
    """No test finds what another one left in the cache."""
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _nothing_waits_to_be_recorded():
    """No test records what another one opened."""
    yield
    noting.waiting.rows.clear()


@pytest.fixture(scope="session")
def shared_data():
    """The folder with real documents, beside the project."""
    return SHARED_DATA


@pytest.fixture(scope="session", autouse=True)
def _emptying_may_delete():
    """Between transactional tests SQLite's tables are emptied row by row: triggers that forbid it stand aside."""
    if connection.vendor != "sqlite":
        yield
        return
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def without_triggers(self, sql_list):
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_%'"
            )
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
        flush(self, sql_list)
        with self.connection.cursor() as cursor:
            for _name, sql in triggers:
                cursor.execute(sql)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", without_triggers)
        yield
