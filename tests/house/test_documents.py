"""Generated pages say what the code does, and every machine is one that can be walked."""

import pytest

from papers.shared.transitions import Machine
from portal import documents


def test_generated_pages_are_fresh():
    assert documents.stale() == []


def test_generated_page_that_was_changed_by_hand_is_found(monkeypatch, tmp_path):
    monkeypatch.setattr(documents, "DOCS", tmp_path)
    documents.write()
    (tmp_path / "lifecycle.md").write_text("changed by hand")

    assert documents.stale() == ["lifecycle.md"]


@pytest.mark.parametrize("machine", Machine.all, ids=lambda machine: machine.name)
def test_every_state_is_a_key_of_its_table(machine):
    onward = frozenset().union(*machine.moves.values())

    assert onward <= machine.moves.keys()


@pytest.mark.parametrize("machine", Machine.all, ids=lambda machine: machine.name)
def test_every_state_can_be_reached(machine):
    kept_outside = {"published"} if machine.name == "paper" else set()

    assert set(machine.moves) - machine.reachable() == kept_outside
