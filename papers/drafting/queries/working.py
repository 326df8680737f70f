"""The page on which a text is written: the text, what it holds, who else writes, what was kept aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from papers.drafting import access, brackets, levels, rules
from papers.drafting.deciding import Question, kept_words
from papers.drafting.live import log
from papers.drafting.models import Paper, Recovery, Revision
from papers.drafting.projection import whole
from papers.drafting.queries import holds
from papers.drafting.queries.comparison import Comparison, of_texts, working_changes
from papers.drafting.rendering import of_document
from papers.shared import markdown
from papers.shared.acting import Actor
from papers.shared.errors import BadInput
from papers.shared.markdown import Document


@dataclass(frozen=True)
class Writing:
    """What stands beside the text while it is written; `html` is for those who may read but not write."""

    version: int
    generation: int
    text: str
    saved_at: Any
    open_brackets: int | None
    recommendations: int
    drafters: list[Any]
    kept: int
    holds: list[Any]
    html: Any = ""


def writing_of(acting: Actor, paper: Paper, *, readable: bool = False) -> Writing:
    """The working text of a paper loaded with it; three statements more."""
    working = log.current(paper.working)
    document = parsed(working.text, brackets=paper.brackets)
    return Writing(
        version=working.version,
        generation=working.generation,
        text=working.text,
        saved_at=working.saved_at,
        open_brackets=len(brackets.find(document)) if paper.brackets else None,
        recommendations=len(document.recommendations),
        drafters=list(access.delegations_with(paper, levels.DRAFT)),
        kept=Recovery.objects.visible_to(acting).kept().filter(paper=paper).count(),
        holds=holds.standing(acting, paper, document),
        html=of_document(document) if readable else "",
    )


def parsed(text: str, *, brackets: bool) -> Document:
    """The text read by the one parser; a text too large for it is counted as empty."""
    try:
        return markdown.parse(text, brackets=brackets)
    except markdown.TextTooLarge:
        return Document()


def changes_of(paper: Paper) -> Comparison:
    """The working text of a paper loaded with it, against its current revision."""
    current = whole(Revision.objects.filter(pk=paper.current_id).first()) if paper.current_id else None
    try:
        return working_changes(paper, log.current(paper.working).text, current)
    except markdown.TextTooLarge as error:
        raise BadInput(_("The text is too large to be read as a paper. Divide it and save again.")) from error


def first_text(paper: Paper) -> Any:
    """The working text as it will be read, while nothing is issued that it could be compared with."""
    return (
        ""
        if paper.current_id
        else of_document(parsed(log.current(paper.working).text, brackets=paper.brackets))
    )


def next_number(paper: Paper) -> int:
    """The number that the next revision gets."""
    return paper.current.number + 1 if paper.current else 1


def beside(acting: Actor, recovery: Recovery) -> dict[str, Any]:
    """What a person's kept words are compared with, while their delegation may read the working text."""
    paper = recovery.paper
    if paper is None or not rules.can_read_working(acting, paper):
        return {"paper": None, "changes": None, "question": None}
    if not recovery.is_whole:
        return {"paper": paper, "changes": None, "question": None}
    question = kept_words(recovery) if recovery.settled_at is None and rules.can_edit(acting, paper) else None
    names = (_("The text as it stands"), _("What you wrote"))
    try:
        changes = of_texts(log.current(paper.working).text, recovery.text, names)
    except markdown.TextTooLarge:
        changes = None
    return {"paper": paper, "changes": changes, "question": question}


def rebase_preview(paper: Paper, question: Question) -> Comparison | None:
    """What re-basing would change in the working text, with every question left as the revision has it."""
    names = (_("Working text now"), _("Working text re-based"))
    try:
        return of_texts(log.current(paper.working).text, question.merge.text, names)
    except markdown.TextTooLarge:
        return None
