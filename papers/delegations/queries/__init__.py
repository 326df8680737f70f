"""Read sides of the delegations: who takes part, who may act, who is who."""

from papers.delegations.queries.calendars import calendar_page, calendars_of, centre_calendar
from papers.delegations.queries.delegations import (
    Listed,
    holders,
    listed,
    managers,
    roll,
    roster,
    rules_of,
    secretariat,
)
from papers.delegations.queries.erasures import preview_of
from papers.delegations.queries.participation import participation_page
from papers.delegations.queries.people import own_seats, people_of
from papers.delegations.queries.signatures import Signature, signature_of, signed

__all__ = [
    "Listed", "Signature", "calendar_page", "calendars_of", "centre_calendar", "holders", "listed", "managers",
    "own_seats", "participation_page", "people_of", "preview_of", "roll", "roster", "rules_of", "secretariat",
    "signature_of", "signed",
]  # fmt: skip
