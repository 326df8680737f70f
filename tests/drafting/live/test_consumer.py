"""The socket's contract: who comes in, what is saved, what is refused."""

from papers.drafting.live import threads
from papers.drafting.models import TextUpdate
from tests import factories

db = threads.reading


async def test_what_is_typed_is_in_the_log_before_it_is_acknowledged(paper, drafter, player):
    page = await player(drafter, paper)
    assert str(page.text) == factories.TEXT

    page.type(0, "é😀")
    await page.until(lambda: page.is_saved)

    rows = await db(lambda: list(TextUpdate.objects.filter(paper=paper).order_by("seq")))
    assert [(row.seq, row.by_id, row.by_mandate) for row in rows] == [
        (1, drafter.user.pk, drafter.mandate.pk), (2, drafter.user.pk, drafter.mandate.pk),
    ]  # fmt: skip


async def test_what_one_types_reaches_the_other(paper, drafter, head, player):
    one, other = await player(drafter, paper), await player(head, paper)

    one.type(3, "Provisional: ")
    await other.until(lambda: "Provisional" in str(other.text))

    assert str(one.text) == str(other.text)
