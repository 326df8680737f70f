"""The pictures of a paper, for the page on which one is added."""

from __future__ import annotations

from dataclasses import dataclass

from papers.drafting import pictures
from papers.drafting.models import Paper, Picture
from papers.shared.acting import Actor

MOST = 60


@dataclass(frozen=True)
class Line:
    """One picture: its name in the page, where it is fetched, and what to write to show it."""

    sha256: str
    title: str
    url: str
    markdown: str


def newest(acting: Actor, paper: Paper) -> list[Line]:
    """The pictures last added to this paper that the reader may see."""
    found = Picture.objects.visible_to(acting).filter(paper=paper).order_by("-shown_since")[:MOST]
    return [
        Line(one.blob_id, one.title, pictures.address(paper.pk, one.blob_id), pictures.markdown_of(one))
        for one in found
    ]
