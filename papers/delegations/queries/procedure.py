"""The rules of procedure of a body as their page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from papers.delegations import rules
from papers.delegations.models import Body, RulesOfProcedure
from papers.shared.acting import Actor

SETTINGS = (
    "minimum_silence_hours", "shortest_silence_hours", "maximum_extensions", "expiry_inclusive", "break_disclosure",
    "acknowledgement_quorum_percent", "outage_minutes", "statement_days", "minimum_round_days", "late_comments",
    "late_days", "first_report_days", "inactivity_days", "reply_days", "kept_record_days",
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """Rules that held from a moment on, with what they changed in those before: name, before, after."""

    rules: RulesOfProcedure
    changes: list[tuple[str, Any, Any]]


def rules_page(acting: Actor, body: Body, at: datetime) -> dict[str, Any]:
    """The rules in force, those that held before, newest first, and whether this person may change them."""
    dated = list(body.rules.select_related("by").order_by("-starts"))
    current = next(one for one in dated if one.holds(at))
    return {
        "body": body,
        "current": current,
        "lines": [(label(name), shown(current, name)) for name in SETTINGS],
        "held": [
            Held(one, _changes(older, one)) for one, older in zip(dated, [*dated[1:], None], strict=True)
        ],
        "may_change": rules.can_change_rules(acting, body),
    }


def label(name: str) -> Any:
    """What a setting is called."""
    return RulesOfProcedure._meta.get_field(name).verbose_name


def shown(one: RulesOfProcedure, name: str) -> Any:
    """A setting in words."""
    says = getattr(one, f"get_{name}_display", None)
    return says() if says else getattr(one, name)


def _changes(older: RulesOfProcedure | None, newer: RulesOfProcedure) -> list[tuple[str, Any, Any]]:
    if older is None:
        return []
    return [
        (label(name), shown(older, name), shown(newer, name))
        for name in SETTINGS
        if getattr(older, name) != getattr(newer, name)
    ]
