"""The socket's contract: who comes in, what is saved, what is refused, what is told of others."""

import hashlib

import pytest
from django.conf import settings as conf
from django.core.exceptions import PermissionDenied
from pycrdt import Doc, Text

from papers.drafting import access, services, writing
from papers.drafting.live import awareness, framing, log, threads
from papers.drafting.live.awareness import Presence
from papers.drafting.live.framing import Reader
from papers.drafting.live.log import Because
from papers.drafting.live.replica import CENTRE, NAME, Edit, Replica
from papers.drafting.live.room import rooms
from papers.drafting.models import TextUpdate, WorkingText
from papers.shared.errors import Refused
from tests import factories
from tests.cast import add_person

db = threads.reading
NOWHERE = "00000000-0000-4000-8000-000000000000"


def text_in_the_log(paper):
    return log.current(WorkingText.objects.get(paper=paper)).text


def generation(paper):
    return WorkingText.objects.get(paper=paper).generation


def foreign_update(words):
    """An update of a document that shares nothing with the text."""
    doc = Doc()
    doc.get(NAME, type=Text).insert(0, words)
    return doc.get_update()


def stolen(thief, client):
    """A change that a page makes under the id of another."""
    doc = Doc(client_id=client)
    doc.apply_update(thief.doc.get_update())
    before = doc.get_state()
    doc.get(NAME, type=Text).insert(0, "In your name. ")
    return framing.update(doc.get_update(before))


# Saving ----------------------------------------------------------------------------------------------


async def test_what_is_typed_is_in_the_log_before_it_is_acknowledged(paper, drafter, player):
    page = await player(drafter, paper)
    assert str(page.text) == factories.TEXT

    page.type(0, "é😀")
    await page.until(lambda: page.settled == 2)

    rows = await db(lambda: list(TextUpdate.objects.filter(paper=paper).order_by("seq")))
    assert [(row.seq, row.by_id, row.by_mandate) for row in rows] == [
        (1, drafter.user.pk, drafter.mandate.pk), (2, drafter.user.pk, drafter.mandate.pk),
    ]  # fmt: skip
    assert await db(text_in_the_log, paper) == "é😀" + factories.TEXT


async def test_what_one_types_reaches_the_other(paper, drafter, head, player):
    one, other = await player(drafter, paper), await player(head, paper)

    one.type(2, "Provisional: ")
    other.cut(0, 2)
    await one.until(lambda: str(one.text) == str(other.text) and one.is_saved and other.is_saved)

    assert str(one.text).startswith("Provisional: Interim repair")


async def test_opening_a_text_and_going_again_writes_nothing(paper, drafter, player):
    page = await player(drafter, paper)
    page.cut(0, 5)
    await page.until(lambda: page.is_saved)
    await page.leave()
    before = await db(TextUpdate.objects.count)

    again = await player(drafter, paper)

    assert (await db(TextUpdate.objects.count), again.sent, again.settled) == (before, 1, 1)


async def test_words_typed_away_from_the_centre_come_with_the_next_connection(paper, drafter, player, wire):
    page = await player(drafter, paper)
    await page.leave()
    page.type(0, "Written on the train. ")

    await page.play_until_synced(await wire(drafter, paper))

    assert (await db(text_in_the_log, paper)).startswith("Written on the train. # Interim")


async def test_a_write_that_runs_ahead_of_the_pages_answer_is_settled_with_it(paper, drafter, player, wire):
    page = await player(drafter, paper)
    await page.leave()
    page.type(0, "Offline. ")
    ahead = []
    watch = page.doc.observe(lambda event: ahead.append(event.update))
    page.type(0, "Ahead. ")
    page.doc.unobserve(watch)

    line = await wire(drafter, paper)
    await line.connect()
    await line.send(framing.update(ahead[0]))
    frames = [await line.receive() for _frame in range(2)]
    state = next(Reader(frame, 2).block() for frame in frames if frame[:2] == b"\0\0")
    await line.send(framing.step_2(page.doc.get_update(state)))

    assert await line.receive() == framing.settled(2)
    assert (await db(text_in_the_log, paper)).startswith("Ahead. Offline. # Interim")


