"""Names by language code, as the secretariat set them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language


def in_reader_language(names: Mapping[str, str], otherwise: str) -> str:
    """The name in the active language, else in English; a thing without names is called by its code."""
    language = (get_language() or "en").split("-")[0]
    return names.get(language) or names.get("en") or otherwise
