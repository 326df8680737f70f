"""The dialect, one rule at a time."""

import pytest

from papers.shared.markdown import MAX_LENGTH, Footnote, Heading, TextTooLarge, outer, parse
from papers.shared.markdown.reader import MAX_LINES, MAX_SIGNS
from tests.page import joined, words


def shape(text, *names):
    """The named facts of each block of a text."""
    return [tuple(getattr(block, name) for name in names) for block in parse(text).blocks]


def html(text, **options):
    """The HTML of a text of one block."""
    (block,) = parse(text, **options).blocks
    return block.html


def test_headings_begin_at_the_second_level_of_the_page():
    assert shape("# One\n\n###### Six\n", "kind", "level", "tag") == [
        ("heading", 1, "h2"),
        ("heading", 6, "h6"),
    ]


def test_outline_lists_headings_with_their_numbers():
    document = parse("# II. What is *known*\n\nText.\n\n## 2.1 Supply\n\n> # Quoted\n")

    assert document.title == "II. What is known"
    assert document.headings == (
        Heading(0, 1, "II", "II. What is known"),
        Heading(2, 2, "2.1", "2.1 Supply"),
    )


def test_numbered_paragraphs_carry_the_number_the_reader_sees():
    text = "4. Four\n7. Five\n\n## Between\n\n6. Six\n"

    assert shape(text, "kind", "label", "before", "text", "after") == [
        ("item", "4", '<ol start="4" dir="ltr"><li>', "Four", "</li>"),
        ("item", "5", "<li>", "Five", "</li></ol>"),
        ("heading", "", "", "Between", ""),
        ("item", "6", '<ol start="6" dir="ltr"><li>', "Six", "</li></ol>"),
    ]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("(a) access", "(a)"),
        ("(iv) access", "(iv)"),
        ("4.2 Access", "4.2"),
        ("4.2.1. Access", "4.2.1"),
        ("B.2 bis No charge", "B.2 bis"),
        ("[4 ter. No charge]", "4 ter"),
        ("b) access", "b"),
        ("A word", ""),
        ("2026 was dry", ""),
        ("e.g. this", ""),
        ("mix. Then", ""),
    ],
)
def test_printed_number_of_a_paragraph_is_its_label(text, label):
    assert shape(text, "label", "label_in_text") == [(label, bool(label))]


def test_body_of_a_block_leaves_out_the_printed_number():
    (block,) = parse("4.2. Access is open.").blocks

    assert (block.text, block.body) == ("4.2. Access is open.", "Access is open.")


def test_item_holds_only_its_own_words():
    text = "- outer\n  - inner *one*\n\n  outer again\n"

    assert shape(text, "kind", "level", "text") == [
        ("item", 1, "outer"),
        ("item", 2, "inner one"),
        ("paragraph", 1, "outer again"),
    ]


def test_quote_is_cut_into_its_paragraphs():
    text = "> first\n>\n> second\n"

    assert shape(text, "kind", "before", "html", "after") == [
        ("quote", '<blockquote dir="ltr">', "first", ""),
        ("quote", "", "second", "</blockquote>"),
    ]


def test_table_is_one_block_with_its_alignment_in_classes():
    text = "| a | b |\n|---|--:|\n| 1 | **2** |\n"

    (block,) = parse(text).blocks
    assert (block.kind, block.tag, block.text) == ("table", "table", "a | b\n1 | 2")
    assert block.html == (
        '<thead><tr><th scope="col" dir="auto">a</th><th scope="col" class="num" dir="auto">b</th></tr></thead>'
        '<tbody><tr><td dir="auto">1</td><td class="num" dir="auto"><strong>2</strong></td></tr></tbody>'
    )


def test_table_row_longer_than_its_heading_hides_no_cell():
    assert shape("| a |\n|---|\n| b | c |\n", "text") == [("a\nb | c",)]


def test_task_boxes_are_signs_that_print_and_are_read_aloud():
    assert shape("- [x] done\n- [ ] open\n", "html", "brackets") == [("☑ done", ()), ("☐ open", ())]


def test_strikethrough_is_shown():
    assert html("~~gone~~") == "<s>gone</s>"


def test_footnotes_follow_the_text_in_the_order_they_are_called():
    document = parse("One[^b] two[^a] three[^b]\n\n[^a]: A note.\n[^b]: B note.\n\n[^c]: Never called.\n")

    assert document.footnotes == (
        Footnote(1, "b", range(1, 2), 2),
        Footnote(2, "a", range(2, 3), 1),
        Footnote(3, "c", range(3, 4), 0),
    )
    assert [(block.label, block.text) for block in document.blocks[1:]] == [
        ("1", "B note."),
        ("2", "A note."),
        ("3", "Never called."),
    ]
    assert document.blocks[1].html == (
        'B note. <a class="back" role="doc-backlink" href="#fnref-1-1">↩\ufe0e</a>'
        ' <a class="back" role="doc-backlink" href="#fnref-1-2">↩\ufe0e</a>'
    )


def test_footnote_written_twice_is_not_lost():
    assert [block.text for block in parse("x[^1]\n\n[^1]: one\n\n[^1]: two\n").blocks] == ["x", "one", "two"]


