"""The writing surface in a real browser: the text as it will be read, tables as tables, foreign words made clean."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from papers.shared.templatetags.chancery import built
from tests.drawn import drawn
from tests.factories import started

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not built("editor.js"), reason="the front end is not built"),
]
TEXT = """# Title

A **bold** word, a [link](https://example.org/there) and a call[^1].

- [ ] A task

| Group | Days |
| :-- | --: |
| A | 9 |
| B | 31 |

::: recommendation
That it be [agreed – XA, XB].
:::

[^1]: The note.
"""


@pytest.fixture
def site(server):
    return server.url


@pytest.fixture
def write(open_as, drafter, body):
    """`write(text)`: the editor open on that text, the caret at its beginning, and saved before the test ends."""

    pages = []

    def open_text(text=TEXT, **options):
        paper = started(drafter, body, text=text)
        page = open_as(drafter, reverse("drafting:working-edit", args=[paper.pk]), **options)
        page.locator(".cm-content").focus()
        page.keyboard.press("Control+Home")
        pages.append(page)
        return page

    yield open_text
    for page in pages:  # the database is emptied next; nobody may be writing to it then
        expect(page.locator("[data-editor-status]")).to_contain_text("All changes saved")


def text_of(page):
    """The Markdown itself: all signs shown, as the editor holds it."""
    return page.evaluate("document.querySelector('.cm-content').cmTile.view.state.doc.toString()")


def change(page, before, after):
    """Somebody else's change of the text, as it arrives from the centre."""
    page.evaluate(
        """([before, after]) => {
            const { view } = document.querySelector(".cm-content").cmTile;
            const from = view.state.doc.toString().indexOf(before);
            view.dispatch({ changes: { from, to: from + before.length, insert: after } });
        }""",
        [before, after],
    )


def violations(page):
    """What axe finds in the editor and its bar, in a line each."""
    found = Axe().run(page, context={"include": [["[data-editor-page]"]]}).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]


def content(page):
    return page.locator(".cm-content")


def line(page, words):
    return page.locator(".cm-line", has_text=words)


