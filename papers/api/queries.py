"""What programs read, by the querysets that the pages use, and whom a token speaks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from papers.api.models import Token
from papers.delegations import identity
from papers.drafting.models import Paper, Revision
from papers.drafting.queries import lists
from papers.shared import keyset
from papers.shared.acting import Acting
from papers.shared.text import sha256

SIZE = 100


def acting_of(secret: str) -> Acting | None:
    """For whom a token speaks, as their mandate stands now; None for one that is unknown, ended or past its day."""
    token = Token.objects.live().filter(token_sha256=sha256(secret)).first()
    return identity.rebuild(token.mandate_id) if token else None


def papers(acting: Acting, wanted: Mapping[str, Any], before: str) -> keyset.Page:
    """A page of the papers one may read, the last moved first; one statement."""
    found = lists.narrowed(Paper.objects.visible_to(acting).for_lines(), acting, wanted)
    return keyset.page(found, "moved_at", before=before, size=SIZE)


def revisions(acting: Acting, paper: Paper) -> list[Revision]:
    """The revisions of a paper that one may read, the oldest first, without their texts."""
    return list(Revision.objects.visible_to(acting).filter(paper=paper).without_texts().order_by("number"))
