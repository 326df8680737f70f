"""The upgrade from saved texts to one log, on a database of its own."""

import os
import sqlite3
import subprocess
import sys

import pytest

from papers.drafting.live.replica import Replica
from tests.house.sources import ROOT

AT = "2026-11-20 10:00:00"
MANDATE = "5" * 32
SAVES = [
    (1, 0, "First words\r\n"),
    (1, 1, "First words of two"),
    (2, 1, "First words of two"),
    (2, 2, "Words 😀"),
]


@pytest.fixture
def folder(tmp_path):
    """A data folder with the database as it was before the log."""
    _manage(tmp_path, "migrate", "drafting", "0003")
    with sqlite3.connect(tmp_path / "chancery.sqlite3") as before:
        _row(before, "auth_group", id=1, name="XA")
        _row(before, "delegations_delegation", id=1, code="XA", group_id=1, colour=1, names="{}")
        _row(before, "delegations_body", id=1, code="WG", names="{}")
        for paper in "ab":
            _row(before, "drafting_paper", id=paper * 32, body_id=1, lead_id=1, stage="draft")
        before.executemany(
            "INSERT INTO drafting_workingtext (paper_id, generation, version, text, saved_at) VALUES (?, ?, ?, ?, ?)",
            [("a" * 32, 2, 2, "Words 😀", AT), ("b" * 32, 1, 0, "Never saved", AT)],
        )
        before.executemany(
            "INSERT INTO drafting_savedtext (paper_id, generation, version, text, saved_at, by_mandate)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [("a" * 32, *save[:2], save[2], AT, MANDATE) for save in SAVES],
        )
    return tmp_path


@pytest.mark.slow
def test_saved_texts_become_updates_that_keep_who_when_and_which_words(folder):
    _manage(folder, "migrate", "drafting")

    with sqlite3.connect(folder / "chancery.sqlite3") as after:
        rows = after.execute("SELECT generation, seq, at, by_mandate, payload FROM drafting_textupdate"
                             " WHERE paper_id = ? ORDER BY seq", ["a" * 32]).fetchall()  # fmt: skip
        head = after.execute("SELECT generation, head_seq, text_seq, text FROM drafting_workingtext"
                             " ORDER BY paper_id").fetchall()  # fmt: skip
    assert [row[:2] for row in rows] == [(1, 3), (1, 4), (2, 5), (2, 6)]
    assert {row[2:4] for row in rows} == {(AT, MANDATE)}
    assert [_text(row[4] for row in rows if row[0] == one) for one in (1, 2)] == [
        "First words of two",
        "Words 😀",
    ]
    assert head == [(2, 6, 6, "Words 😀"), (1, 1, 1, "Never saved")]


def _row(database, table, **values):
    """A row whose other obligatory columns hold something."""
    columns = database.execute(f"SELECT name, \"notnull\" FROM pragma_table_info('{table}')").fetchall()
    values = {name: 0 for name, obligatory in columns if obligatory} | values
    names, marks = ", ".join(f'"{name}"' for name in values), ", ".join("?" for _value in values)
    database.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))


def _text(payloads):
    return Replica(payloads).text


def _manage(folder, *arguments):
    environment = {**os.environ, "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", *arguments, "--no-input", "-v", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
