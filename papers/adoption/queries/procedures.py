"""A procedure's own page: the clock, the roll as far as the reader may know it, objections, what the chair may do."""

from __future__ import annotations

from dataclasses import dataclass, field

from papers.adoption import clean, rules
from papers.adoption.lifecycle import Standing, State
from papers.adoption.queries.faces import Face, face_of, lines_of
from papers.adoption.snapshot import Snapshot
from papers.delegations.models.bodies import Disclosure
from papers.delegations.queries import roll, rules_of
from papers.drafting import levels
from papers.drafting.models import Grant, Revision
from papers.drafting.projection import whole
from papers.review.models.objections import unsettled
from papers.review.queries import reservations


@dataclass(frozen=True)
class Objection:
    """An objection as this reader may know it: what is kept from them is not in it."""

    received_at: object
    standing: str
    standing_label: str
    paragraphs: list[str]
    delegation: object = None
    objection: str = ""
    proposed: str = ""
    reason: str = ""
    receipt: object = None
    to_note: object = None


@dataclass
class Procedure:
    """All that the page shows; `lines` names the roll and is empty for all but the chair."""

    face: Face
    objections: list[Objection]
    lines: list = field(default_factory=list)
    extensions: list = field(default_factory=list)
    suspensions: list = field(default_factory=list)
    can_extend: bool = False
    can_cancel: bool = False
    can_resume: bool = False


@dataclass(frozen=True)
class Preview:
    """What placing would do: the frozen text, who is on the roll, who would gain access, what is asked."""

    revision: object
    roll: list
    gaining: list
    open_brackets: list
    ignored: list
    snapshot: Snapshot
    unsettled: str
    reservations: list = field(default_factory=list)
    objections: list = field(default_factory=list)

    @property
    def is_held(self):
        """Whether a reservation keeps the text from being placed without the chair's reason."""
        return any(one.blocks for one in self.reservations)


def procedure(acting, silence):
    """The procedure as this person may see it."""
    lines = lines_of(silence)
    chairs = rules.chairs(acting, silence)
    made = Procedure(face_of(acting, silence, lines), objections(acting, silence, chairs=chairs))
    if silence.version or silence.state == State.SUSPENDED:
        made.extensions = list(silence.extensions.all())
        made.suspensions = list(silence.suspensions.all())
    if chairs:
        made.lines = lines
        made.can_extend = rules.can_extend(acting, silence) and not made.face.time_is_up
        made.can_cancel = rules.can_cancel(acting, silence) and not made.face.time_is_up
        made.can_resume = rules.can_resume(acting, silence)
    return made


def objections(acting, silence, *, chairs):
    """The objections to a procedure, each with as much as the rules disclose to this reader."""
    rows = silence.breaks.select_related("delegation", "noted").order_by("received_at")
    shown = [_shown(acting, row, chairs=chairs) for row in rows]
    return [one for one in shown if one is not None]


def paragraphs_of(acting, silence):
    """The frozen revision's blocks, read only where they are needed."""
    return Revision.objects.visible_to(acting).defer("text").get(pk=silence.revision_id).block_map


def earliest_resumption(silence, moment):
    """The earliest expiry if the procedure is resumed at that moment."""
    return silence.suspensions.get(resumed_at__isnull=True).earliest_expiry(moment)


def preview(acting, paper):
    """What placing this paper's current revision would do, and what stands in its way."""
    revision = whole(paper.current)
    members = list(roll(paper.body))
    able = set(_able_throughout(paper).values_list("delegation", flat=True))
    return Preview(
        revision=revision,
        roll=members,
        gaining=[delegation for delegation in members if delegation.pk not in able],
        open_brackets=clean.open_brackets(revision.text, counted=paper.brackets),
        ignored=clean.ignored(revision.block_map),
        snapshot=Snapshot.of(rules_of(paper.body)),
        unsettled=rules.is_settled.why_not(acting, paper) or "",
        reservations=reservations.outstanding_on(paper),
        objections=list(unsettled(paper).select_related("delegation", "round").in_order()),
    )


def _able_throughout(paper):
    """Grants that let a delegation comment, without an end."""
    commenting = [level for level in levels.STEPS if levels.at_most(levels.Level.COMMENT, level)]
    return Grant.objects.live().filter(paper=paper, level__in=commenting, until__isnull=True)


def _shown(acting, row, *, chairs):
    own = acting.delegation is not None and row.delegation_id == acting.delegation.pk
    counted = row.standing == Standing.COUNTED
    if not (own or chairs or counted):
        return None
    knows = own or chairs
    named = knows or row.disclosure == Disclosure.NAMED
    words = knows or row.disclosure != Disclosure.PARAGRAPHS
    return Objection(
        received_at=row.received_at,
        standing=row.standing,
        standing_label=row.get_standing_display(),
        paragraphs=row.cited,
        delegation=row.delegation if named else None,
        objection=row.objection if words else "",
        proposed=row.proposed if words else "",
        reason=row.reason if knows else "",
        receipt=row.pk if own else None,
        to_note=row.pk if chairs and not counted and not hasattr(row, "noted") else None,
    )
