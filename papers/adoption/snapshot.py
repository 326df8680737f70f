"""The rules of procedure as they stood when a silence was placed; later changes do not touch it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Snapshot:
    minimum_hours: int
    shortest_hours: int
    inclusive: bool
    disclosure: str
    maximum_extensions: int
    quorum_percent: int
    outage_minutes: int
    statement_days: int

    @classmethod
    def of(cls, rules: Any) -> Snapshot:
        """The rules of procedure in force, frozen."""
        return cls(
            minimum_hours=rules.minimum_silence_hours,
            shortest_hours=rules.shortest_silence_hours,
            inclusive=rules.expiry_inclusive,
            disclosure=str(rules.break_disclosure),
            maximum_extensions=rules.maximum_extensions,
            quorum_percent=rules.acknowledgement_quorum_percent,
            outage_minutes=rules.outage_minutes,
            statement_days=rules.statement_days,
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)
