"""The history of a working text as far as the reader may go back: its sessions, with who, when and how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import Min
from django.http import Http404
from django.utils.translation import gettext as _

from papers.delegations.models import Mandate
from papers.drafting.attribution import standing_since
from papers.drafting.history import RESTORED
from papers.drafting.live import past
from papers.drafting.models import Milestone, Paper, Revision, TextUpdate
from papers.drafting.queries.comparison import Comparison, of_texts
from papers.drafting.rendering import of_document, of_passage
from papers.drafting.restoring import Passage, changed
from papers.drafting.sessions import Session, Step, sessions, words_changed
from papers.shared import markdown
from papers.shared.acting import Actor
from papers.shared.errors import BadInput

PAGE = 60  # sessions on one page
MOST = 20_000  # updates looked at for one page; older ones are on the pages before


class Amount(NamedTuple):
    """Words that came and went."""

    added: int
    removed: int


@dataclass(frozen=True)
class Moment:
    """The end of a session: what the list and the slider show of it."""

    session: Session
    authors: list[Any]
    milestone: Milestone | None
    revision: Revision | None
    amount: Amount | None

    @property
    def seq(self) -> int:
        return self.session.last

    @property
    def kind(self) -> str:
        """Begun, restored, changed by the centre because of something, or written."""
        if self.session.begins:
            return "begun"
        if self.session.because is None:
            return "written"
        return "restored" if self.session.because[0] == RESTORED else "applied"


@dataclass(frozen=True)
class History:
    """One page of moments, oldest first, the chosen one, and the texts that are shown of it."""

    moments: list[Moment]
    chosen: Moment
    before: str | None
    text: str
    older: int | None
    is_newest: bool

    @property
    def place(self) -> int:
        return self.moments.index(self.chosen)


@dataclass(frozen=True)
class Shown:
    """The chosen moment as it is looked at: its text, or a comparison; and what could be brought back."""

    view: str
    html: Any
    changes: Comparison | None
    passages: list[Passage]
    is_now: bool
    authored: list[Authored]


@dataclass(frozen=True)
class Authored:
    """A passage of the chosen text and the moment since which it reads so; none if older than those shown."""

    label: str
    html: Any
    moment: Moment | None


def shown(paper: Paper, history: History, now: str, view: str) -> Shown:
    """The chosen moment, read or compared; the first of a generation has nothing before it to be compared with."""
    then, before = history.text, history.before
    view = "text" if view == "before" and before is None else view
    sides = {"before": (before, then, _("Before"), _("Then")), "now": (then, now, _("Then"), _("Now"))}.get(
        view
    )
    try:
        return Shown(
            view=view,
            html=of_document(markdown.parse(then, brackets=paper.brackets)) if view == "text" else "",
            changes=of_texts(sides[0], sides[1], sides[2:]) if sides else None,
            passages=[] if then == now else changed(now, then),
            is_now=then == now,
            authored=_authored(paper, history) if view == "who" else [],
        )
    except markdown.TextTooLarge as error:
        raise BadInput(str(error)) from error


def _authored(paper: Paper, history: History) -> list[Authored]:
    """Whose words stand in the chosen text, as far back as the page of moments reaches."""
    moments = history.moments[: history.place + 1]
    ends: dict[int, list[int]] = {}
    for one in moments:
        ends.setdefault(one.session.generation, []).append(one.seq)
    texts: dict[int, str] = {}
    for generation, seqs in ends.items():
        texts |= past.texts(paper.pk, generation, seqs)
    blocks = markdown.parse(history.text, brackets=paper.brackets).blocks
    since = standing_since([block.source for block in blocks], [texts[one.seq] for one in moments])
    return [
        Authored(
            "" if block.label_in_text else block.label,
            of_passage(block),
            moments[place] if place or moments[0].kind == "begun" else None,
        )
        for block, place in zip(blocks, since, strict=True)
    ]


def reached(acting: Actor, paper: Paper) -> dict[int, int]:
    """The generations that the reader may go back to, each with its first update."""
    firsts = TextUpdate.objects.filter(paper=paper).values("generation").annotate(first=Min("seq"))
    seen = TextUpdate.objects.visible_to(acting).filter(paper=paper, seq__in=firsts.values("first"))
    return dict(seen.values_list("generation", "seq"))


def history_of(acting: Actor, paper: Paper, *, at: int | None = None, until: int | None = None) -> History:
    """The sessions up to an update, or to now; `at` is in the chosen one. 404 where there is nothing to go back to."""
    firsts = reached(acting, paper)
    steps = _steps(paper, firsts, at + MOST // 2 if until is None and at is not None else until)
    marks = _Marks(acting, paper, steps)
    every = sessions(steps, cuts=marks.cuts)
    page, chosen = _page(every, at)
    texts, amounts = _texts(paper, every, page, chosen)
    moments = [marks.moment(one, amounts.get(one.last)) for one in page]
    return History(
        moments=moments,
        chosen=moments[page.index(chosen)],
        before=None if chosen.begins else texts.get(chosen.first - 1),
        text=texts[chosen.last],
        older=page[0].first - 1 if page[0].first > min(firsts.values()) else None,
        is_newest=until is None and page[-1] is every[-1],
    )


def _page(every: Sequence[Session], at: int | None) -> tuple[Sequence[Session], Session]:
    """The newest sessions and the last of them; or the one that holds `at`, with those around it."""
    if not every:
        raise Http404
    if at is None:
        return every[-PAGE:], every[-1]
    place = next((place for place, one in enumerate(every) if one.first <= at <= one.last), None)
    if place is None:
        raise Http404
    first = max(0, min(place - PAGE // 2, len(every) - PAGE))
    return every[first : first + PAGE], every[place]


def _steps(paper: Paper, firsts: Mapping[int, int], until: int | None) -> list[Step]:
    rows = TextUpdate.objects.filter(paper=paper, generation__in=firsts)
    rows = rows.filter(seq__lte=until) if until is not None else rows
    found = rows.order_by("-seq").values_list(
        "seq", "generation", "at", "by", "by_mandate", "because_kind", "because_uuid"
    )
    return [
        Step(seq, generation, at, (by, mandate), (kind, uuid) if kind else None, firsts[generation] == seq)
        for seq, generation, at, by, mandate, kind, uuid in reversed(list(found[:MOST]))
    ]


class _Marks:
    """What stands at moments: names, revisions, and who the authors are."""

    def __init__(self, acting: Actor, paper: Paper, steps: Sequence[Step]) -> None:
        named = Milestone.objects.visible_to(acting).filter(paper=paper)
        issued = Revision.objects.visible_to(acting).filter(paper=paper, moment__isnull=False)
        self.milestones = {one.seq: one for one in named}
        self.revisions = {one.moment: one for one in issued.without_texts().order_by("number")}
        for one in self.revisions.values():
            one.paper = paper
        mandates = {mandate for _by, mandate in {step.who for step in steps} if mandate}
        found = Mandate.objects.filter(pk__in=mandates).select_related("user", "seat__delegation")
        self.people = {one.pk: one for one in found}

    @property
    def cuts(self) -> set[int]:
        return {*self.milestones, *self.revisions}

    def moment(self, session: Session, amount: Amount | None) -> Moment:
        authors = [self.people[mandate] for _by, mandate in session.who if mandate in self.people]
        return Moment(
            session, authors, self.milestones.get(session.last), self.revisions.get(session.last), amount
        )


def _texts(
    paper: Paper, every: Sequence[Session], page: Sequence[Session], chosen: Session
) -> tuple[dict[int, str], dict[int, Amount]]:
    """The chosen text and the one before it, and how much each session changed; known amounts are not counted again."""
    counted = {
        one.last: f"drafting.amount.{paper.pk}.{one.first}.{one.last}" for one in page if not one.begins
    }
    known = cache.get_many(counted.values())
    amounts = {last: Amount(*known[key]) for last, key in counted.items() if key in known}
    missing = [one for one in page if one.last in counted and one.last not in amounts]
    wanted: dict[int, set[int]] = {}
    for one in {*missing, chosen}:
        wanted.setdefault(one.generation, set()).update({one.first - 1, one.last})
    texts: dict[int, str] = {}
    for generation, moments in wanted.items():
        texts |= past.texts(paper.pk, generation, moments)
    fresh = {one.last: Amount(*words_changed(texts[one.first - 1], texts[one.last])) for one in missing}
    cache.set_many({counted[last]: tuple(amount) for last, amount in fresh.items()})
    return texts, {**amounts, **fresh}
