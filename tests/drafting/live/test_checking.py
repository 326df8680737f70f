"""What is read before the document reads it: true updates pass, and nothing else does."""

import json
import random
import resource
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text

from papers.drafting.live import awareness, framing
from papers.drafting.live.awareness import Presence
from papers.drafting.live.checking import is_known, read_state, read_update
from papers.drafting.live.framing import Malformed, Reader
from papers.drafting.live.replica import NAME, Replica, Spoilt

bounded = settings(max_examples=60, deadline=None)


class Author:
    """A document that notes its updates."""

    def __init__(self, client, words=""):
        self.doc = Doc(client_id=client)
        self.text = self.doc.get(NAME, type=Text)
        self.updates = []
        self._watch = self.doc.observe(lambda event: self.updates.append(event.update))
        self.text += words


def history(seed, steps=300):
    """Updates of three authors who see each other's at once, in order."""
    chance, authors, out = random.Random(seed), [Author(1000 + number) for number in range(3)], []
    for _step in range(steps):
        author = chance.choice(authors)
        author.updates.clear()
        words = str(author.text)
        if chance.random() < 0.3 and len(words) > 6:
            at = chance.randrange(len(words) - 4)
            del author.text[len(words[:at].encode()) : len(words[: at + chance.randint(1, 3)].encode())]
        else:
            at = chance.randrange(len(words) + 1)
            author.text.insert(len(words[:at].encode()), chance.choice(["a", "é", "😀 x", "hello", "مرحبا"]))
        update = author.updates[0]
        out.append(update)
        for other in authors:
            if other is not author:
                other.doc.apply_update(update)
    return out


@pytest.mark.parametrize("seed", range(5))
def test_every_true_update_fits_and_advances_what_is_known_as_the_document_does(seed):
    known, replica = {}, Replica()
    for update in history(seed):
        change = read_update(update)
        assert change.fits(known)
        change.advance(known)
        replica.apply(update)
        assert read_state(replica.state) == known


def test_a_full_answer_is_read_and_brings_nothing_to_whoever_has_it():
    replica = Replica(history(7))

    change = read_update(replica.since(b"\x00"))

    assert change.news(read_state(replica.state)) == []
    assert is_known(change.deletes, read_update(replica.since(replica.state)).deletes)
    assert not is_known({1000: [(0, 2**30)]}, change.deletes)


def test_an_update_with_a_gap_does_not_fit():
    author = Author(7, "one")
    author.text += " two"
    author.text += " three"

    assert not read_update(author.updates[2]).fits({7: 3})
    assert read_update(author.updates[2]).fits({7: 7})


def test_deleting_what_is_yet_to_be_written_does_not_fit():
    author = Author(7, "one")
    ahead = b"\x00\x01\x07\x01\x00\x40"  # client 7: 64 clocks from the first on

    assert not read_update(ahead).fits(read_state(author.doc.get_state()))


