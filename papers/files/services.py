"""Keeping bytes: under their hash, once, outside any public folder."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from papers.files.models import Blob


def name_of(content: bytes) -> str:
    """The name under which these bytes are kept."""
    return hashlib.sha256(content).hexdigest()


def store(content: bytes, media_type: str) -> Blob:
    """Keep these bytes and return their row; the same bytes twice are kept once."""
    blob, created = Blob.objects.get_or_create(
        sha256=name_of(content), defaults={"size": len(content), "media_type": media_type}
    )
    if created or not default_storage.exists(blob.path):
        default_storage.save(blob.path, ContentFile(content))
    return blob


def read(blob: Blob) -> bytes:
    """The bytes of a blob."""
    with default_storage.open(blob.path) as stored:
        content: bytes = stored.read()
    return content
