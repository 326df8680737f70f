"""Pictures for tests, drawn on the spot."""

import io

from PIL import Image


def drawn(kind, size=(8, 6), colour="red", mode="RGB", **about):
    made = io.BytesIO()
    Image.new(mode, size, colour).save(made, kind, **about)
    return made.getvalue()
