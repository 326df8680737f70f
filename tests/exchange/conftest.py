"""Adopted papers and their recommendations, as the tracker's own tests start from them."""

from tests.implementation.conftest import adopted_paper, agency, agent, recommendations

__all__ = ["adopted_paper", "agency", "agent", "recommendations"]
