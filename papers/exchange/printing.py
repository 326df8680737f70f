"""Issued revisions as files to be read on paper: what their page shows this reader, and nothing more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from papers.drafting.models import Paper, Picture
from papers.drafting.pictures import address
from papers.drafting.queries.revisions import RevisionRow
from papers.drafting.rendering import of_block_map
from papers.exchange.commenting import review_of
from papers.exchange.marking import titled
from papers.exchange.render import Image, Printed
from papers.files import services as files
from papers.review.matrix import Filter
from papers.review.models import Round
from papers.review.queries.matrix import Matrix
from papers.shared.acting import Acting


def of_revision(acting: Acting, paper: Paper, row: RevisionRow) -> Printed:
    """The revision as its page shows it to this reader, with what it is and who took it away."""
    return _printed(acting, paper, row, paper.title, _without_title(row.revision.block_map, paper.title))


def of_review(acting: Acting, round: Round, row: RevisionRow) -> Printed:
    """The revision under review with the comments and amendments that the pages of the round show this reader."""
    paper = round.paper
    review = review_of(acting, round, _without_title(row.revision.block_map, paper.title))
    printed = _printed(acting, paper, row, titled(paper.title, review.on_title), review.written())
    return replace(printed, marked=True)


def _printed(
    acting: Acting, paper: Paper, row: RevisionRow, title: str, block_map: list[dict[str, Any]]
) -> Printed:
    revision = row.revision
    facts = {"paper": paper, "row": row, "at": timezone.localtime(), "delegation": acting.delegation}
    head = render_to_string("exchange/revision_printed.html", {**facts, "title": title})
    return Printed(
        title=f"{revision.symbol}: {paper.title}",
        language=revision.language,
        marking=_marking(paper),
        foot=revision.symbol,
        body=head + of_block_map(block_map),
        images=_images(acting, paper),
    )


def _without_title(block_map: list[dict[str, Any]], title: str) -> list[dict[str, Any]]:
    """The blocks after a first heading that repeats the title, which stands above them already."""
    first = block_map[0] if block_map else None
    repeats = first and first["kind"] == "heading" and plain(first["text"]) == plain(title)
    return block_map[1:] if repeats else block_map


def plain(words: str) -> str:
    """Words alone, to compare them."""
    return " ".join(words.split()).casefold()


def of_matrix(acting: Acting, matrix: Matrix, wanted: Filter) -> Printed:
    """The comment matrix in its usual columns, on broad pages: what its page shows this reader under a filter."""
    round = matrix.round
    symbol = round.paper.symbol_of(round.revision.number)
    facts = {
        "paper": round.paper, "round": round, "symbol": symbol, "rows": matrix.kept(wanted),
        "shown": "; ".join(wanted.in_words(matrix.passages)) or _("all comments"), "at": timezone.localtime(),
        "delegation": acting.delegation,
    }  # fmt: skip
    return Printed(
        title=f"{_('Comment matrix')}: {symbol}",
        language=get_language() or "en",
        marking=_marking(round.paper),
        foot=symbol,
        body=render_to_string("exchange/matrix_printed.html", facts),
        wide=True,
    )


def file_name(row: RevisionRow) -> str:
    """The symbol, with what no file system takes replaced."""
    return row.revision.symbol.replace("/", "-")


def _marking(paper: Paper) -> str:
    marking = str(paper.get_marking_display())
    return f"{marking} · {_('Fictional demonstration content.')}" if settings.DEMO else marking


def _images(acting: Acting, paper: Paper) -> dict[str, Image]:
    """The pictures of the paper that the reader may fetch, by their address in the text."""
    seen = Picture.objects.visible_to(acting).filter(paper=paper).select_related("blob")
    return {address(paper.pk, one.blob_id): Image(files.read(one.blob), one.blob.media_type) for one in seen}