def paste(page, **kinds):
    """A paste of those kinds of data, as a browser hands it over."""
    page.evaluate(
        """kinds => {
            const data = new DataTransfer();
            for (const [kind, words] of Object.entries(kinds)) data.setData(kind.replace("_", "/"), words);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        kinds,
    )


def test_signs_are_hidden_and_come_back_where_the_caret_is(write):
    page = write()

    expect(line(page, "A bold word")).to_have_text("A bold word, a link and a call1.")
    line(page, "A bold word").locator(".tok-strong").click()

    expect(line(page, "word, a")).to_have_text("A **bold** word, a link and a call1.")


def test_all_signs_can_be_shown_and_that_is_remembered(write):
    page = write()

    page.get_by_role("button", name="Show all signs").click()
    expect(line(page, "bold")).to_contain_text("**bold**")
    page.reload()

    expect(line(page, "bold")).to_contain_text("**bold**")
    expect(page.get_by_role("button", name="Show all signs")).to_have_attribute("aria-pressed", "true")


def test_a_recommendation_is_framed_and_brackets_name_their_delegations(write):
    page = write()

    expect(page.locator(".cm-rec-first")).to_have_text("Recommendation")
    expect(page.locator(".cm-bracket .cm-by")).to_have_text("XA, XB")


def test_a_task_is_ticked_by_mouse_and_by_keyboard(write):
    page = write("- [ ] A task\n")

    page.get_by_role("checkbox", name="A task").click()
    assert text_of(page) == "- [x] A task\n"
    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+Enter")

    assert text_of(page) == "- [ ] A task\n"


def test_a_table_is_entered_written_and_left_by_keyboard(write):
    page = write("Before\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\nAfter\n")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.type(" x|y")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("new")
    page.keyboard.press("Escape")
    page.keyboard.type("!")

    assert text_of(page) == "Before\n\n| a | b |\n| --- | --- |\n| 1 x\\|y | 2 |\n|  | new |\n!\nAfter\n"


def test_rows_and_columns_of_a_table_are_moved_and_added(write):
    page = write("| a | b |\n| --- | --: |\n| 1 | 2 |\n| 3 | 4 |\n")

    page.locator(".cm-grid td", has_text="3").click()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowRight")
    page.keyboard.press("Alt+F10")
    page.get_by_role("toolbar", name="Table").get_by_role("button", name="Add column").click()

    assert text_of(page) == "| b | a |  |\n| --: | --- | --- |\n| 4 | 3 |  |\n| 2 | 1 |  |\n"


def test_undo_reaches_into_a_cell(write):
    page = write("| a | b |\n| --- | --- |\n| 1 | 2 |\n")

    page.locator(".cm-grid td", has_text="1").click()
    page.keyboard.type("23")
    page.keyboard.press("Control+z")

    expect(page.locator(".cm-cell")).to_have_value("1")
    assert text_of(page) == "| a | b |\n| --- | --- |\n| 1 | 2 |\n"


def test_enter_goes_on_with_paragraphs_lists_and_letters(write):
    page = write("")

    page.keyboard.type("One.")
    page.keyboard.press("Enter")
    page.keyboard.type("- a")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("b")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("(h) eight;")
    page.keyboard.press("Enter")
    page.keyboard.type("nine")

    assert text_of(page) == "One.\n\n- a\n  - b\n\n(h) eight;\n\n(i) nine"


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p.MsoNormal{color:red}</style></head><body>
<!--StartFragment--><h2>Purpose<o:p></o:p></h2>
<p class=MsoNormal>Plain <b>bold</b> and <i>italic</i><span style='mso-comment-continuation:1'></span>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>First<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span>Second<o:p></o:p></p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal><b>Group</b></p></td><td><p class=MsoNormal>Days</p></td></tr>
<tr><td><p class=MsoNormal>A</p></td><td><p class=MsoNormal>9</p></td></tr></table>
<script>document.title = "pwned"</script><img src="x" onerror="document.title='pwned'">
<!--EndFragment--></body></html>"""


def test_what_comes_from_word_is_clean(write):
    page = write("")
    title = page.title()

    paste(page, text_html=WORD, text_plain="Purpose …")

    assert text_of(page) == (
        "## Purpose\n\nPlain **bold** and *italic*.\n\n- First\n- Second\n\n"
        "| Group | Days |\n| --- | --: |\n| A | 9 |"
    )
    assert page.title() == title


def test_words_can_be_pasted_without_their_form(write):
    page = write("")

    content(page).dispatch_event("keydown", {"key": "V", "ctrlKey": True, "shiftKey": True})
    paste(page, text_html="<b>bold</b>", text_plain="bold")

    assert text_of(page) == "bold"


def test_find_and_replace_counts(write):
    page = write("one two one two one\n")

    page.keyboard.press("Control+f")
    page.keyboard.type("one")
    expect(page.locator(".cm-found")).to_have_text("1 / 3")
    page.get_by_placeholder("Replace").press_sequentially("six")
    page.get_by_role("button", name="replace all").click()

    expect(page.locator(".cm-found")).to_have_text("replaced 3 matches.")
    assert text_of(page) == "six two six two six\n"


def test_every_line_finds_its_own_direction(write):
    page = write("English [words].\n\nنص **عربي** [مفتوح – XA].\n\n- بند\n")

    arabic = line(page, "عربي")
    assert arabic.evaluate("line => getComputedStyle(line).direction") == "rtl"
    assert line(page, "English").evaluate("line => getComputedStyle(line).direction") == "ltr"
    assert line(page, "بند").evaluate("line => getComputedStyle(line).direction") == "rtl"


def test_the_caret_moves_as_arabic_reads(write):
    page = write("نص عربي\n")

    page.keyboard.press("ArrowLeft")
    page.keyboard.type("و")
    page.keyboard.press("End")
    page.keyboard.type("[ا]")

    assert text_of(page) == "نوص عربي[ا]\n"


def test_keys_are_listed_and_the_keyboard_can_leave(write):
    page = write()

    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog", name="Writing a paper")).to_contain_text(
        "to leave the text with the keyboard"
    )
    page.locator("dialog").get_by_role("button", name="Back to the text").click()
    content(page).focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('.cm-editor') === null")


