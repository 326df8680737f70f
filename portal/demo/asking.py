"""People whom a paper concerns, asked about two of its passages: one party has answered in its own language."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from papers.review import passages
from papers.review import services as review

PARTY, QUESTION = "family@cp1.demo", "هل تصل إليكم تحذيرات الألغام قبل أن تعودوا إلى أرضكم؟ وما الذي ينقصها؟"
ANSWER = "تصل الإشارات متأخرة، والأطفال لا يقرؤونها. نطلب علامات بالصور عند كل مدخل قبل العودة بأسبوع."


def tell(story: Any, key: str, asker: str) -> None:
    """The lead asks five days ago, and the party answers two days later."""
    story.at(5, lambda: ask(story, key, asker))
    story.at(3, lambda: answer(story, key))


def ask(story: Any, key: str, asker: str) -> None:
    paper = story.paper(key)
    named = passages.named(paper.current.block_map).values()
    shown = [passage.id for passage in named if passage.label][:2]
    review.ask_party(
        paper, party=story.world.delegations["CP1"], blocks=shown, question=QUESTION, language="ar",
        until=timezone.now() + timedelta(days=14), by=story.acting(asker),
    )  # fmt: skip


def answer(story: Any, key: str) -> None:
    consultation = story.paper(key).consultations.get()
    first = consultation.block_ids[0]
    review.tell(consultation, answers={first: ANSWER}, by=story.acting(PARTY))
