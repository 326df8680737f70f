"""Rules: a yes or no about an actor and an object, with the sentence that explains a no."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper, wraps
from typing import Any

from django.core.exceptions import PermissionDenied

from papers.shared.acting import Actor

Test = Callable[[Actor, Any], Any]


class Rule:
    """One question, *who* or *when*; `who & when` joins two and answers with the first no's reason."""

    def __init__(self, test: Test, reason: Any, parts: tuple[Rule, ...] = ()) -> None:
        self.test, self.reason, self.parts = test, reason, parts
        update_wrapper(self, test)

    def __call__(self, acting: Actor, obj: Any) -> bool:
        return self.why_not(acting, obj) is None

    def __and__(self, other: Rule) -> Rule:
        parts = (*(self.parts or (self,)), *(other.parts or (other,)))
        return Rule(lambda acting, obj: all(part(acting, obj) for part in parts), parts[0].reason, parts)

    def why_not(self, acting: Actor, obj: Any) -> str | None:
        """The sentence of the first part that says no, or None for a yes."""
        for part in self.parts or (self,):
            if not (acting.is_active and part.test(acting, obj)):
                return str(part.reason)
        return None

    def require(self, acting: Actor, obj: Any) -> None:
        """Raise PermissionDenied with the reason unless the answer is yes."""
        reason = self.why_not(acting, obj)
        if reason is not None:
            raise PermissionDenied(reason)

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(str(part.reason) for part in self.parts or (self,))


def rule(reason: Any) -> Callable[[Test], Rule]:
    """Turn a predicate `(acting, obj)` into a rule that says `reason` when it says no."""
    return lambda test: Rule(test, reason)


def of_paper(asked: Rule) -> Rule:
    """A rule about papers, asked of something that has a paper."""

    def about(part: Rule) -> Rule:
        @wraps(part.test)
        def test(acting: Actor, obj: Any) -> bool:
            return bool(part.test(acting, obj.paper))

        return Rule(test, part.reason)

    first, *others = [about(part) for part in asked.parts or (asked,)]
    for part in others:
        first = first & part
    return first
