"""The life of a paper and its text: started, saved, issued, tabled, withdrawn, deferred."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.clock import services as clock
from papers.delegations.models import Body, Delegation
from papers.delegations.queries import secretariat
from papers.delegations.services import wake
from papers.drafting import access, pictures, rules, writing
from papers.drafting.levels import Level
from papers.drafting.lifecycle import AGREED, PAPER, Stage
from papers.drafting.live import log, nudges
from papers.drafting.models import Paper, Picture, Revision, Sponsor
from papers.drafting.symbols import next_symbol
from papers.files import services as files
from papers.files.pictures import Bare, rewritten
from papers.shared.acting import Actor
from papers.shared.errors import Refused
from papers.shared.models import act_of

LAPSE = "drafting.paper.lapse"
PICTURES_KEPT = 400  # of one paper
LARGEST_PICTURE = (2400, 7200)  # what a printed page can show; more only costs those on a weak line
NO_PICTURE = gettext_lazy("The picture was not added.")


@transaction.atomic
def start_paper(
    *,
    body: Body,
    title: str,
    kind: str,
    language: str,
    by: Actor,
    lead: Delegation | None = None,
    text: str = "",
    **fields: Any,
) -> Paper:
    """Start a paper that the acting delegation leads; a console import names the lead."""
    rules.can_start.require(by, None) if lead is None else rules.can_import.require(by, None)
    wake(by.delegation, by=by) if by.delegation else None
    lead = lead or by.delegation
    paper = Paper.objects.create(body=body, title=title, kind=kind, language=language, lead=lead, **fields)
    Sponsor.objects.create(paper=paper, delegation=lead)
    access.give(paper, lead, Level.LEAD, by=by, from_number=1, reason=_("leads the paper"))
    log.begin(paper, text, by=by)
    audit.record("drafting.paper.started", paper, by=by, paper=paper, kind=kind, language=language)
    return paper


def issue_revision(paper: Paper, *, note: str = "", seen_version: int | None = None, by: Actor) -> Revision:
    """Freeze the working text as the next revision, before tabling."""
    rules.can_issue.require(by, paper)
    return writing.issue_working_text(paper, note=note, seen_version=seen_version, by=by)


def add_picture(paper: Paper, *, name: str, content: bytes, title: str = "", by: Actor) -> Picture:
    """Add a picture for the working text: looked at outside any lock, kept as pixels alone."""
    rules.can_edit.require(by, paper)
    bare = rewritten(content, nothing_kept=NO_PICTURE, largest=LARGEST_PICTURE)
    return _keep_picture(paper, bare, title=title.strip()[:200] or pictures.title_of(name), by=by)


@transaction.atomic
def table(paper: Paper, *, by: Actor) -> Paper:
    """Submit the paper to its body: its symbol is allotted and the secretariat presides from now on."""
    rules.can_table.require(by, paper)
    paper = _locked(paper)
    wake(by.delegation, by=by)
    Body.objects.select_for_update().get(pk=paper.body_id)
    paper.serial_year, paper.serial, paper.symbol = next_symbol(paper)
    current: Any = paper.current  # the rule above lets no paper through without a revision
    paper.first_issue = current.number
    move(paper, to=Stage.TABLED, by=by)
    paper.save(update_fields=["serial_year", "serial", "symbol", "first_issue"])
    centre = secretariat()
    reason = _("tabled with the secretariat")
    access.give_each(paper, [access.Gift(centre, Level.PRESIDE, paper.first_issue, reason=reason)], by=by)
    access.begin_generation(paper, by=by)
    audit.record("drafting.paper.tabled", paper, by=by, paper=paper, symbol=paper.symbol)
    return paper


@transaction.atomic
def withdraw(paper: Paper, *, reason: str = "", by: Actor) -> Paper:
    """Take the paper back before adoption; it stays visible as withdrawn."""
    rules.can_withdraw.require(by, paper)
    paper = move(_locked(paper), to=Stage.WITHDRAWN, by=by)
    audit.record("drafting.paper.withdrawn", paper, by=by, paper=paper, with_reason=bool(reason))
    return paper


@transaction.atomic
def defer(paper: Paper, *, until: date, by: Actor) -> Paper:
    """Put the paper off to a date, at which it lapses unless it was taken up again."""
    rules.can_defer.require(by, paper)
    if until <= timezone.localdate():
        raise Refused(_("A paper is deferred to a day that is still to come. Nothing was changed."))
    paper = move(_locked(paper), to=Stage.DEFERRED, by=by)
    paper.deferred_until = until
    paper.save(update_fields=["deferred_until"])
    ends = timezone.make_aware(datetime.combine(until, time.min))
    clock.schedule(LAPSE, paper.pk, ends)
    audit.record("drafting.paper.deferred", paper, by=by, paper=paper, until=until)
    return paper


@transaction.atomic
def resume(paper: Paper, *, by: Actor) -> Paper:
    """Take a deferred paper up again."""
    rules.can_resume.require(by, paper)
    paper = move(_locked(paper), to=Stage.CIRCULATION, by=by)
    clock.cancel(LAPSE, paper.pk)
    audit.record("drafting.paper.resumed", paper, by=by, paper=paper)
    return paper


def move(paper: Paper, *, to: str, by: Actor) -> Paper:
    """Move a locked paper along its table; the calling service has asked its rule and records its own act."""
    PAPER.check(paper.stage, to)
    if to in AGREED and not rules.is_released_whole(by, paper):
        raise Refused(str(rules.is_released_whole.reason))
    paper.stage, paper.moved_at = to, timezone.now()
    paper.save(update_fields=["stage", "moved_at"])
    nudges.access_changed(paper)
    return paper


class Lapse:
    """A deferred paper that nobody took up by its date lapses."""

    @transaction.atomic
    def fire(self, target_uuid: UUID, *, by: Actor) -> None:
        paper = Paper.objects.select_for_update().filter(pk=target_uuid, stage=Stage.DEFERRED).first()
        if paper is not None:
            move(paper, to=Stage.LAPSED, by=by)
            audit.record("drafting.paper.lapsed", paper, by=by, paper=paper)


@transaction.atomic
def _keep_picture(paper: Paper, bare: Bare, *, title: str, by: Actor) -> Picture:
    rules.can_edit.require(by, Paper.objects.select_for_update().get(pk=paper.pk))
    if Picture.objects.filter(paper=paper).count() >= PICTURES_KEPT:
        raise Refused(
            _("This paper holds %(n)d pictures, and no more are taken. Nothing was added.")
            % {"n": PICTURES_KEPT}
        )
    now = timezone.now()
    picture, _created = Picture.objects.update_or_create(
        paper=paper, blob=files.store(bare.content, bare.media_type), defaults={"title": title, "shown_since": now},
        create_defaults={"title": title, "shown_since": now, **act_of(by)},
    )  # fmt: skip
    audit.record(
        "drafting.picture.added",
        picture,
        by=by,
        paper=paper,
        audience=Audience.DELEGATION,
        sha256=picture.blob_id,
    )
    return picture


def _locked(paper: Paper) -> Paper:
    locked = Paper.objects.select_for_update(of=("self",)).select_related("body", "lead", "current")
    return locked.get(pk=paper.pk)