def test_two_write_in_one_table(write):
    page = write("| a | b |\n| --- | --- |\n| 1 | 2 |\n")
    page.locator(".cm-grid td", has_text="1").click()
    page.keyboard.type("0")

    change(page, "| 1", "| new | row |\n| 1")
    change(page, "| 2 |", "| 2, changed elsewhere |")
    page.keyboard.type("0")

    expect(page.locator(".cm-cell")).to_have_value("100")
    expect(page.locator(".cm-cell")).to_be_focused()
    assert text_of(page) == "| a | b |\n| --- | --- |\n| new | row |\n| 100 | 2, changed elsewhere |\n"


def test_words_of_another_in_the_same_cell_keep_the_caret_where_it_was(write):
    page = write("| a | b |\n| --- | --- |\n| one two | 2 |\n")
    page.locator(".cm-grid td", has_text="one").click()
    page.keyboard.press("Home")

    change(page, "two", "two three")
    page.keyboard.type("x")

    assert text_of(page) == "| a | b |\n| --- | --- |\n| xone two three | 2 |\n"


def test_a_picture_is_described_sent_and_shown(write):
    page = write("Before\n")

    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Picture").click()
    chosen.value.set_files({"name": "map.png", "mimeType": "image/png", "buffer": drawn("PNG")})
    page.get_by_label("What the picture shows").fill("A [map]")
    page.get_by_role("button", name="Send it").click()

    expect(page.get_by_role("img", name="A [map]")).to_be_visible()
    assert text_of(page).startswith("![A \\[map\\]](/papers/")


def test_a_picture_that_is_refused_says_why_and_takes_nothing(write):
    page = write("Before\n")

    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Picture").click()
    chosen.value.set_files({"name": "map.png", "mimeType": "image/png", "buffer": b"no picture"})
    page.get_by_label("What the picture shows").fill("A map")
    page.get_by_role("button", name="Send it").click()

    expect(page.locator(".cm-upload[data-failed]")).to_be_visible()
    assert text_of(page) == "Before\n"


def test_who_works_on_a_section_is_said_at_its_heading(write):
    page = write("## Scope\n\nWords.\n\n## Scope\n\nMore.\n")

    page.evaluate(
        """() => {
            const holds = document.querySelector("#holds");
            const fresh = holds.cloneNode();
            fresh.innerHTML = '<ul><li data-hold="XB" data-heading="Scope" data-place="1"><p>XB</p>'
                + '<p>Ilan, until 14:30</p></li></ul>';
            holds.replaceWith(fresh);
        }"""
    )

    expect(page.locator(".cm-h2").nth(1)).to_contain_text("XB: Ilan, until 14:30")
    assert text_of(page) == "## Scope\n\nWords.\n\n## Scope\n\nMore.\n"


def test_nothing_keeps_a_screen_reader_out(write):
    page = write()

    page.locator(".cm-grid td").first.click()

    assert violations(page) == []


def test_a_footnote_is_reached_and_left_again(write):
    page = write()

    page.get_by_role("button", name="Footnote 1").click()
    page.keyboard.press("End")
    page.keyboard.type(" More.")
    assert "[^1]: The note. More.\n" in text_of(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.type("!")

    assert "call[^1]!." in text_of(page)


def test_a_key_in_a_paper_of_a_hundred_pages_costs_less_than_a_frame(write):
    page = write(
        TEXT + "\n".join(f"## Part {n}\n\n{'Words of a **long** paper. ' * 80}\n" for n in range(210))
    )
    session = page.context.new_cdp_session(page)
    session.send(
        "Performance.enable", {"timeDomain": "threadTicks"}
    )  # what the page computes, whatever else runs

    def script():
        found = session.send("Performance.getMetrics")["metrics"]
        return next(each["value"] for each in found if each["name"] == "ScriptDuration")

    before = script()
    page.keyboard.type("twenty keys in a row", delay=20)

    assert (script() - before) / 20 < 0.016
