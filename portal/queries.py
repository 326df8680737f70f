"""Page-shaped reads over several slices: a paper with what hangs on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from papers.adoption import rules as adoption
from papers.adoption.queries import faces
from papers.delegations.models import Delegation
from papers.drafting import access
from papers.drafting.heads import Head, head_of
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.drafting.projection import for_reader
from papers.drafting.queries.acts import Act, acts_for
from papers.review import passages
from papers.review import rules as review
from papers.review.consulting import may_consult
from papers.review.forms import CommentForm
from papers.review.models import Consultation, Reservation, Round
from papers.review.queries.consulting import consulted_on
from papers.review.queries.rounds import open_round_of
from papers.shared.acting import Acting
from portal import beside, reading

RTL = {"ar", "fa", "he", "ur", "yi"}
# Where a procedure runs or has sealed the text; before, the adoption page alone tells of procedures that failed.
WITH_FACE = frozenset(
    {Stage.SILENCE, Stage.ADOPTED, Stage.ISSUED, Stage.IMPLEMENTATION, Stage.REVIEW, Stage.CLOSED}
)


def papers_with_heads(acting: Acting) -> Any:
    """Papers with what the head of every page of a paper shows; without any text."""
    return access.with_held(Paper.objects.for_list(), acting)


def papers_with_texts(acting: Acting) -> Any:
    """Papers with the blocks of their current revision, and how many reservations stand on each.

    Its Markdown is not needed to read it.
    """
    papers = Paper.objects.select_related("lead", "body", "current").defer("current__text")
    papers = Reservation.objects.visible_to(acting).count_on(papers)
    papers = papers.annotate(has_asked=Exists(Consultation.objects.filter(paper=OuterRef("pk"))))
    return access.with_held(papers, acting)


def paper_page(acting: Acting, paper: Paper, *, at_once: bool = True) -> dict[str, Any]:
    """All that the first page of a paper shows; what a paper at its stage cannot have is not asked for.

    Unless all is wanted at once, what stands beside a long text is left for a request of its own (`paper_beside`).
    """
    access.remember(acting, paper)
    block_map = for_reader(paper.current, acting).block_map if paper.current else []
    named = delegations_named(acting, paper, reading.codes_in(block_map))
    face = faces.face(acting, paper) if paper.stage in WITH_FACE else None
    round = open_round_of(acting, paper) if paper.stage == Stage.CIRCULATION else None
    context = {
        "paper": paper,
        "head": _head(acting, paper, named),
        "direction": direction_of(paper.language),
        "face": face,
        "acts": acts(acting, paper),
        "delegations": named,
        "may_consult": may_consult(acting, paper),
        "consulted": consulted_on(acting, paper) if paper.has_asked else [],
        **_round(acting, paper, round),
    }
    if block_map:
        context |= _text(acting, paper, context, at_once=at_once or not reading.is_long(block_map))
    return context


def paper_beside(acting: Acting, paper: Paper) -> dict[str, Any]:
    """What stands beside the current text, for a page that shows the text already."""
    access.remember(acting, paper)
    block_map = for_reader(paper.current, acting).block_map
    round = open_round_of(acting, paper) if paper.stage == Stage.CIRCULATION else None
    found = beside.find(acting, paper, round if round and _may_comment(acting, paper, round) else None)
    return {
        "asides": reading.asides(block_map, found.margins),
        "whole": found.whole,
        "shows": _shows(found, brackets=reading.brackets_in(block_map)),
    }


def acts(acting: Acting, paper: Paper) -> list[Act]:
    """What this person may do with the paper now; each asks the rule that its service asks."""
    found = []
    if adoption.can_place(acting, paper):
        found.append(Act(_("Place it under silence…"), reverse("adoption:silence-place", args=[paper.pk])))
    if review.can_open_round(acting, paper):
        found.append(Act(_("Open a round…"), reverse("review:round-open", args=[paper.pk])))
    return found + acts_for(acting, paper)


def delegations_named(acting: Acting, paper: Paper, codes: Sequence[str]) -> dict[str, Any]:
    """By code: the delegations that a text names, and those that put their name to the paper."""
    sponsoring = paper.sponsors.current().filter(delegation=OuterRef("pk"))
    known = Delegation.objects.visible_to(acting).annotate(is_sponsor=Exists(sponsoring))
    return {one.code: one for one in known.filter(Q(code__in=codes) | Q(is_sponsor=True)).in_order()}


def direction_of(language: str) -> str:
    """The direction in which a text of this language runs."""
    return "rtl" if language.partition("-")[0] in RTL else "ltr"


def _head(acting: Acting, paper: Paper, named: Mapping[str, Any]) -> Head:
    head = head_of(acting, paper, "text")
    head.sponsors = [one for one in named.values() if one.is_sponsor and one.pk != paper.lead_id]
    if (
        paper.current
        and paper.current.base_id
        and paper.current.number > access.held(acting, paper).from_number
    ):
        before = paper.current.number - 1
        url = (
            f"{reverse('drafting:revision-compare', args=[paper.pk])}?from={before}&to={paper.current.number}"
        )
        head.links = [{"url": url, "label": _("Compare with %(label)s") % {"label": paper.label_of(before)}}]
    if paper.current:
        url = reverse("portal:text-origins", args=[paper.pk, paper.current.number])
        head.links.append({"url": url, "label": _("Since when, by whom, why")})
    return head


def _round(acting: Acting, paper: Paper, round: Round | None) -> dict[str, Any]:
    """The open round with the own invitation to it, and the form for a comment where one may be made."""
    if round is None:
        return {"round": None, "entry": None, "form": None}
    form = _comment_form(paper) if _may_comment(acting, paper, round) else None
    return {"round": round, "entry": review.entry_of(acting, round), "form": form}


def _may_comment(acting: Acting, paper: Paper, round: Round) -> bool:
    on_this_text = round.revision_id == paper.current_id
    return on_this_text and review.can_comment_freely(acting, round) and not round.is_over(acting.at)


def _comment_form(paper: Paper) -> CommentForm:
    """The review's own form; choosing words in the text leads to what is said about them."""
    form = CommentForm(passages=passages.named(paper.current.block_map))
    form.fields["text"].widget.attrs["data-quote-focus"] = True
    return form


def _text(acting: Acting, paper: Paper, context: Mapping[str, Any], *, at_once: bool) -> dict[str, Any]:
    round = context["round"] if context["form"] else None
    found = beside.find(acting, paper, round) if at_once else beside.Beside()
    text = reading.compose(
        paper.current.block_map,
        title=paper.title,
        delegations=context["delegations"],
        margins=found.margins,
        comment_on=_on("review:comment-add", round) if round else "",
        suggest_on=_on("review:suggestion-edit", round) if round else "",
    )
    return {
        "reading": text,
        "codes": [context["delegations"][code] for code in text.codes],
        "whole": found.whole,
        "shows": _shows(found, brackets=text.brackets),
        "is_later": not at_once,
    }


def _on(name: str, round: Round) -> str:
    return f"{reverse(name, args=[round.paper_id, round.number])}?block="


def _shows(found: beside.Beside, *, brackets: int) -> list[dict[str, Any]]:
    """What may be shown or left out beside the text, with how many there are; nothing that is not there."""
    counted = [
        ("show-comments", _("Comments"), found.comments),
        ("show-brackets", _("Brackets"), brackets),
        ("show-recommendations", _("Recommendations"), found.recommendations),
    ]
    return [{"name": name, "label": label, "count": count} for name, label, count in counted if count]
