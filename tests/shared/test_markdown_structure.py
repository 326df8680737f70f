"""Whatever is written, the page is whole: valid HTML, nothing invisible, every bracket where it says."""

import re
from itertools import pairwise

from hypothesis import example, given, settings

from papers.shared.markdown import from_json, parse, to_json
from papers.shared.markdown.document import KINDS
from tests.page import as_a_browser_reads, joined, seen, words
from tests.texts import nasty

bounded = settings(max_examples=60, deadline=None)
STRUCTURE = re.compile(
    r"(?:[>\s\x00]|[-+*]|\d{1,9}[.)]|\[\^\S+?\]:|\[[ xX]\]|:{3,}[ \t]*(?:recommendation)?)*"
)


@bounded
@given(nasty)
@example("- a\n  - b\n\n  c\n- d\n")
@example("> - a\n>\n>   | x |\n>   |---|\n>   | y | z |\n")
@example("[^1]\n\n[^1]: - a\n\n        code\n[^2]: unused\n")
def test_page_of_any_text_is_valid_html(text):
    html = joined(parse(text, brackets=True).blocks)

    assert as_a_browser_reads(html) == html


@bounded
@given(nasty)
def test_every_line_of_any_text_is_in_a_block(text):
    lines = re.split(r"\r\n?|\n", text)

    document = parse(text)

    covered = {line for block in document.blocks for line in range(*block.lines)}
    assert [
        line for place, line in enumerate(lines) if place not in covered and not STRUCTURE.fullmatch(line)
    ] == []


@bounded
@given(nasty)
def test_blocks_of_any_text_name_their_own_source(text):
    document = parse(text)

    assert [block.source for block in document.blocks] == [
        text[block.start : block.end] for block in document.blocks
    ]
    spans = sorted((block.start, block.end) for block in document.blocks)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert {block.kind for block in document.blocks} <= KINDS


@bounded
@given(nasty)
def test_words_of_any_text_are_on_the_page(text):
    for block in parse(text, brackets=False).blocks:
        shown = "".join(words(re.sub("<sup>.*?</sup>", "", block.html)).split())
        for word in block.text.replace("|", " ").split():
            assert word.replace("\x00", "\ufffd") in shown


@bounded
@given(nasty)
def test_ids_of_any_text_are_unique_and_ours(text):
    ids = [
        attrs["id"]
        for _, attrs in seen("".join(block.before + block.html for block in parse(text))).tags
        if "id" in attrs
    ]

    assert len(ids) == len(set(ids))
    assert [one for one in ids if not re.fullmatch(r"fn-\d+|fnref-\d+-\d+", one)] == []


@bounded
@given(nasty)
def test_links_between_footnotes_of_any_text_lead_somewhere(text):
    tags = seen(joined(parse(text).blocks)).tags

    ids = {attrs.get("id") for _, attrs in tags}
    targets = {attrs["href"] for tag, attrs in tags if attrs.get("role") in ("doc-noteref", "doc-backlink")}
    assert {target for target in targets if target.removeprefix("#") not in ids} == set()


@bounded
@given(nasty)
@example("[^1]: [")
@example("- [ ]\n  [x]")
def test_brackets_of_any_text_stand_where_they_say(text):
    for block in parse(text).blocks:
        for bracket in block.brackets:
            assert text[bracket.at] == bracket.sign
            assert block.start <= bracket.at < block.end


@bounded
@given(nasty)
def test_marking_brackets_changes_no_word(text):
    plain, marked = parse(text), parse(text, brackets=True)

    assert [block.text for block in plain.blocks] == [block.text for block in marked.blocks]
    assert [block.brackets for block in plain.blocks] == [block.brackets for block in marked.blocks]


@bounded
@given(nasty)
def test_line_ends_of_any_text_make_no_difference_to_the_page(text):
    unix = re.sub(r"\r\n?", "\n", text)

    assert joined(parse(unix.replace("\n", "\r\n")).blocks) == joined(parse(unix).blocks)


@bounded
@given(nasty)
def test_blocks_of_any_text_survive_being_stored(text):
    for block in parse(text).blocks:
        stored = from_json(to_json(block), text)

        assert to_json(stored) == to_json(block)
        assert stored.source == block.source


@bounded
@given(nasty)
def test_recommendations_of_any_text_hold_their_blocks(text):
    document = parse(text)

    held = {place: number for number, places in enumerate(document.recommendations) for place in places}
    assert [block.recommendation for block in document.blocks] == [
        held.get(p) for p in range(len(document.blocks))
    ]
