"""Runs in the sandbox: decodes a picture and writes its pixels again, and nothing else that came with them.

Usage: picture.py FILE [WIDTH HEIGHT]. Leaves `picture`, no larger than that, and prints what it is (png, jpeg).
Refuses (exit 3, a code on standard output) what is no picture, is damaged, moves, or has more pixels than anybody
needs; these are counted before anything is decoded.
"""

import io
import sys
import warnings
from pathlib import Path
from typing import NoReturn

from PIL import Image, ImageOps, UnidentifiedImageError

READ = ["PNG", "JPEG", "GIF", "WEBP"]
STILL = {
    "JPEG",
    "MPO",
}  # a telephone's photograph may carry its preview as a second picture; the first one counts
MOST_PIXELS = 40_000_000


def refuse(code: str) -> NoReturn:
    sys.stdout.write(code)
    sys.exit(3)


def opened(data: bytes) -> Image.Image:
    """The picture with its head read and its pixels not yet."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        return Image.open(io.BytesIO(data), formats=READ)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        refuse("pixels")
    except UnidentifiedImageError:
        refuse("type")
    except Exception:  # noqa: BLE001 - whatever breaks while a picture's head is read, the picture is damaged
        refuse("damaged")


def decoded(image: Image.Image) -> Image.Image:
    """Its pixels, upright, in the colours of a screen."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I;16"):
        upright = upright.point(lambda level: level / 256).convert("L")
    return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def bare(pixels: Image.Image) -> Image.Image:
    """A new picture that holds the pixels alone: no text, no place, no maker."""
    made = Image.new(pixels.mode, pixels.size)
    made.paste(pixels)
    return made


def written(pixels: Image.Image, *, was: str) -> str:
    """Photographs stay photographs; drawings and whatever can be seen through lose no pixel."""
    if pixels.mode == "RGB" and was not in {"PNG", "GIF"}:
        pixels.save("picture", "JPEG", quality=90)
        return "jpeg"
    pixels.save("picture", "PNG", optimize=True)
    return "png"


def rewritten(data: bytes, largest: list[int]) -> str:
    image = opened(data)
    kind = image.format or ""
    if kind not in STILL and getattr(image, "n_frames", 1) > 1:
        refuse("moves")
    try:
        pixels = bare(decoded(image))
        pixels.thumbnail((largest[0], largest[1])) if largest else None
    except Exception:  # noqa: BLE001 - whatever breaks while a picture is decoded, the picture is damaged
        refuse("damaged")
    return written(pixels, was=kind)


if __name__ == "__main__":
    sys.stdout.write(rewritten(Path(sys.argv[1]).read_bytes(), [int(size) for size in sys.argv[2:]]))
