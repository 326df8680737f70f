"""The kinds of notice that this slice sends."""

MANDATE_GIVEN = "delegations.mandate.given"
MANDATE_ENDED = "delegations.mandate.ended"
