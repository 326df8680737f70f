"""Comparing two texts: every word of both is there, what differs is marked, and nothing in it can run."""

import random
import re
import time
from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from papers.drafting.diff import DiffBlock, Row, Summary, compare, mark_words, summary, with_departures
from papers.shared.markdown import parse
from tests import shared_data
from tests.page import seen
from tests.texts import SIGNS, WORDS

bounded = settings(max_examples=80, deadline=None)
HOSTILE = ["<script>", "</ins>", "<del>", "&lt;b&gt;", "<img src=x onerror=y>", '"', "'", "\n", "]]>", "<!--"]
texts = st.lists(st.sampled_from([*WORDS, *SIGNS, *HOSTILE]), max_size=25).map(" ".join)
blocks = st.lists(
    st.builds(
        DiffBlock,
        id=st.sampled_from(["", "a", "b", "c", "d", "e"]),
        kind=st.sampled_from(["paragraph", "heading", "table"]),
        label=st.sampled_from(["", "1", "2"]),
        text=texts,
    ),
    max_size=8,
    unique_by=lambda block: block.id or object(),
)


def block(one, text, label=""):
    """A paragraph with an id."""
    return DiffBlock(one, "paragraph", label, text)


def kinds(rows):
    """What happened to each passage."""
    return [(row.kind, (row.new or row.old).id) for row in rows]


def plain(html, *without):
    """The words of a side, without those in the given elements."""
    for tag in without:
        html = re.sub(f"<{tag}>.*?</{tag}>", "", html, flags=re.DOTALL)
    return unescape(re.sub(r"</?(?:ins|del)>", "", html.replace("<br>", "\n")))


def test_row_shows_what_changed_by_word():
    (row,) = compare(
        [block("a", "to be met within three months")], [block("a", "to be met within ninety days of access")]
    )

    assert row.kind == "changed"
    assert row.old_html == "to be met within <del>three months</del>"
    assert row.new_html == "to be met within <ins>ninety days of access</ins>"
    assert row.inline_html == "to be met within <del>three months</del> <ins>ninety days of access</ins>"
    assert (row.words_added, row.words_removed) == (4, 2)


def test_rows_stand_in_the_order_of_the_new_text_and_removed_ones_where_they_stood():
    old = [block("a", "one"), block("b", "two"), block("c", "three"), block("d", "four")]
    new = [block("a", "one"), block("n", "new"), block("c", "three"), block("d", "four changed")]

    assert kinds(compare(old, new)) == [
        ("same", "a"),
        ("removed", "b"),
        ("added", "n"),
        ("same", "c"),
        ("changed", "d"),
    ]


def test_moved_passage_says_from_where_and_the_place_it_left_says_where_to():
    old = [
        block("a", "a long passage that stays", "1"),
        block("b", "moves", "2"),
        block("c", "stays as well", "3"),
    ]
    new = [
        block("a", "a long passage that stays", "1"),
        block("c", "stays as well", "2"),
        block("b", "moves", "3"),
    ]

    rows = compare(old, new)

    assert [(row.kind, row.moved_from) for row in rows] == [("same", ""), ("same", ""), ("moved", "2")]
    assert [(row.kind, row.moved_to) for row in with_departures(rows, old)] == [
        ("same", ""),
        ("departed", "3"),
        ("same", ""),
        ("moved", ""),
    ]


def test_passage_moved_and_changed_is_both():
    old = [block("a", "a long passage that stays"), block("b", "it moves soon")]
    new = [block("b", "it moves late"), block("a", "a long passage that stays")]

    assert [(row.kind, row.new_html) for row in compare(old, new)] == [
        ("moved_changed", "it moves <ins>late</ins>"),
        ("same", "a long passage that stays"),
    ]


def test_change_of_form_alone_is_a_change_without_words():
    old = DiffBlock("a", "paragraph", "", "see annex", '<a href="/one">see annex</a>')
    new = DiffBlock("a", "paragraph", "", "see annex", '<a href="/two">see annex</a>')

    (row,) = compare([old], [new])

    assert (row.kind, row.words_added, row.words_removed) == ("changed", 0, 0)


def test_passages_without_ids_are_paired_by_their_words():
    old = [block("", "The Parties shall report every quarter to the Centre."), block("", "Gone.")]
    new = [block("", "New."), block("", "The Parties shall report every month to the Centre.")]

    assert [row.kind for row in compare(old, new)] == ["added", "changed", "removed"]


