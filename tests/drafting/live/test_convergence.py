"""Chaos: people type, delete, lose the line and come back, through two processes. All copies end as one."""

import asyncio
import random

import pytest

from papers.drafting.live import log, threads
from papers.drafting.live.checking import read_state
from papers.drafting.live.room import Room, rooms
from papers.drafting.models import WorkingText
from tests.cast import add_person
from tests.drafting.live.conftest import Player

db = threads.reading
STEPS = 60
WORDS = ["a", "é", "😀 ", "مرحبا", "word ", "\n\n"]


def step(chance, page):
    """Something that a person does to a text."""
    text = str(page.text)
    if chance.random() < 0.3 and text:
        at = chance.randrange(len(text))
        page.cut(at, min(chance.randint(1, 8), len(text) - at))
    else:
        page.type(chance.randrange(len(text) + 1), chance.choice(WORDS))


async def live(chance, page, person, paper, wire):
    """One person's hour: mostly typing, now and then without a line."""
    for _step in range(STEPS):
        step(chance, page)
        if chance.random() < 0.05:
            await page.leave()
            for _word in range(chance.randint(1, 5)):
                step(chance, page)
            await page.play_until_synced(await wire(person, paper))
        if chance.random() < 0.5:
            await asyncio.sleep(chance.random() / 100)


@pytest.mark.parametrize("seed", range(2))
async def test_five_people_and_a_second_process_end_with_one_text(paper, valoria, wire, seed):
    chance = random.Random(seed)
    people = await db(lambda: [add_person(valoria, "drafter") for _person in range(5)])
    pages = [await Player().play_until_synced(await wire(person, paper)) for person in people]
    elsewhere = Room(paper.pk)  # the room of another process, which hears of nothing and reads the log
    await elsewhere.start()

    await asyncio.gather(
        *(live(random.Random(chance.random()), page, person, paper, wire)
          for page, person in zip(pages, people, strict=True))
    )  # fmt: skip
    for page in pages:
        await page.until(
            lambda page=page: page.is_saved and str(page.text) == rooms[paper.pk].replica.text, 60
        )
    await elsewhere.catch_up()

    working = await db(lambda: WorkingText.objects.get(paper=paper))
    rebuilt = await db(log.text_at, paper.pk, working.head_seq)
    copies = {str(page.text) for page in pages} | {
        rooms[paper.pk].replica.text,
        elsewhere.replica.text,
        rebuilt,
    }
    elsewhere.close(4500)
    assert len(copies) == 1
    assert [read_state(page.doc.get_state()) for page in pages] == [rooms[paper.pk].state] * len(pages)