def test_recommendation_is_a_container_of_blocks():
    document = parse("Before.\n\n::: recommendation\nThat one.\n\n- and this\n:::\n\nAfter.\n")

    assert document.recommendations == (range(1, 3),)
    assert [block.recommendation for block in document.blocks] == [None, 0, 0, None]
    assert document.blocks[1].before == '<section class="recommendation">'
    assert document.blocks[2].after == "</li></ul></section>"


def test_recommendation_left_open_ends_where_the_next_begins():
    document = parse("::: recommendation\nOne.\n\n::: recommendation\nTwo.\n:::\nAfter.\n")

    assert document.recommendations == (range(1), range(1, 2))


def test_container_of_another_name_is_words():
    assert shape("::: warning\nMind.\n:::\n", "kind", "text") == [("paragraph", "::: warning Mind. :::")]


def test_front_matter_is_kept_folded_and_never_read():
    text = "---\ntitle: &a [*a, *a]\nevil: <b>\n---\n\nText.\n"

    first, second = parse(text).blocks
    assert (first.kind, first.tag, second.text) == ("frontmatter", "details", "Text.")
    assert first.html == (
        '<summary dir="auto">title: &amp;a [*a, *a]</summary>'
        '<pre dir="auto"><code>title: &amp;a [*a, *a]\nevil: &lt;b&gt;</code></pre>'
    )


def test_raw_html_is_shown_as_words():
    assert (
        html("a <b onclick=x>bold</b> <!-- note -->")
        == "a &lt;b onclick=x&gt;bold&lt;/b&gt; &lt;!-- note --&gt;"
    )


def test_link_definitions_are_there_but_closed():
    assert shape("[a]\n\n[a]: /x 'Title'\n[b]: /y\n", "kind", "text") == [
        ("paragraph", "a"),
        ("definitions", "[a]: /x 'Title'\n[b]: /y"),
    ]


def test_words_nested_too_deep_are_shown_letter_by_letter():
    blocks = parse("> " * 40 + "deep\n").blocks

    assert [(block.kind, block.text) for block in blocks] == [("code", "> " * 40 + "deep")]


def test_words_beside_a_fence_are_not_hidden():
    assert shape("```py Valoria agrees\nx\n```\n", "html", "text") == [
        ('<code data-language="py Valoria agrees">x\n</code>', "py Valoria agrees\nx\n")
    ]


def test_picture_alone_is_a_figure_with_its_title_as_caption():
    assert shape('![A map](/map.png "Sites")\n', "kind", "tag", "html") == [
        (
            "figure",
            "figure",
            '<img src="/map.png" alt="A map" title="Sites" loading="lazy"><figcaption dir="auto">Sites</figcaption>',
        )
    ]


def test_caption_of_a_picture_is_not_said_twice():
    assert html("![A map](/map.png)") == (
        '<img src="/map.png" alt="" loading="lazy"><figcaption dir="auto">A map</figcaption>'
    )


def test_direction_of_a_list_is_that_of_its_first_letter():
    assert shape("- مياه\n", "before") == [('<ul dir="rtl"><li>',)]
    assert outer("p", "مياه", id="x") == '<p id="x" dir="auto">مياه</p>'


def test_brackets_are_marked_with_their_delegations():
    assert html("at [cost [plus] – XB, XH] or \\[not\\]", brackets=True) == (
        'at <span class="br"><i>[</i>cost <span class="br"><i>[</i>plus<i>]</i></span>'
        '<span class="by"><b data-code="XB">XB</b>, <b data-code="XH">XH</b></span><i>]</i></span> or [not]'
    )


def test_brackets_that_cross_an_emphasis_stay_words():
    assert html("[a *b] c*", brackets=True) == "[a <em>b] c</em>"


def test_offsets_count_characters_of_the_text_as_given():
    text = "# 😀 One\r\n\r\nTwo\r\nlines\r\n\r\n- item\r\n"

    assert [block.source for block in parse(text).blocks] == ["# 😀 One", "Two\r\nlines", "- item"]


def test_place_of_a_bracket_is_counted_behind_the_sign_of_its_note():
    text = "x[^1]\n\n[^1]: [\n"

    assert [bracket.at for bracket in parse(text).blocks[1].brackets] == [13]


def test_word_count_leaves_out_what_is_not_read():
    assert parse("---\na: b\n---\n\nOne two.\n\n```\ncode\n```\n").word_count == 2


def test_empty_text_is_an_empty_document():
    assert parse("").blocks == ()
    assert parse(" \n\t\n").blocks == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("x" * (MAX_LENGTH + 1), "characters"),
        ("x\n" * (MAX_LINES + 1), "lines"),
        ("*" * (MAX_SIGNS + 1), "signs"),
    ],
)
def test_text_larger_than_any_paper_is_refused_with_a_reason(text, what):
    with pytest.raises(TextTooLarge) as refusal:
        parse(text)

    assert refusal.value.what == what


def test_page_is_the_blocks_joined():
    assert words(joined(parse("# A\n\n1. b\n   - c\n\n> d[^1]\n\n[^1]: e\n").blocks)) == "Abcd1e ↩\ufe0e"