async def test_the_form_and_the_socket_write_one_text(paper, drafter, head, player):
    page = await player(drafter, paper)

    await db(lambda: factories.save(paper, head, factories.TEXT.replace("ninety", "sixty")))
    await page.until(lambda: "sixty" in str(page.text))
    page.type(0, "Typed. ")
    await page.until(lambda: page.is_saved)

    assert await db(text_in_the_log, paper) == "Typed. " + factories.TEXT.replace("ninety", "sixty")


async def test_the_centre_changes_a_text_that_is_being_typed_and_says_because_of_what(
    paper, drafter, head, player
):
    page = await player(drafter, paper)
    page.type(0, "Typed. ")
    await page.until(lambda: page.is_saved)

    def apply():
        at = factories.TEXT.index("ninety")
        edits = [Edit(at, len("ninety"), "sixty")]
        because = Because("amendment", paper.pk)
        return writing.append_change(paper, edits=edits, on_version=1, because=because, by=head.acting)

    await db(apply)
    await page.until(lambda: "sixty" in str(page.text))

    row = await db(TextUpdate.objects.latest, "seq")
    assert (row.because_kind, row.because_uuid, row.by_id) == ("amendment", paper.pk, head.user.pk)
    assert str(page.text) == "Typed. " + factories.TEXT.replace("ninety", "sixty")


async def test_issuing_takes_the_text_of_the_log_not_the_stored_words(paper, drafter, player):
    page = await player(drafter, paper)
    page.type(0, "# New\n\n")
    await page.until(lambda: page.is_saved)

    stored = await db(lambda: WorkingText.objects.get(paper=paper))
    revision = await db(lambda: services.issue_revision(paper, by=drafter.acting))

    assert (stored.text, stored.text_seq < stored.head_seq) == (factories.TEXT, True)
    assert revision.text == "# New\n\n" + factories.TEXT


async def test_the_last_one_to_leave_stores_the_words(paper, drafter, player):
    page = await player(drafter, paper)
    page.type(0, "Last words. ")
    await page.until(lambda: page.is_saved)
    room = rooms[paper.pk]

    await page.leave()
    await page.until(lambda: not room.open)

    stored = await db(lambda: WorkingText.objects.get(paper=paper))
    assert (stored.text, stored.text_seq) == ("Last words. " + factories.TEXT, stored.head_seq)


async def test_page_and_centre_compare_their_texts(paper, drafter, wire):
    line = await wire(drafter, paper)
    await line.connect()
    for words, answer in ((factories.TEXT, 1), ("another", 0)):
        await line.send(bytes([framing.SAME]) + hashlib.sha256(words.encode()).digest())
        frame = await line.receive()
        while frame[0] != framing.SAME:
            frame = await line.receive()
        assert frame == bytes([framing.SAME, answer])


# Who comes in ----------------------------------------------------------------------------------------


async def answer(line):
    """The close code of a socket, and every byte it sent before."""
    assert await line.connect()
    said = b""
    while (frame := await line.receive()) is not None:
        said += frame
    return line.close_code, said


async def test_who_may_only_comment_gets_no_byte(shared_paper, reviewer, wire):
    assert await answer(await wire(reviewer, shared_paper, generation=2)) == (4403, b"")


async def test_an_outsider_is_answered_as_if_the_paper_never_was(shared_paper, outsider, wire):
    path = f"/live/papers/{NOWHERE}/?mandate={outsider.mandate.pk}&generation=2"

    there, nowhere = await wire(outsider, shared_paper, generation=2), await wire(outsider, None, path=path)

    assert await answer(there) == await answer(nowhere) == (4403, b"")


async def test_without_a_session_nobody_comes_in(paper, drafter, wire):
    assert await answer(await wire(drafter, paper, session="x" * 32)) == (4401, b"")


async def test_under_somebody_elses_mandate_nobody_comes_in(paper, drafter, head, outsider, wire):
    assert await answer(await wire(outsider, paper, mandate=head.mandate.pk)) == (4403, b"")


