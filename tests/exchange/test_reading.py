"""Foreign files: read in the sandbox, refused with a sentence."""

import io
import zipfile

import pytest

from papers.exchange import reading
from papers.shared.errors import BadInput

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
WORDS = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
INSERTED = (
    '<w:p><w:ins w:id="1" w:author="Ana" w:date="2026-01-02T03:04:05Z"><w:r><w:t>{}</w:t></w:r></w:ins></w:p>'
)


def word_file(body, **parts):
    """A small but real Word file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", WORDS.format(body))
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def test_read_word_plain_becomes_markdown():
    incoming = reading.read_word(word_file(PARAGRAPH.format("First.") + PARAGRAPH.format("Second.")))

    assert incoming.text == "First.\n\nSecond.\n"


def test_read_word_leaves_tracked_changes_out_and_lists_them():
    data = word_file(PARAGRAPH.format("Agreed.") + INSERTED.format("Sneaked in."))

    incoming = reading.read_word(data)

    assert incoming.text.strip() == "Agreed."
    assert [(change["kind"], change["author"], change["words"]) for change in incoming.report["changes"]] == [
        ("inserted", "Ana", "Sneaked in.")
    ]
    assert reading.kept_aside(incoming.report) == ["1 tracked changes were left out and are listed."]


def test_read_word_applies_tracked_changes_only_when_asked():
    data = word_file(PARAGRAPH.format("Agreed.") + INSERTED.format("Wanted."))

    assert reading.read_word(data, apply_changes=True).text == "Agreed.\n\nWanted.\n"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"no archive at all", "This is no Word file"),
        (word_file(PARAGRAPH.format("x"))[:-40], "damaged or cut short"),
        (word_file(PARAGRAPH.format("x"), word__vbaProject="x"), "macros"),
        (word_file("<!-- -->", word__styles_xml='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "definitions"),
        (word_file(PARAGRAPH.format("a" * 60_000_000)), "unpacks to far more"),
    ],
    ids=["empty", "no zip", "truncated", "macros", "dtd", "bomb"],
)  # fmt: skip
def test_read_file_broken_word_is_refused_with_a_sentence(data, sentence):
    with pytest.raises(BadInput) as refused:
        reading.read_file("paper.docx", data)

    assert sentence in refused.value.sentence
    assert refused.value.sentence.endswith("Nothing was imported.")


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("paper.md", "caf\xe9".encode("latin-1"), "not UTF-8 text (byte 4)"),
        ("paper.md", b"PK\x03\x04rest", "an archive or a Word file"),
        ("paper.md", b"a\x00b", "NUL"),
        ("paper.pdf", b"%PDF", "Only Markdown"),
    ],
)
def test_read_file_other_than_text_is_refused_with_a_sentence(name, data, sentence):
    with pytest.raises(BadInput) as refused:
        reading.read_file(name, data)

    assert sentence in refused.value.sentence


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Interim *repair* of the network #\n\nWords.", "Interim repair of the network"),
        ("\ufeff\n\n## Second level\n", "Second level"),
        ("Words first.\n\n# Heading later\n", ""),
        ("#hashtag # not\n", ""),
        ("# About C#\n", "About C#"),
        ("#" * 50_000 + " " * 50_000 + "x", ""),
        ("# " + "long " * 100, ("long " * 100)[:200]),
    ],
)
def test_title_of_is_the_heading_a_text_begins_with(text, title):
    assert reading.title_of(text) == title


def test_read_file_takes_the_title_from_markdown():
    assert reading.read_file("note.md", b"# The title\n\nWords.").title == "The title"