def test_passages_with_little_in_common_stand_whole():
    old, new = (
        "the Parties report to the Centre of the region",
        "the donors pay for repair of the wells at once",
    )

    assert mark_words(old, new) == (
        f"<del>{old}</del>",
        f"<ins>{new}</ins>",
        f"<del>{old}</del> <ins>{new}</ins>",
        10,
        9,
    )


def test_payload_split_between_old_and_new_is_words():
    marked = mark_words(
        "see <img annex src=x onerror=alert(1)> here", "see <img src=x onerror=alert(1)> here"
    )

    assert marked.inline == "see &lt;img <del>annex </del>src=x onerror=alert(1)&gt; here"


def test_letters_are_compared_in_the_order_in_which_they_are_written():
    assert mark_words("shall pay", "shall \u202eton pay").new == "shall <ins>ton </ins>pay"


def test_word_with_its_marks_is_one_word():
    assert mark_words("نصٌّ عربيٌّ واحد", "نصٌّ عربيّةٌ واحد").new == "نصٌّ <ins>عربيّةٌ</ins> واحد"


def test_summary_counts_passages_and_words():
    old = [
        block("a", "a long passage stays"),
        block("b", "it goes"),
        block("c", "moves"),
        block("d", "one two three"),
    ]
    new = [
        block("c", "moves"),
        block("a", "a long passage stays"),
        block("d", "one two four"),
        block("n", "new one"),
    ]

    assert summary(compare(old, new)) == Summary(
        same=1, changed=1, added=1, removed=1, moved=1, words_added=3, words_removed=3, words_moved=1
    )


@bounded
@given(texts, texts)
@example("water <script>", "water <del>")
def test_no_word_of_either_side_is_lost(old, new):
    marked = mark_words(old, new)

    assert plain(marked.old) == old
    assert plain(marked.new) == new
    # In one line a blank parts an old word from the new one, so signs are counted without blanks.
    assert "".join(plain(marked.inline, "del").split()) == "".join(new.split())
    assert "".join(plain(marked.inline, "ins").split()) == "".join(old.split())


@bounded
@given(texts, texts)
def test_nothing_but_marks_of_change_is_in_the_html(old, new):
    for html in mark_words(old, new)[:3]:
        assert {(tag, tuple(attributes)) for tag, attributes in seen(html).tags} <= {
            ("ins", ()),
            ("del", ()),
            ("br", ()),
        }
        assert html.count("<ins>") == html.count("</ins>")
        assert html.count("<del>") == html.count("</del>")


@bounded
@given(texts)
def test_text_compared_with_itself_has_no_change(text):
    assert mark_words(text, text)[3:] == (0, 0)
    assert [row.kind for row in compare([block("a", text)], [block("a", text)])] == ["same"]


@bounded
@given(blocks, blocks)
def test_every_passage_has_exactly_one_row(old, new):
    rows = compare(old, new)

    assert [id(row.new) for row in rows if row.new] == [id(one) for one in new]
    assert sorted(id(row.old) for row in rows if row.old) == sorted(id(one) for one in old)


@bounded
@given(blocks, blocks)
def test_departures_add_one_row_for_each_move(old, new):
    rows = compare(old, new)

    departed = [row for row in with_departures(rows, old) if row.kind == "departed"]
    assert len(departed) == summary(rows).moved
    assert [row for row in with_departures(rows, old) if row.kind != "departed"] == rows


def test_words_that_differ_everywhere_are_compared_in_bounded_time():
    rng = random.Random(1)
    old = [block(str(n), " ".join(rng.choices("abcdefgh", k=8_000))) for n in range(40)]
    new = [block(str(n), " ".join(rng.choices("abcdefgh", k=8_000))) for n in range(40)]

    begun = time.process_time()
    rows = compare(old, new)

    assert [row.kind for row in rows] == ["changed"] * 40
    assert time.process_time() - begun < 5


def test_diff_bomb_of_alike_lines_is_defused():
    old = "\n".join(f"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa{n}b" for n in range(2_000))
    new = "\n".join(f"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa{n}c" for n in range(2_000))

    begun = time.process_time()
    compare([block("a", old)], [block("a", new)])

    assert time.process_time() - begun < 1


@pytest.mark.shared_data
def test_revisions_of_a_real_paper_are_compared_while_nobody_waits():
    texts = shared_data.revisions(shared_data.SHARED_DATA / "papers" / "nist-sp800-63b-sec5-authenticators")
    first, last = (
        [DiffBlock("", b.kind, b.label, b.text, b.html) for b in parse(t).blocks] for t in texts[::91]
    )

    begun = time.process_time()
    rows = compare(first, last)

    assert time.process_time() - begun < 1
    assert isinstance(rows[0], Row)
