"""Open brackets: what delegations want of them, and how the penholder settles one."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations.services import wake
from papers.drafting import writing
from papers.drafting.live import log
from papers.drafting.models import Paper, Revision, WorkingText
from papers.drafting.preparing import prepare
from papers.drafting.projection import for_reader, whole
from papers.review import lifecycle, opening, rules
from papers.review.lifecycle import Openness, Settled, Wish
from papers.review.models import Bracket, BracketWish
from papers.review.services.words import within
from papers.shared.acting import Actor
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of


@transaction.atomic
def say_of_bracket(
    paper: Paper, *, block: str, key: str, wish: str, why: str, words: str = "", by: Actor
) -> BracketWish:
    """Say for one's delegation what is to become of words in brackets, and why they are open for it."""
    paper = _locked(paper)
    rules.can_wish.require(by, paper)
    if wish not in Wish.values or why not in Openness.values:
        raise BadInput(_("Choose what your delegation wants of the words, and why they are open for it."))
    bracket = _met(paper, _only(_issued(paper, by), block, key))
    wake(by.delegation, by=by)
    facts = {
        "wish": wish,
        "why": why,
        "words": within("reason", words),
        "said_at": by.at,
        "revision": paper.current,
    }
    said, _new = BracketWish.objects.update_or_create(
        bracket=bracket, delegation=by.delegation, defaults={**facts, **act_of(by)}
    )
    audit.record("review.bracket.wished", bracket, by=by, paper=paper, wish=wish, openness=why)
    return said


@transaction.atomic
def settle_bracket(paper: Paper, *, block: str, key: str, how: str, by: Actor) -> Bracket:
    """Let the words of a bracket stay or go in the working text, as one change in its name, also while people write."""
    paper = _locked(paper)
    rules.can_settle.require(by, paper)
    if how not in Settled.values:
        raise BadInput(_("Choose whether the words stay or go."))
    working = log.current(WorkingText.objects.get(paper=paper))
    found = opening.open_text(working.text, prepare(working.text, _blocks(paper)).block_map)
    one = _only(found, block, key)
    edits = opening.settling(working.text, found, one, Settled(how))
    if edits is None:
        raise Refused(
            _("These brackets are woven into others. Settle them in the text itself; nothing was changed.")
        )
    bracket = _met(paper, one)
    because = log.Because(lifecycle.SETTLING_BRACKET, bracket.pk)
    writing.append_change(paper, edits=edits, on_version=working.version, because=because, by=by)
    bracket.settled, bracket.settled_at, bracket.settled_by, bracket.settled_in = how, by.at, by.user, None
    bracket.save(update_fields=["settled", "settled_at", "settled_by", "settled_in"])
    audit.record(
        "review.bracket.settled",
        bracket,
        by=by,
        paper=paper,
        audience=Audience.DELEGATION,
        bracket_settled=how,
    )
    return bracket


def note_issued(revision: Revision) -> None:
    """Brackets that were settled since the last revision are traced to this one."""
    waiting = Bracket.objects.filter(paper=revision.paper_id, settled_in__isnull=True)
    waiting.exclude(settled="").update(settled_in=revision)


def _locked(paper: Paper) -> Paper:
    locked = Paper.objects.select_for_update(of=("self",)).select_related("lead", "body", "current")
    return locked.get(pk=paper.pk)


def _blocks(paper: Paper) -> list[dict[str, object]]:
    return whole(paper.current).block_map if paper.current else []


def _issued(paper: Paper, by: Actor) -> list[opening.Open]:
    if paper.current is None or not paper.brackets:
        return []
    return opening.of_revision(for_reader(paper.current, by))


def _only(found: list[opening.Open], block: str, key: str) -> opening.Open:
    """The bracket that is meant, if it stands there once."""
    meant = [one for one in found if (one.block, one.key) == (block, key)]
    if not meant:
        raise Refused(
            _(
                "These words do not stand in brackets there any more. Nothing was changed; look at the list again."
            )
        )
    if len(meant) > 1:
        raise Refused(
            _("The same words stand in brackets twice in this passage. Settle them in the text itself.")
        )
    return meant[0]


def _met(paper: Paper, one: opening.Open) -> Bracket:
    """The row of a bracket, made when something is first said of it."""
    first = {"revision": paper.current, "words": one.words}
    bracket, _new = Bracket.objects.get_or_create(
        paper=paper, block_id=one.block, key=one.key, defaults=first
    )
    return bracket
