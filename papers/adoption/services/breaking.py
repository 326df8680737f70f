"""Breaking silence: an objection counts by when it was received, whoever reaches the lock first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from papers.adoption import outcome, rules
from papers.adoption.kinds import BROKEN, OBJECTION
from papers.adoption.lifecycle import WORDS_LIMIT, Standing, State
from papers.adoption.models import Break, Noted, Silence
from papers.adoption.queries import recipients
from papers.adoption.services import ending, locking
from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations.models.bodies import Disclosure
from papers.delegations.services import wake
from papers.drafting.projection import for_reader
from papers.notifications.services import News, notify_each
from papers.review import passages
from papers.shared.acting import Actor, System
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of


def break_silence(
    silence: Silence,
    *,
    received_at: datetime,
    by: Actor,
    blocks: Collection[str] = (),
    objection: str = "",
    proposed: str = "",
    reason: str = "",
) -> Break:
    """Object for the delegation; in time it ends the procedure for good. No paragraph named means the whole paper.

    A second call for the same delegation returns what the first one recorded, so that sending twice does no harm.
    """
    rules.can_break.require(by, silence)
    words = {"objection": objection, "proposed": proposed, "reason": reason}
    _require_words_that_can_be_kept(words)
    return _break(silence, received_at, sorted(set(blocks)), words, by)


@locking.impatient()
@transaction.atomic
def _break(
    silence: Silence, received_at: datetime, blocks: list[str], words: dict[str, str], by: Actor
) -> Break:
    silence = locking.locked(silence)
    earlier = silence.breaks.own(by).select_related("delegation").first()
    if earlier is not None:
        return earlier
    standing = _standing(silence, received_at)
    if by.delegation is not None:
        wake(by.delegation, by=by)
    known = passages.named(for_reader(silence.revision, by).block_map)
    named = [passage for key, passage in known.items() if key in blocks]
    objection = Break(
        silence=silence, delegation=by.delegation, received_at=received_at, expiry_then=silence.expires_at,
        standing=standing, disclosure=silence.snapshot.disclosure, **words, **act_of(by),
        block_ids=[passage.id for passage in named], cited=[passage.name for passage in named],
    )  # fmt: skip
    acts = [_received(objection, by)]
    if standing == Standing.COUNTED:
        acts.append(_end(silence, objection))
    objection.chain_head = audit.record_all(acts)[0].hash
    objection.save(force_insert=True)
    _tell(objection)
    return objection


@transaction.atomic
def take_note(objection: Break, *, by: Actor) -> Noted:
    """The chair has read an objection that changed nothing."""
    rules.can_take_note.require(by, objection)
    noted, created = Noted.objects.get_or_create(objection=objection, defaults=act_of(by))
    if created:
        audit.record(
            "adoption.objection.noted",
            objection,
            by=by,
            paper=objection.silence.paper,
            audience=Audience.CHAIR,
        )
    return noted


def _require_words_that_can_be_kept(words: dict[str, str]) -> None:
    for text in words.values():
        if len(text) > WORDS_LIMIT:
            raise BadInput(
                _("A text is longer than %(limit)d characters. Nothing was recorded.")
                % {"limit": WORDS_LIMIT}
            )
        if "\x00" in text:
            raise BadInput(_("A text holds a character that cannot be stored (NUL). Nothing was recorded."))


def _standing(silence: Silence, received_at: datetime) -> Standing:
    """What it counts for. A clock that stood still suspends first, so that nobody is late through an outage."""
    timely = silence.takes(received_at)
    if silence.is_open and not timely:
        ending.suspend_after_outage(silence, by=System("outage"))
    standing = outcome.standing(silence.state, timely=timely)
    if standing is None or _is_long_over(silence, received_at):
        raise Refused(
            _("Silence %(number)d has ended and is not open to objection. Nothing was recorded.")
            % {"number": silence.number}
        )
    return standing


def _is_long_over(silence: Silence, received_at: datetime) -> bool:
    """A late objection is kept for the chair while statements are taken; after that the chair is written to."""
    return bool(
        silence.state == State.UNBROKEN
        and received_at > silence.expires_at + timedelta(days=silence.snapshot.statement_days)
    )


def _received(objection: Break, by: Actor) -> audit.Act:
    """The act for the record: seen by those who may know its author."""
    is_public = objection.standing == Standing.COUNTED and objection.disclosure == Disclosure.NAMED
    facts = {
        "standing": objection.standing, "received_at": objection.received_at, "expiry": objection.expiry_then,
        "silence": objection.silence.number,
    }  # fmt: skip
    audience = Audience.PAPER if is_public else Audience.CHAIR
    paper = objection.silence.paper
    return audit.Act("adoption.objection.received", objection, by, paper, audience=audience, facts=facts)


def _end(silence: Silence, objection: Break) -> audit.Act:
    """The procedure is broken; the event that everybody sees names no author, for the rules may keep it."""
    actor = System("silence broken")
    ending.end(silence, State.BROKEN, by=actor)
    facts = {"number": silence.number, "paragraphs": len(objection.block_ids)}
    return audit.Act("adoption.silence.broken", silence, actor, silence.paper, facts=facts)


def _tell(objection: Break) -> None:
    """The chair of every objection; everybody of one that broke the silence."""
    silence = objection.silence
    news = [News(mandate, OBJECTION, objection) for mandate in recipients.of_chair(silence.paper)]
    if objection.standing == Standing.COUNTED:
        news += [News(mandate, BROKEN, silence) for mandate in recipients.of_readers(silence.paper)]
    notify_each(news)
