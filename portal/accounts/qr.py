"""A text as a picture for a phone's camera."""

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode


def squares(text: str) -> tuple[int, str]:
    """How wide the picture is, and its dark squares as the path of an SVG."""
    code = QRCode(border=4, error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return len(rows), "".join(dark)