async def test_the_old_generation_is_sent_to_the_new_one(paper, drafter, wire):
    assert await answer(await wire(drafter, paper, generation=7)) == (4409, b"")


@pytest.mark.parametrize("query", ["", "mandate=x&generation=1", "generation=1", "mandate=&generation="])
async def test_an_address_that_does_not_say_who_asks_is_malformed(paper, drafter, wire, query):
    assert await answer(await wire(drafter, paper, path=f"/live/papers/{paper.pk}/?{query}")) == (4400, b"")


@pytest.mark.parametrize(
    "origin",
    [None, "null", "https://testserver", "http://testserver:81", "http://testserver.evil.example",
     "http://evil.example", "HTTP://TESTSERVER", "http://sub.testserver"],
)  # fmt: skip
async def test_a_handshake_from_elsewhere_is_refused(paper, drafter, wire, origin):
    assert not await (await wire(drafter, paper, origin=origin)).connect()


@pytest.mark.parametrize(
    "path", ["/live/papers/{0}", "/live/papers/{0}//", "/live/papers/{1}/", "/live/", "/"]
)
async def test_another_address_is_no_socket(paper, drafter, wire, path):
    path = path.format(paper.pk, str(paper.pk).upper())

    assert not await (await wire(drafter, paper, path=path)).connect()


async def test_whoever_may_read_but_not_draft_reads_live_and_writes_nothing(paper, drafter, valoria, player):
    reader = await db(lambda: add_person(valoria, "reader"))
    page, watching = await player(drafter, paper), await player(reader, paper)
    page.type(0, "Seen. ")
    await watching.until(lambda: str(watching.text).startswith("Seen. "))

    await watching.line.send(framing.update(foreign_update("Smuggled")))
    await watching.until(lambda: watching.refused)

    assert (watching.mode, watching.refused, b"\0\0" in watching.heard) == (0, [1], False)
    assert "Smuggled" not in await db(text_in_the_log, paper)


# What is refused -------------------------------------------------------------------------------------

POISON = {
    "length bomb": (framing.update(bytes.fromhex("ffffff7f")), 4400),
    "truncated": (framing.update(foreign_update("words"))[:-3], 4400),
    "unknown kind": (b"\x09\x00", 4400),
    "unknown step": (b"\x00\x07\x00", 4400),
    "empty frame": (b"", 4400),
    "words instead of bytes": ("hello", 4400),
    "trailing bytes": (framing.update(foreign_update("words")) + b"x", 4400),
    "step 1 with a bomb": (framing.step_1(bytes.fromhex("ffffff7f")), 4400),
    "awareness bomb": (b"\x01\x05\xff\xff\xff\x7f\x00", 4400),
    "too large": (framing.update(b"\0" * conf.FRAME_LIMIT), 4413),
}  # fmt: skip


@pytest.mark.parametrize("name", POISON)
async def test_poison_ends_its_own_connection_and_no_other(paper, drafter, head, player, name):
    frame, code = POISON[name]
    one, other = await player(drafter, paper), await player(head, paper)

    await one.line.send(frame)
    await one.until(lambda: one.line.close_code is not None)
    other.type(0, "Undisturbed. ")
    await other.until(lambda: other.is_saved)

    assert one.line.close_code == code
    assert await db(text_in_the_log, paper) == "Undisturbed. " + factories.TEXT


async def test_a_flood_is_ended(paper, drafter, player):
    page = await player(drafter, paper)

    member = next(iter(rooms[paper.pk].members))
    member.frames.rate = 0  # however slow the machine
    for _frame in range(700):
        await page.line.send(bytes([framing.SAME]) + b"x" * 32)
    await page.until(lambda: page.line.close_code is not None)

    assert page.line.close_code == 4429


async def test_words_beyond_the_limit_of_a_text_end_the_connection(paper, drafter, player, settings):
    page = await player(drafter, paper)
    settings.TEXT_LIMIT = len(factories.TEXT) + 10

    page.type(0, "More than ten characters")
    await page.until(lambda: page.line.close_code is not None)

    assert page.line.close_code == 4413
    assert await db(text_in_the_log, paper) == factories.TEXT


