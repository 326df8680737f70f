"""Files to be read on paper: whole, marked on every page, in each direction, no more than the page shows."""

import io
import re
import zipfile
import zlib

import pytest
from django.urls import reverse

from papers.drafting.preparing import prepare
from papers.drafting.queries import revisions
from papers.drafting.rendering import of_block_map
from papers.exchange import printing, reading, render
from papers.exchange.render import Image, Printed
from papers.shared.errors import BadInput
from papers.shared.sandbox import SandboxFailure
from tests import factories
from tests.drawn import drawn

ADDRESS = "/papers/x/pictures/abc/"
TEXT = f"""# Water

Words[^1] with `#read("/etc/passwd")`, #read("about.json"), $x$, @nobody and [elsewhere](#nowhere).

::: recommendation
1. Agree on *spare parts*.
:::

| a | b |
|---|--:|
| 1 | 2 |

فقرة بالعربية مع Latin 12.

- קטע בעברית

![A pump]({ADDRESS})

![Not ours](/etc/passwd)

[^1]: What the words rest on.
"""


def printed(text=TEXT, **facts):
    body = of_block_map(prepare(text, (), brackets=False).block_map)
    facts = {"language": "en", "images": {ADDRESS: Image(drawn("PNG"), "image/png")}, **facts}
    return Printed(title="A <title>", marking="Delegations only", foot="CMCC/1", body=body, **facts)


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def unpacked(content):
    """A PDF with the objects that it keeps compressed."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return content + b"".join(_inflated(one) for one in streams)


def _inflated(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_word_file_is_read_back_with_its_words_footnote_and_picture(language):
    incoming = reading.read_word(render.render(printed(language=language), "docx"))

    assert "What the words rest on." in incoming.text
    assert "فقرة بالعربية مع Latin 12." in incoming.text
    assert 'read("/etc/passwd")' in incoming.text
    assert len(incoming.pictures) == 1
    assert incoming.title == "A <title>"


def test_word_file_carries_its_marking_and_pages_on_every_page_and_turns_what_runs_from_the_right():
    made = parts(render.render(printed(), "docx"))

    document = made["word/document.xml"].decode()
    assert b"Delegations only" in made["word/header9.xml"]
    assert b"NUMPAGES" in made["word/footer9.xml"]
    assert document.count("headerReference") == document.count("footerReference") == 1
    assert document.count("<w:bidi") >= 2


def test_word_file_in_arabic_begins_its_tables_at_the_right():
    made = parts(render.render(printed(language="ar"), "docx"))

    assert b"<w:bidiVisual/>" in made["word/document.xml"]


@pytest.mark.print_fonts
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pdf_is_tagged_and_carries_the_fonts_of_every_script(language):
    content = render.render(printed(language=language), "pdf")

    fonts = {name.decode() for name in re.findall(rb"/BaseFont ?/[A-Z]{6}\+([A-Za-z]+)", unpacked(content))}
    assert content.startswith(b"%PDF-")
    assert b"/Marked true" in content
    assert {"NotoSerif", "NotoNaskhArabic", "NotoSerifHebrew"} <= fonts


@pytest.mark.print_fonts
def test_pdf_of_a_text_full_of_the_signs_of_its_source_is_made():
    text = '#set page(width: 1pt) \\ ` $ _ * @a <b> ~ // /* */ #eval("1") #import "@preview/x:1": * ]]] [[['

    assert render.render(printed(text), "pdf").startswith(b"%PDF-")


@pytest.mark.print_fonts
def test_what_takes_too_long_is_refused_in_a_sentence(monkeypatch):
    def late(*_args, **_limits):
        raise SandboxFailure("time")

    monkeypatch.setattr(render, "sandbox_run", late)

    with pytest.raises(BadInput, match="took too long"):
        render.render(printed(), "pdf")


def test_pdf_without_fonts_is_refused_and_says_what_can_be_had(monkeypatch, tmp_path):
    monkeypatch.setattr(render, "FONTS", tmp_path)

    with pytest.raises(BadInput, match="Word files can be had"):
        render.render(printed(), "pdf")


# The addresses -------------------------------------------------------------------------------------


def address(paper, number, kind="docx"):
    return reverse(f"exchange:revision-{kind}", args=[paper.pk, number])


def test_revision_is_handed_out_as_a_file_named_by_its_symbol(tabled_paper, drafter):
    number = tabled_paper.current.number

    response = drafter.client.get(address(tabled_paper, number))

    symbol = tabled_paper.symbol_of(number).replace("/", "-")
    assert response["Content-Disposition"] == f'attachment; filename="{symbol}.docx"'
    assert tabled_paper.title in reading.read_word(response.content).text


def test_revision_is_no_file_for_who_may_not_read_it(tabled_paper, outsider):
    assert outsider.client.get(address(tabled_paper, tabled_paper.current.number)).status_code == 404


# What would stand there twice ---------------------------------------------------------------------

TWICE = """# Water

Called[^a] and called again[^a], and another[^b].

[^a]: The first note.

[^b]: The second note.
"""


def test_note_that_is_called_twice_is_printed_once():
    incoming = reading.read_word(render.render(printed(TWICE), "docx"))

    assert incoming.text.count("The first note.") == 1
    assert "Called[^1] and called again¹, and another[^2]." in incoming.text


@pytest.mark.print_fonts
def test_pdf_with_a_note_that_is_called_twice_is_made():
    assert render.render(printed(TWICE), "pdf").startswith(b"%PDF-")


@pytest.mark.parametrize(("title", "headings"), [("Water", 1), (" WATER ", 1), ("Another", 2)])
def test_title_that_the_text_repeats_stands_once(drafter, head, body, centre, title, headings):
    paper = factories.tabled(drafter, head, body, title=title.strip(), text="# Water\n\nWords.\n")
    row = revisions.revision_row(drafter.acting, paper, paper.current.number)

    made = printing.of_revision(drafter.acting, paper, row).body

    assert len(re.findall(r"<h[12]\b", made)) == headings
