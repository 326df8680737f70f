"""Pictures from outside: what is refused and why, and that nothing but pixels is kept."""

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from papers.files import pictures
from papers.shared.errors import BadInput
from tests.drawn import drawn

KEPT = "Nothing was kept."
GPS = 0x8825
SECRET = b"taken at home"
COLOURS = {"P": 0, "RGBA": (255, 0, 0, 90)}


def moving(kind):
    made = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(made, kind, save_all=True, append_images=frames[1:])
    return made.getvalue()


def claiming(width, height):
    """A few bytes of PNG that claim to be a picture of this size."""

    def chunk(name, content):
        head = struct.pack(">I", len(content)) + name + content
        return head + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def opened(picture):
    return Image.open(io.BytesIO(picture.content))


def refusal(content):
    with pytest.raises(BadInput) as refused:
        pictures.rewritten(content, nothing_kept=KEPT)
    return str(refused.value)


@pytest.mark.parametrize(
    ("kind", "mode", "becomes"),
    [
        ("PNG", "RGB", "PNG"),
        ("PNG", "RGBA", "PNG"),
        ("PNG", "P", "PNG"),
        ("JPEG", "RGB", "JPEG"),
        ("JPEG", "CMYK", "JPEG"),
        ("GIF", "P", "PNG"),
        ("WEBP", "RGB", "JPEG"),
        ("WEBP", "RGBA", "PNG"),
    ],
)
def test_picture_is_written_again_as_what_its_content_is(kind, mode, becomes):
    picture = pictures.rewritten(drawn(kind, mode=mode, colour=COLOURS.get(mode, "red")), nothing_kept=KEPT)

    assert (opened(picture).format, opened(picture).size) == (becomes, (8, 6))
    assert picture.media_type == pictures.TYPES[becomes.lower()]


def test_picture_keeps_nothing_of_its_maker_its_place_or_its_words():
    where = Image.Exif()
    where[0x010E] = SECRET.decode()
    where.get_ifd(GPS)[1] = "N"
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SECRET.decode())
    given = [
        drawn("JPEG", exif=where, comment=SECRET),
        drawn("WEBP", exif=where, xmp=SECRET),
        drawn("PNG", exif=where, pnginfo=words, icc_profile=SECRET),
        drawn("GIF", comment=SECRET),
    ]

    kept = [pictures.rewritten(content, nothing_kept=KEPT) for content in given]

    assert [SECRET in content for content in given] == [True] * 4
    assert [SECRET in one.content for one in kept] == [False] * 4
    assert [dict(opened(one).getexif()) for one in kept] == [{}] * 4


def test_photograph_taken_upright_stays_upright_without_saying_how_it_was_held():
    held = Image.Exif()
    held[0x0112] = 6

    picture = pictures.rewritten(drawn("JPEG", size=(8, 6), exif=held), nothing_kept=KEPT)

    assert opened(picture).size == (6, 8)


def test_photograph_with_a_preview_beside_it_is_the_photograph_alone():
    picture = pictures.rewritten(moving("MPO"), nothing_kept=KEPT)

    assert opened(picture).format == "JPEG"
    assert getattr(opened(picture), "n_frames", 1) == 1


def test_grey_picture_of_sixteen_bits_keeps_its_greys():
    picture = pictures.rewritten(drawn("PNG", mode="I;16", colour=0x8000), nothing_kept=KEPT)

    assert opened(picture).convert("L").getpixel((0, 0)) == 0x80


def test_picture_is_made_no_larger_than_a_page_shows():
    picture = pictures.rewritten(drawn("PNG", size=(900, 30)), nothing_kept=KEPT, largest=(300, 300))

    assert opened(picture).size == (300, 10)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
@pytest.mark.parametrize("behind", [b"<script>alert(1)</script>", b"PK\x03\x04 an archive", b"%PDF-1.4"])
def test_picture_with_something_behind_it_loses_it(kind, behind):
    picture = pictures.rewritten(drawn(kind) + behind, nothing_kept=KEPT)

    assert behind not in picture.content


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "Drawings in SVG"),
        (b"<?xml version='1.0'?>\n<!DOCTYPE svg>\n<SVG/>", "Drawings in SVG"),
        (b"GIF89a=1;/*" + b" " * 40 + b"*/alert(1)", "no picture|damaged"),
        (b"<html><body>", "no picture"),
        (b"BM" + b"\0" * 60, "no picture"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "no picture"),
        (b"\x89PNG\r\n\x1a\n<svg onload=alert(1)>", "no picture|damaged"),
        (drawn("PNG", size=(200, 200))[:150], "damaged"),
        (drawn("JPEG", size=(200, 200))[:400], "damaged"),
        (claiming(50_000, 50_000), "40 million pixels"),
        (claiming(9_000, 9_000), "40 million pixels"),
        (claiming(7_000, 7_000), "40 million pixels"),
        (claiming(2**31 - 1, 2**31 - 1), "40 million pixels|damaged"),
        (moving("GIF"), "The picture moves"),
        (moving("PNG"), "The picture moves"),
        (moving("WEBP"), "The picture moves"),
    ],
)
def test_hostile_or_broken_picture_is_refused_with_its_reason(content, sentence):
    said = refusal(content)

    assert any(words in said for words in sentence.split("|"))
    assert said.endswith(KEPT)


def test_picture_beyond_the_limit_of_a_file_is_not_even_opened(settings):
    settings.UPLOAD_LIMIT = 2**20

    assert refusal(drawn("PNG") + b"\0" * 2**20) == f"The file is larger than 1 MiB. {KEPT}"


def test_picture_that_unpacks_to_much_is_refused_without_filling_the_memory():
    """A PNG of one colour: small on the line, 36 million pixels in memory, and still a picture."""
    picture = pictures.rewritten(
        drawn("PNG", size=(6_000, 6_000), mode="RGBA"), nothing_kept=KEPT, largest=(2400, 7200)
    )

    assert opened(picture).size == (2400, 2400)
