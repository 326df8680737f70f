"""A database of a stated size, for measuring: papers in bulk, marked as such, with real texts, blocks and grants."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from papers.delegations import services as delegations
from papers.delegations.models import Body, Delegation
from papers.drafting import access
from papers.drafting.levels import Ladder, Level
from papers.drafting.lifecycle import Stage
from papers.drafting.live import log
from papers.drafting.models import Block, Grant, Paper, Revision
from papers.drafting.preparing import Prepared, prepare, seal
from portal.demo.setup import SETUP

BATCH = 500
VARIANTS = 40
WORDS = """water network repair municipal services handover registry continuity shelter winter energy hospital debris
removal property safeguards cash assistance standard crossing data definition referral patient provider"""
ENDINGS = ("ane", "oth", "ium", "esk")
COMMON = WORDS.split()
# Each rare word stands in about one paper in a hundred.
RARE = [f"{start}{end}" for start in ("quil", "zephyr", "marn", "tolv", "brix") for end in ENDINGS]


def fill(papers: int, countries: int, *, seed: int = 1) -> None:
    """Add papers until there are so many in bulk, seen by up to so many countries."""
    chance = random.Random(seed)  # noqa: S311 - the same filling each time is what is wanted
    parties = _countries(countries)
    body = Body.objects.order_by("pk").first()
    texts = [prepare(_text(chance, number), brackets=False) for number in range(VARIANTS)]
    missing = papers - Paper.objects.filter(bulk=True).count()
    for start in range(0, max(missing, 0), BATCH):
        made = [
            _paper(chance, body, parties, start + number) for number in range(min(BATCH, missing - start))
        ]
        _write(chance, made, parties, texts)
    # Both engines plan by what they know of the tables, which were empty until now.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _countries(wanted: int) -> list[Delegation]:
    parties = list(Delegation.objects.seated().order_by("rank", "code"))
    for number in range(len(parties), wanted):
        first, second = divmod(number, 26)
        code = f"X{chr(65 + first)}{chr(65 + second)}"
        parties.append(
            delegations.add_delegation(
                code=code, kind="country", names={"en": f"Measuring {code}"}, colour=number % 11 + 1, rank=500,
                by=SETUP,
            )
        )  # fmt: skip
    return parties[:wanted]


@transaction.atomic
def _write(chance, made, parties, texts) -> None:
    Paper.objects.bulk_create(made)
    prepared = {paper.pk: _renewed(chance.choice(texts)) for paper in made}
    revisions = [_revision(paper, prepared[paper.pk]) for paper in made]
    Revision.objects.bulk_create(revisions)
    Block.objects.bulk_create(
        (
            Block(id=block_id, paper=revision.paper, born=revision)
            for revision in revisions
            for block_id in prepared[revision.paper_id].born
        ),
        batch_size=2000,
    )
    for paper, revision in zip(made, revisions, strict=True):
        paper.current = revision
    Paper.objects.bulk_update(made, ["current"])
    access.give_in_bulk([grant for paper in made for grant in _grants(chance, paper, parties)])
    log.begin_in_bulk([(paper, prepared[paper.pk].text) for paper in made])


def _paper(chance, body, parties, number) -> Paper:
    words = " ".join(chance.sample(COMMON, 4))
    moved = timezone.now() - timedelta(days=30, minutes=number)
    rare = f" {chance.choice(RARE)}" if chance.random() < 0.2 else ""
    return Paper(
        body=body, lead=chance.choice(parties), title=f"{words.capitalize()}{rare} {number}", bulk=True,
        theme=chance.choice(COMMON[:8]), stage=Stage.DRAFT, brackets=False, moved_at=moved, created_at=moved,
    )  # fmt: skip


def _revision(paper: Paper, prepared: Prepared) -> Revision:
    return Revision(
        paper=paper, number=1, text=prepared.text, block_map=prepared.block_map, words=prepared.words,
        dated=paper.moved_at, recorded_at=paper.moved_at, sha256=seal("", 1, prepared.text), note="bulk",
    )  # fmt: skip


def _grants(chance, paper: Paper, parties) -> Iterator[Grant]:
    """The lead leads; half of the others may read or comment, in shares that differ by country."""
    for rank, delegation in enumerate(parties):
        if delegation.pk == paper.lead_id:
            yield Grant(paper=paper, delegation=delegation, level=Level.LEAD, ladder=Ladder.TEXT)
        elif chance.random() < 0.9 - rank / len(parties):
            level = chance.choice([Level.READ, Level.COMMENT])
            yield Grant(paper=paper, delegation=delegation, level=level, ladder=Ladder.TEXT)


def _renewed(prepared: Prepared) -> Prepared:
    """The same text with block ids of its own."""
    ids = [str(uuid.uuid4()) for _entry in prepared.block_map]
    block_map = [{**entry, "id": new} for entry, new in zip(prepared.block_map, ids, strict=True)]
    return Prepared(prepared.text, block_map, prepared.words, tuple(ids), {}, {}, 0, 0, 0)


def _text(chance, number: int) -> str:
    """About 2 KB of text; every tenth about 10 KB."""
    paragraphs = 60 if number % 10 == 0 else 12
    lines = [f"# Measuring text {number}"]
    for serial in range(1, paragraphs + 1):
        words = " ".join(chance.choices(COMMON, k=22))
        rare = f" {chance.choice(RARE)}" if chance.random() < 0.02 else ""
        lines.append(f"{serial}. {words.capitalize()}{rare}.")
    return "\n\n".join(lines) + "\n"
