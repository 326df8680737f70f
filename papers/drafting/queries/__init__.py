"""Page-shaped reads of the drafting slice; other slices use what is named here."""

from papers.drafting.queries.acts import acts_for
from papers.drafting.queries.desk import waiting_for

__all__ = ["acts_for", "waiting_for"]
