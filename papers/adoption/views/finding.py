"""The thing that an address of this slice names, or 404."""

from papers.adoption.models import Break, Silence
from papers.drafting.heads import head_of
from papers.shared.http import visible_or_404


def silence_or_404(request, pk, number):
    """The procedure as its address names it."""
    return visible_or_404(Silence.objects.with_all(), request.acting, paper=pk, number=number)


def objection_or_404(request, pk, number, objection):
    """An objection whose author this reader may know."""
    rows = Break.objects.select_related("silence__paper__current", "silence__revision", "delegation", "by").defer(
        "silence__paper__current__text", "silence__paper__current__block_map",
        "silence__revision__text", "silence__revision__block_map",
    )  # fmt: skip
    return visible_or_404(rows, request.acting, pk=objection, silence__paper=pk, silence__number=number)


def page_of(request, silence, **context):
    """What every page of one procedure needs."""
    head = head_of(request.acting, silence.paper, "adoption")
    return {"silence": silence, "paper": silence.paper, "head": head, **context}
