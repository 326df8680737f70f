"""Keeping bytes: under their hash, once, outside any public folder."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction

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


@transaction.atomic
def discard(blob: Blob) -> None:
    """Let these bytes go, unless something still rests on them."""
    path, name = blob.path, blob.pk
    try:
        with transaction.atomic():
            blob.delete()
    except models.ProtectedError:
        return
    transaction.on_commit(lambda: _delete(name, path))


def _delete(name: str, path: str) -> None:
    """The file itself, unless the same bytes were stored anew meanwhile."""
    if not Blob.objects.filter(pk=name).exists():
        default_storage.delete(path)


def read(blob: Blob) -> bytes:
    """The bytes of a blob."""
    with default_storage.open(blob.path) as stored:
        content: bytes = stored.read()
    return content
