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
from papers.implementation.queries import tracker
from papers.review import passages
from papers.review import rules as review
from papers.review.consulting import may_consult
from papers.review.forms import CommentForm
from papers.review.models import Consultation, Reservation, Round
from papers.review.queries.amendments import margin_amendments
from papers.review.queries.consulting import consulted_on
from papers.review.queries.margin import margin_notes
from papers.review.queries.rounds import open_round_of
from papers.review.queries.suggestions import beside_text
from papers.shared.acting import Acting
from portal import margins, reading

RTL = {"ar", "fa", "he", "ur", "yi"}
# Where a procedure runs or has sealed the text; before, the adoption page alone tells of procedures that failed.
WITH_FACE = frozenset(
    {Stage.SILENCE, Stage.ADOPTED, Stage.ISSUED, Stage.IMPLEMENTATION, Stage.REVIEW, Stage.CLOSED}
)
# Where amendments are proposed, weighed and put in; afterwards the text and its origins tell of them.
AMENDED = frozenset({Stage.CIRCULATION, Stage.CONSOLIDATION})
FOLLOWED = WITH_FACE - {Stage.SILENCE}


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


def paper_page(acting: Acting, paper: Paper) -> dict[str, Any]:
    """All that the first page of a paper shows; what a paper at its stage cannot have is not asked for."""
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
        context |= _text(acting, paper, context)
    return context


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
    on_this_text = round.revision_id == paper.current_id
    may_comment = on_this_text and review.can_comment_freely(acting, round) and not round.is_over(acting.at)
    form = _comment_form(paper) if may_comment else None
    return {"round": round, "entry": review.entry_of(acting, round), "form": form}


def _comment_form(paper: Paper) -> CommentForm:
    """The review's own form; choosing words in the text leads to what is said about them."""
    form = CommentForm(passages=passages.named(paper.current.block_map))
    form.fields["text"].widget.attrs["data-quote-focus"] = True
    return form


def _text(acting: Acting, paper: Paper, context: Mapping[str, Any]) -> dict[str, Any]:
    notes = margin_notes(acting, paper, paper.current) if paper.is_tabled else {}
    amendments = margin_amendments(acting, paper, paper.current) if paper.stage in AMENDED else {}
    recommendations = tracker.for_paper_face(acting, paper) if paper.stage in FOLLOWED else {}
    own = beside_text(acting, context["round"], paper.current.block_map) if context["form"] else {}
    text = reading.compose(
        paper.current.block_map,
        title=paper.title,
        delegations=context["delegations"],
        margins=margins.beside(notes, recommendations, amendments, own),
        comment_on=_on("review:comment-add", context["round"]) if context["form"] else "",
        suggest_on=_on("review:suggestion-edit", context["round"]) if context["form"] else "",
    )
    return {
        "reading": text,
        "codes": [context["delegations"][code] for code in text.codes],
        "whole": margins.told(notes.get(None, ())),
        "shows": _shows(text, comments=sum(map(len, notes.values())), recommendations=len(recommendations)),
    }


def _on(name: str, round: Round) -> str:
    return f"{reverse(name, args=[round.paper_id, round.number])}?block="


def _shows(text: reading.Reading, *, comments: int, recommendations: int) -> list[dict[str, Any]]:
    """What may be shown or left out beside the text, with how many there are; nothing that is not there."""
    counted = [
        ("show-comments", _("Comments"), comments),
        ("show-brackets", _("Brackets"), text.brackets),
        ("show-recommendations", _("Recommendations"), recommendations),
    ]
    return [{"name": name, "label": label, "count": count} for name, label, count in counted if count]
