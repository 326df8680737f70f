"""The symbol of a paper: allotted once, at tabling, by the body's pattern; never used again."""

from __future__ import annotations

from typing import NamedTuple

from django.utils import timezone

from papers.drafting.models import Paper


class Symbol(NamedTuple):
    """The year and serial number within the body, and the symbol they make."""

    year: int
    serial: int
    text: str


def next_symbol(paper: Paper) -> Symbol:
    """The symbol that this paper gets if it is tabled next; final only under the body's lock."""
    year = timezone.localtime().year
    same_year = Paper.objects.filter(body=paper.body_id, serial_year=year)
    last = same_year.order_by("-serial").values_list("serial", flat=True).first()
    serial = (last or 0) + 1
    return Symbol(
        year, serial, paper.body.symbol_pattern.format(body=paper.body.code, year=year, serial=serial)
    )