@pytest.mark.parametrize("seed", range(4))
def test_mutated_updates_are_refused_or_harmless(seed):
    chance, updates = random.Random(seed), history(seed, 120)
    base = Replica(updates[:100])
    known, text = read_state(base.state), base.text
    for _round in range(1500):
        spoilt = bytearray(chance.choice(updates[95:105]))
        for _byte in range(chance.randint(1, 4)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        try:
            change = read_update(
                bytes(spoilt[: chance.randrange(1, len(spoilt) + 1)] if chance.random() < 0.2 else spoilt)
            )
        except Malformed:
            continue
        if not change.fits(known):
            continue
        copy, expected = Replica(updates[:100]), dict(known)
        try:
            copy.apply(bytes(spoilt))
        except Spoilt:
            pytest.fail(f"{bytes(spoilt).hex()} was let through")
        change.advance(expected)
        assert read_state(copy.state) == expected
    assert text


BOMBS = {
    "length bomb": "ffffff7f", "nothing": "", "no end": "ff", "one of nothing": "01", "huge count": "ffffffff0f00",
    "many structs": "01ffffffff07010004", "string longer than there is": "0101070004010763ffffffff7f",
    "endless number": "ff" * 40, "deletes of everybody": "00ffffff7f",
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_bombs_are_refused_at_once(bomb):
    started = time.perf_counter()

    with pytest.raises(Malformed):
        read_update(bytes.fromhex(bomb))

    assert time.perf_counter() - started < 0.1


def test_a_thousand_bombs_cost_no_memory():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    for _time in range(1000 // len(BOMBS)):
        for bomb in BOMBS.values():
            with pytest.raises(Malformed):
                read_update(bytes.fromhex(bomb))

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024  # KiB


def test_a_state_that_announces_more_than_there_is_is_refused():
    with pytest.raises(Malformed):
        read_state(bytes.fromhex("ffffff7f"))


def foreign(kind):
    """An update that writes something else than words into the text."""
    author = Author(9, "words")
    author.updates.clear()
    if kind == "format":
        author.text.format(0, 2, {"bold": True})
    elif kind == "embed":
        author.text.insert_embed(0, {"image": "http://tracker.example/x"})
    elif kind == "other text":
        author.doc.get("other", type=Text).insert(0, "hidden")
    elif kind == "map":
        author.doc.get("meta", type=Map)["author"] = "XA"
    elif kind == "array":
        author.doc.get("list", type=Array).append("x")
    elif kind == "NUL":
        author.text.insert(0, "\x00")
    return author.updates[0]


@pytest.mark.parametrize("kind", ["format", "embed", "other text", "map", "array", "NUL"])
def test_only_words_of_the_one_text_are_written(kind):
    with pytest.raises(Malformed):
        read_update(foreign(kind))


# Numbers and blocks --------------------------------------------------------------------------------


@bounded
@given(st.integers(0, framing.LARGEST))
def test_numbers_are_read_as_they_were_written(value):
    reader = Reader(framing.number(value))

    assert (reader.number(), reader.left) == (value, 0)


@bounded
@given(st.binary(max_size=300))
def test_blocks_are_read_as_they_were_written(data):
    reader = Reader(framing.block(data))

    assert (reader.block(), reader.left) == (data, 0)


@bounded
@given(st.binary(max_size=40))
def test_arbitrary_bytes_are_read_or_refused(data):
    for read in (read_update, read_state, awareness.read):
        try:
            read(data)
        except Malformed:
            continue


# Presence ------------------------------------------------------------------------------------------

ME = {"name": "A. Drafter", "code": "XA", "country": "Valoria", "colour": 1}
PLACE = {"type": None, "tname": "content", "item": {"client": 5, "clock": 7}, "assoc": 0}


def said(*told):
    return awareness.read(Reader(awareness.write(told), 1).block())


def test_presence_keeps_the_carets_and_the_name_is_the_centres():
    claimed = {
        "user": {"name": "PRESIDENT", "color": "red"},
        "cursor": {"anchor": PLACE, "head": PLACE},
        "x": "y",
    }

    (one,) = said(Presence(5, 1, claimed))

    assert awareness.pinned(one, ME).state == {"user": ME, "cursor": {"anchor": PLACE, "head": PLACE}}


@pytest.mark.parametrize(
    "cursor",
    ["here", 7, {"anchor": PLACE}, {"anchor": "<script>", "head": PLACE}, {"anchor": {"tname": "x"}, "head": PLACE},
     {"anchor": {**PLACE, "item": {"client": "5", "clock": 7}}, "head": PLACE}],
)  # fmt: skip
def test_a_caret_that_is_none_is_dropped(cursor):
    assert awareness.pinned(Presence(5, 1, {"cursor": cursor}), ME).state == {"user": ME, "cursor": None}


@pytest.mark.parametrize("state", ["[", "7", '"x"', "[" * 3000, json.dumps({"cursor": "x" * 5000})])
def test_presence_that_is_no_object_or_too_long_is_malformed(state):
    frame = framing.number(1) + framing.number(5) + framing.number(1) + framing.block(state.encode())

    with pytest.raises(Malformed):
        awareness.read(frame)
