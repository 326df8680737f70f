"""What may be kept as evidence, known by its content and looked at in the sandbox."""

import io
import zipfile

import pytest
from PIL import Image

from papers.implementation import exhibits
from papers.shared.errors import BadInput

OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


def office(*names, content=b"<x/>"):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, content)
    return packed.getvalue()


def picture(kind, **about):
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, kind, **about)
    return drawn.getvalue()


def refusal(name, content):
    with pytest.raises(BadInput) as refused:
        exhibits.examine(name, content)
    return str(refused.value)


@pytest.mark.parametrize(("ending", "inside"), OFFICE.items())
def test_office_file_is_known_by_what_is_inside(ending, inside):
    content = office(inside)

    assert exhibits.examine("named.pdf", content) == (content, exhibits.TYPES[ending])


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        (["word/document.xml", "word/vbaProject.bin"], "macros"),
        (["word/document.xml", "word/activeX/activeX1.xml"], "macros"),
        (["word/document.xml", "word/embeddings/oleObject1.bin"], "macros"),
        (["readme.txt"], "no PDF"),
    ],
)
def test_office_file_that_carries_programs_or_is_none_is_refused(inside, sentence):
    assert sentence in refusal("report.docx", office(*inside))


def test_office_file_that_unpacks_to_far_too_much_is_refused():
    bomb = office("word/document.xml", *(f"word/media/{n}" for n in range(20)), content=b"\0" * 9_000_000)

    assert "malicious" in refusal("report.docx", bomb)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_picture_is_kept_without_what_it_says_about_its_maker(kind):
    where = Image.Exif()
    where[0x010E] = "taken at home"
    content = picture(kind, exif=where)
    assert b"taken at home" in content

    kept = exhibits.examine("site.png", content)

    assert kept.media_type == exhibits.TYPES[kind.lower()]
    assert b"taken at home" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as image:
        assert (image.format, image.size) == (kind, (8, 8))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_picture_with_a_page_behind_it_loses_the_page(kind):
    kept = exhibits.examine("site.png", picture(kind) + b"<script>alert(1)</script>")

    assert b"<script>" not in kept.content


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.csv", b"site;found\nA;3\n", "text/csv; charset=utf-8"),
        ("a.TXT", "\ufeffNotes: été, مياه\r\n".encode(), "text/plain; charset=utf-8"),
    ],
)
def test_plain_text_is_kept_as_it_is(name, content, media_type):
    assert exhibits.examine(name, content) == (content, media_type)


@pytest.mark.parametrize(
    ("title", "media_type", "name"),
    [
        ("Register, November", "text/csv; charset=utf-8", "Register-November.csv"),
        ("list.pdf", "application/pdf", "list.pdf"),
        ("page.html", "application/pdf", "page-html.pdf"),
        ("../../etc/passwd", "text/plain; charset=utf-8", "etc-passwd.txt"),
        ("\r\nSet-Cookie: a=b", "application/pdf", "Set-Cookie-a-b.pdf"),
        ("سجل المواقع", "application/pdf", "سجل-المواقع.pdf"),
        ("…", "application/pdf", "evidence.pdf"),
    ],
)
def test_file_is_handed_out_under_a_harmless_name(title, media_type, name):
    assert exhibits.file_name(title, media_type) == name
