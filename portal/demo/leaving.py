"""A delegation that did not act for long: proposed, given time to reply, and dormant since a decision."""

from __future__ import annotations

from typing import Any

from papers.delegations import services as delegations


def tell(story: Any, secretary: str) -> None:
    """The secretary proposes it thirty days ago; nobody replies; it is decided twelve days ago."""
    quiet = story.world.delegations["XG"]
    story.at(30, lambda: delegations.propose_change(
        quiet, state="dormant", grounds="inactivity", by=story.acting(secretary),
        words="Nobody of the delegation has acknowledged a text or answered a round since spring.",
    ))  # fmt: skip
    story.at(12, lambda: delegations.decide_change(
        quiet.proposed_changes.get(), decision_ref="WG.4/2026/D.7", by=story.acting(secretary)
    ))  # fmt: skip
