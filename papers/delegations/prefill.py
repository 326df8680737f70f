"""What a calendar may begin with: the public holidays that a library knows of a country. People choose from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIRST_YEAR, LAST_YEAR = 2020, 2100


@dataclass(frozen=True)
class Proposal:
    """The weekend and the holidays of a country in a year, as far as the library knows them."""

    country: str
    year: int
    weekend: frozenset[int]
    days: dict[date, str]


def proposed(country: str, year: int) -> Proposal | None:
    """A proposal, or None for a country or year of which nothing is known."""
    import holidays  # noqa: PLC0415 -- read only by those who set a calendar, so that no other page pays for it

    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        found = holidays.country_holidays(country.upper(), years=year, language="en_US")
    except NotImplementedError:  # so the library says that it does not know the country
        return None
    return Proposal(country.upper(), year, frozenset(found.weekend), dict(sorted(found.items())))
