"""Rules give their reason, machines know their moves, registries fail closed."""

import pytest
from django.core.exceptions import PermissionDenied

from papers.shared.acting import Acting, Capability, System
from papers.shared.registry import Registry, UnknownKind
from papers.shared.rules import rule
from papers.shared.transitions import Machine, NotNow


class Person:
    def __init__(self, *, is_active=True):
        self.is_active = is_active


def acting(*capabilities, is_active=True):
    return Acting(Person(is_active=is_active), None, None, frozenset(capabilities))


@rule("You may not read.")
def reads(who, _thing):
    return who.can(Capability.READ)


@rule("The thing is closed.")
def is_open(_who, thing):
    return thing == "open"


can_read = reads & is_open


@pytest.mark.parametrize(
    ("who", "thing", "reason"),
    [
        (acting(Capability.READ), "open", None),
        (acting(), "open", "You may not read."),
        (acting(Capability.READ), "shut", "The thing is closed."),
        (acting(), "shut", "You may not read."),
        (acting(Capability.READ, is_active=False), "open", "You may not read."),
        (System("clock"), "open", "You may not read."),
    ],
)
def test_joined_rule_answers_with_the_first_no(who, thing, reason):
    assert can_read.why_not(who, thing) == reason
    assert can_read(who, thing) is (reason is None)


def test_rule_require_raises_with_its_sentence():
    with pytest.raises(PermissionDenied, match=r"The thing is closed\."):
        can_read.require(acting(Capability.READ), "shut")


@pytest.fixture
def machine():
    made = Machine("test", {"a": {"b"}, "b": {"c"}, "c": set(), "lost": {"a"}}, initial="a")
    yield made
    Machine.all.remove(made)


def test_machine_refuses_a_move_that_is_not_in_its_table(machine):
    machine.check("a", "b")
    with pytest.raises(NotNow, match="Nothing was changed"):
        machine.check("a", "c")


def test_machine_knows_its_ends_and_what_it_can_reach(machine):
    assert machine.terminal == {"c"}
    assert machine.reachable() == {"a", "b", "c"}


def test_registry_unknown_kind_fails_closed_and_a_second_handler_is_refused():
    registry = Registry("things")
    registry.register("known", object())

    with pytest.raises(UnknownKind):
        registry.get("unknown")
    with pytest.raises(ValueError, match="registered twice"):
        registry.register("known", object())
