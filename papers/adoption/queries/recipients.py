"""Whom a procedure tells: the frozen roll, everyone who may read the paper, the chair."""

from __future__ import annotations

from papers.delegations.models import Delegation
from papers.delegations.queries import holders
from papers.drafting import access, levels
from papers.shared.acting import Capability


def of_roll(silence):
    """Everyone who reads for a delegation on the roll."""
    return holders(Delegation.objects.filter(pk__in=silence.roll.values("delegation")), Capability.READ)


def of_readers(paper):
    """Everyone who reads for a delegation that may read the paper, the roll and the chair among them."""
    return holders(access.delegations_with(paper, levels.VIEW), Capability.READ)


def of_chair(paper):
    """Those who preside over the paper."""
    return holders(access.delegations_with(paper, levels.PRESIDE), Capability.PRESIDE)
