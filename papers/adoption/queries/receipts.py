"""The receipt of an objection: what was received, when, what it counts for, and the record as it stood."""

from __future__ import annotations

from papers.adoption import evidence


def facts_of(objection):
    """The facts that the centre signs; they never change, for neither the objection nor the revision does."""
    silence = objection.silence
    return {
        "receipt": str(objection.pk),
        "paper": str(silence.paper_id),
        "symbol": silence.symbol,
        "revision_sha256": silence.revision.sha256,
        "silence": silence.number,
        "delegation": objection.delegation.code,
        "received": evidence.stamp(objection.received_at),
        "recorded": evidence.stamp(objection.recorded_at),
        "expiry": evidence.stamp(objection.expiry_then),
        "standing": objection.standing,
        "paragraphs": objection.cited,
        "objection_sha256": evidence.digest(objection.objection),
        "proposed_sha256": evidence.digest(objection.proposed),
        "reason_sha256": evidence.digest(objection.reason),
        "record": objection.chain_head,
    }