@pytest.mark.parametrize("whose", ["somebody else's", "the centre's"])
async def test_nobody_writes_under_an_id_that_is_not_theirs(paper, drafter, head, player, whose):
    victim = await player(head, paper)
    victim.type(0, "Mine. ")
    await victim.until(lambda: victim.is_saved)
    thief = await player(drafter, paper)

    await thief.line.send(stolen(thief, CENTRE if whose == "the centre's" else victim.doc.client_id))
    await thief.until(lambda: thief.line.close_code is not None)

    assert thief.line.close_code == 4400
    assert await db(text_in_the_log, paper) == "Mine. " + factories.TEXT


async def test_nobody_goes_on_under_an_id_that_the_log_gives_to_another(paper, drafter, head, player):
    victim = await player(head, paper)
    victim.type(0, "Mine. ")
    await victim.until(lambda: victim.is_saved)
    room = rooms[paper.pk]
    await victim.leave()
    await victim.until(lambda: not room.open)
    thief = await player(drafter, paper)

    await thief.line.send(stolen(thief, victim.doc.client_id))
    await thief.until(lambda: thief.line.close_code is not None)

    assert thief.line.close_code == 4400


# Who is here -----------------------------------------------------------------------------------------


async def told(page):
    """The next that a page hears of others."""
    frame = b""
    while frame[:1] != b"\x01":
        frame = await page.receive()
    return awareness.read(Reader(frame, 1).block())


async def test_others_are_told_the_name_that_the_centre_knows(paper, drafter, head, wire):
    one, other = await wire(drafter, paper), await wire(head, paper)
    await one.connect()
    await other.connect()
    await other.receive()

    claimed = {"user": {"name": "PRESIDENT", "colour": "red"}, "cursor": None, "more": "of it"}
    await one.send(awareness.write([Presence(77, 1, claimed)]))

    identity = {"name": str(drafter.user), "code": "XA", "country": "Valoria", "colour": 1}
    assert await told(other) == [Presence(77, 1, {"user": identity, "cursor": None})]


async def test_nobody_speaks_for_anothers_client(paper, drafter, head, wire):
    one, other = await wire(drafter, paper), await wire(head, paper)
    await one.connect()
    await other.connect()
    await one.send(awareness.write([Presence(77, 1, {"cursor": None})]))
    await told(one)

    await other.send(awareness.write([Presence(77, 9, None), Presence(78, 1, {"cursor": None})]))

    assert [presence.client for presence in await told(one)] == [78]


async def test_whoever_comes_back_before_the_old_line_is_known_to_be_dead_is_shown(
    paper, drafter, head, wire
):
    old, new, other = await wire(drafter, paper), await wire(drafter, paper), await wire(head, paper)
    for line in (old, new, other):
        await line.connect()
    await old.send(awareness.write([Presence(77, 1, {"cursor": None})]))
    await told(other)

    await new.send(awareness.write([Presence(77, 2, {"cursor": None})]))
    assert [presence.clock for presence in await told(other)] == [2]
    await old.close()
    await new.send(awareness.write([Presence(77, 3, {"cursor": None})]))

    assert [(presence.clock, presence.state is None) for presence in await told(other)] == [(3, False)]


async def test_whoever_leaves_is_no_longer_shown(paper, drafter, head, wire):
    one, other = await wire(drafter, paper), await wire(head, paper)
    await one.connect()
    await other.connect()
    await one.send(awareness.write([Presence(77, 1, {"cursor": None})]))
    await told(other)

    await one.close()

    assert await told(other) == [Presence(77, 2, None)]


# Generations and frozen texts ------------------------------------------------------------------------


async def test_a_new_generation_ends_the_sockets_of_the_old(paper, drafter, head, estmark, player, wire):
    page = await player(drafter, paper)
    page.type(0, "Before. ")
    await page.until(lambda: page.is_saved)

    await db(lambda: access.give(paper, estmark, "draft", by=head.acting))
    await page.until(lambda: page.line.close_code is not None)
    again = await player(drafter, paper, generation=2)

    assert (page.line.close_code, await db(generation, paper)) == (4409, 2)
    assert str(again.text) == "Before. " + factories.TEXT


