"""Who did a thing, and for which delegation, for the pages that show acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from papers.delegations.models import Mandate
from papers.delegations.naming import in_reader_language


@dataclass(frozen=True)
class Signature:
    """Who did a thing, and for which delegation: what stands beside an act on a page."""

    person: str
    code: str
    colour: int
    name: str

    @property
    def delegation(self) -> Signature | None:
        """Itself, for the tag that shows a delegation; None for the clock and the console."""
        return self if self.code else None


def signed(acts: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with `by` and `by_mandate`, and who that was, in the same statement; read it with `signature_of`."""
    mandates = Mandate.objects.filter(pk=OuterRef("by_mandate"))
    return acts.annotate(
        signed_person=F("by__name"),
        signed_code=Subquery(mandates.values("seat__delegation__code")[:1]),
        signed_colour=Subquery(mandates.values("seat__delegation__colour")[:1]),
        signed_names=Subquery(mandates.values("seat__delegation__names")[:1]),
    )


def signature_of(act: Any) -> Signature:
    """The signature of a row that came from `signed`."""
    return Signature(
        person=act.signed_person or "",
        code=act.signed_code or "",
        colour=act.signed_colour or 1,
        name=in_reader_language(act.signed_names or {}, act.signed_code or ""),
    )
