"""Pictures in a text: the address under which one is fetched, and which texts show which."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.db.models import Value
from django.db.models.functions import StrIndex
from django.urls import reverse
from django.utils import timezone

from papers.drafting.models import Paper, Picture, Revision

ADDRESS = re.compile(r'(?:src|href)="/papers/([0-9a-f-]{36})/pictures/([0-9a-f]{64})/"')
SPECIAL = re.compile(r"([\\\[\]`*_<>!])")


def address(paper_id: Any, sha256: str) -> str:
    """Where a picture of this paper is fetched; it stands in the Markdown."""
    return reverse("drafting:picture-detail", args=[paper_id, sha256])


def markdown_of(picture: Picture) -> str:
    """What is written into the text to show the picture, with the words for those who do not see it."""
    words = SPECIAL.sub(r"\\\1", " ".join(picture.title.split()))
    return f"![{words}]({address(picture.paper_id, picture.blob_id)})"


def title_of(name: str) -> str:
    """A title out of a file's name, for want of a better one."""
    return " ".join(re.findall(r"\w+", PurePath(name).stem.replace("_", " ")))[:200] or "picture"


def shown_in(paper_id: Any, html: Iterable[str]) -> set[str]:
    """The pictures of this paper that the blocks of a text show or lead to."""
    found = (match.groups() for piece in html for match in ADDRESS.finditer(piece))
    return {sha256 for paper, sha256 in found if paper == str(paper_id)}


def note_shown(revision: Revision) -> None:
    """Whoever may read an issued text may fetch the pictures that it shows."""
    shown = shown_in(revision.paper_id, (entry["html"] for entry in revision.block_map))
    if shown:
        revision.pictures.add(*Picture.objects.filter(paper=revision.paper_id, blob__in=shown))


def take_over(paper: Paper, text: str) -> None:
    """The pictures of a text that begins a new generation belong to what its readers may see."""
    pictures = Picture.objects.annotate(at=StrIndex(Value(text), "blob_id")).filter(paper=paper, at__gt=0)
    pictures.update(shown_since=timezone.now())