async def test_a_new_generation_holds_nothing_of_what_was_deleted(paper, drafter, head, estmark, player):
    page = await player(drafter, paper)
    page.type(0, "Our red line is 40 per cent. ")
    await page.until(lambda: page.is_saved)
    page.cut(0, len("Our red line is 40 per cent. "))
    await page.until(lambda: page.is_saved)
    newcomer = await db(lambda: add_person(estmark, "drafter"))
    await db(lambda: access.give(paper, estmark, "draft", by=head.acting))

    seen = await player(newcomer, paper, generation=2)

    assert b"red line" not in seen.doc.get_update()
    assert str(seen.text) == factories.TEXT


async def test_tabling_begins_a_generation_for_those_who_type(paper, drafter, head, centre, player):
    page = await player(drafter, paper)

    await db(lambda: services.table(paper, by=head.acting))
    await page.until(lambda: page.line.close_code is not None)

    assert page.line.close_code == 4409


async def test_a_write_into_the_old_generation_is_refused(paper, drafter, head, estmark, player):
    page = await player(drafter, paper)
    await rooms[paper.pk].line.unsubscribe()  # it hears of nothing until it looks for itself

    await db(lambda: access.give(paper, estmark, "draft", by=head.acting))
    page.type(0, "Too late. ")
    await page.until(lambda: page.line.close_code is not None)

    assert (page.refused, page.line.close_code) == ([2], 4409)
    assert await db(text_in_the_log, paper) == factories.TEXT


async def test_a_frozen_text_is_read_only_for_those_who_have_it_open(paper, drafter, head, player):
    page = await player(drafter, paper)
    assert page.mode == 1

    await db(lambda: services.withdraw(paper, by=head.acting))
    await page.until(lambda: page.mode == 0)
    page.type(0, "Too late. ")
    await page.until(lambda: page.refused)

    assert (page.refused, page.line.close_code) == ([2], None)
    assert b"\x02\x00" in page.heard
    assert await db(text_in_the_log, paper) == factories.TEXT


def test_snapshots_shorten_the_way_and_keep_the_updates(paper, drafter, monkeypatch):
    monkeypatch.setattr(log, "ROWS_BEFORE_SNAPSHOT", 5)
    for number in range(8):
        factories.save(paper, drafter, f"{factories.TEXT}{number}")

    taken = log.take_snapshot(paper.pk)

    working = WorkingText.objects.get(paper=paper)
    assert (taken, working.snapshot_seq, TextUpdate.objects.count()) == (True, 9, 9)
    assert Replica([bytes(working.snapshot)]).text == f"{factories.TEXT}7"
    assert log.load(working).replica.text == f"{factories.TEXT}7"


def test_an_update_that_cannot_be_applied_is_left_out_and_the_rest_is_read(paper, drafter):
    TextUpdate.objects.create(paper=paper, generation=1, seq=2, payload=b"\xff\xff")
    WorkingText.objects.filter(paper=paper).update(head_seq=2)

    factories.save(paper, drafter, factories.TEXT + "More.")

    assert text_in_the_log(paper) == factories.TEXT + "More."


def test_a_change_of_the_centre_against_somebody_elses_is_not_made(paper, drafter, head):
    factories.save(paper, drafter, factories.TEXT.replace("ninety", "eighty"))
    edits = [Edit(factories.TEXT.index("ninety"), 6, "sixty")]

    with pytest.raises(Refused, match="Somebody is changing the same passage"):
        writing.append_change(
            paper, edits=edits, on_version=1, because=Because("amendment", paper.pk), by=head.acting
        )


def test_a_change_of_the_centre_into_a_frozen_text_is_not_made(paper, head):
    services.withdraw(paper, by=head.acting)

    with pytest.raises(PermissionDenied, match="The text is frozen"):
        writing.append_change(
            paper,
            edits=[Edit(0, 0, "x")],
            on_version=1,
            because=Because("amendment", paper.pk),
            by=head.acting,
        )
