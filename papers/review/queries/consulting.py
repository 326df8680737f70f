"""Consultations as their pages show them: to those who ask, to the party, and on the face of a paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from papers.drafting.heads import head_of
from papers.drafting.models import Paper
from papers.drafting.models.revisions import withhold
from papers.review import consulting, passages
from papers.review.models import Consultation, PartyAnswer
from papers.review.passages import Passage
from papers.shared.acting import Acting, Actor, Capability
from papers.shared.waiting import Waiting


@dataclass(frozen=True)
class Said:
    """A passage that a party was shown, or all of it together, and what it answered."""

    passage: Passage | None
    answer: PartyAnswer | None


@dataclass(frozen=True)
class Asked:
    """A consultation as a page shows it; `name` is what the reader may call the party."""

    consultation: Consultation
    name: str
    said: list[Said]
    is_over: bool

    @property
    def answered(self) -> int:
        return sum(one.answer is not None for one in self.said)


def consultation_list(acting: Acting, paper: Paper) -> dict[str, Any]:
    """What was asked of whom about a paper, and what they answered; three statements beside the paper's head."""
    rows = Consultation.objects.visible_to(acting).filter(paper=paper)
    named = rows.select_related("revision", "delegation__custodian__delegation", "asked_by")
    found = named.defer("revision__text").prefetch_related("answers")
    return {
        "paper": paper,
        "consultations": [asked(acting, one) for one in found.order_by("-asked_at")],
        "may_ask": consulting.can_ask(acting, paper),
        "head": head_of(acting, paper, "review"),
    }


def asked(acting: Acting, consultation: Consultation) -> Asked:
    """One consultation, with the words of its passages as they stood in the revision that was shown."""
    withhold([consultation.revision], acting)
    names = passages.named(consultation.revision.block_map)
    answers = {answer.block_id: answer for answer in consultation.answers.all()}
    said = [Said(names[block], answers.get(block)) for block in consultation.block_ids if block in names]
    return Asked(
        consultation=consultation,
        name=consulting.name_for(acting, consultation.delegation),
        said=[*said, Said(None, answers.get(""))],
        is_over=consultation.is_over(acting.at),
    )


def consulted_on(acting: Actor, paper: Paper) -> list[str]:
    """Who was consulted, for the face of a paper: names, or who holds those that are withheld; one statement."""
    rows = paper.consultations.select_related("delegation__custodian__delegation").order_by("asked_at")
    parties = {row.delegation_id: row.delegation for row in rows}
    return [consulting.name_for(acting, party) for party in parties.values()]


def waiting_for(acting: Actor) -> list[Waiting]:
    """What a party is asked and has not answered; it names no paper."""
    if acting.delegation is None or not acting.can(Capability.TELL):
        return []
    rows = Consultation.objects.filter(delegation=acting.delegation, until__gt=acting.at, answers=None)
    return [
        Waiting(
            due=one.until,
            what=_("You are asked about passages of a text"),
            why=one.question,
            url=reverse("review:consultation-answer", args=[one.pk]),
            act=_("Read and answer"),
            mark="clock",
        )
        for one in rows.order_by("until")
    ]


def given(acting: Actor) -> list[Consultation]:
    """What a party was asked at any time, newest first: for its own desk."""
    if acting.delegation is None or not acting.can(Capability.TELL):
        return []
    return list(Consultation.objects.filter(delegation=acting.delegation).order_by("-asked_at"))
