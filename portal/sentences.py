"""What was done, as a sentence: a verb of the record with its facts, in the reader's language."""

from __future__ import annotations

import re
from string import Formatter
from typing import Any

from django.utils import dateformat, timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.shared.templatetags.chancery import delegation as delegation_tag
from portal.choices import CHOICES
from portal.measures import MEASURES

DATED = re.compile(r"\d{4}-\d{2}-\d{2}(?:T|\Z)")
# {who} is the delegation that acted; the other names are facts of the event. A fact that an event lacks is a dash.
SENTENCES: dict[str, Any] = {
    "drafting.paper.started": gettext_lazy("{who} started the paper."),
    "drafting.paper.tabled": gettext_lazy("{who} tabled the paper; it has the symbol {symbol}."),
    "drafting.paper.withdrawn": gettext_lazy("{who} withdrew the paper."),
    "drafting.paper.deferred": gettext_lazy("{who} deferred the paper to {until}."),
    "drafting.paper.resumed": gettext_lazy("{who} took the paper up again."),
    "drafting.paper.lapsed": gettext_lazy("The paper lapsed: nobody took it up by its date."),
    "drafting.revision.issued": gettext_lazy("{who} issued revision {number}."),
    "drafting.text.rebased": gettext_lazy("{who} based the working text on revision {number}."),
    "drafting.access.given": gettext_lazy(
        "{who} gave {to} the level “{level}”, from revision {from_number} on."
    ),
    "drafting.access.ended": gettext_lazy("{who} ended the access of {to}."),
    "drafting.milestone.named": gettext_lazy("{who} gave a moment of the working text a name."),
    "drafting.milestone.renamed": gettext_lazy("{who} gave a moment of the working text another name."),
    "drafting.picture.added": gettext_lazy("{who} added a picture to the working text."),
    "drafting.section.held": gettext_lazy("{who} said that it works on a section, until {until}."),
    "drafting.section.released": gettext_lazy("{who} let a section go."),
    "drafting.text.restored": gettext_lazy("{who} brought words of the working text back."),
    "review.round.opened": gettext_lazy(
        "{who} opened round {number} on revision {revision}; it ends {deadline}."
    ),
    "review.round.invited": gettext_lazy("{who} invited to round {number}: {invited}."),
    "review.round.acknowledged": gettext_lazy("{who} acknowledged receipt of round {number}."),
    "review.round.read": gettext_lazy("{who} opened the text of round {number}."),
    "review.round.answered": gettext_lazy("{who} said that its comments in round {number} are complete."),
    "review.round.answer_taken_back": gettext_lazy("{who} took its answer in round {number} back."),
    "review.round.extended": gettext_lazy(
        "{who} extended round {number} from {old_deadline} to {new_deadline}."
    ),
    "review.round.reminded": gettext_lazy("Reminded of round {number}: {reminded}."),
    "review.round.closed": gettext_lazy("Round {number} closed with comments: {comments}."),
    "review.round.late_permitted": gettext_lazy(
        "{who} let {code} comment after the close of round {number}, until {until}."
    ),
    "review.comment.late": gettext_lazy("{who} commented after the close: {comment}."),
    "review.comment.added": gettext_lazy("{who} wrote a comment in round {round}."),
    "review.comment.changed": gettext_lazy("{who} changed its comment in round {round}."),
    "review.comment.withdrawn": gettext_lazy("{who} withdrew its comment in round {round}."),
    "drafting.passages.marked": gettext_lazy("{who} changed to whom passages are released: {passages}."),
    "drafting.access.looked_as": gettext_lazy("{who} looked at the paper as {code} sees it."),
    "drafting.access.template_made": gettext_lazy("{who} made a template of access."),
    "drafting.access.template_ended": gettext_lazy("{who} did away with a template of access."),
    "drafting.access.review_opened": gettext_lazy("{who} asked for a review of access until {due}."),
    "drafting.access.review_answered": gettext_lazy(
        "{who} answered the review of its access: {confirmation}."
    ),
    "review.consultation.asked": gettext_lazy(
        "{who} asked a consulted party about passages: {passages}, until {until}."
    ),
    "review.consultation.answered": gettext_lazy("A consulted party answered on passages: {passages}."),
    "delegations.party.registered": gettext_lazy("{who} entered a consulted party."),
    "review.decision.answered": gettext_lazy("{who} answered the decision on {comment}: {satisfied}."),
    "review.objection.set_aside": gettext_lazy("{who} set the objection {comment} aside."),
    "review.note.written": gettext_lazy("{who} wrote a note for itself: {note}."),
    "review.note.changed": gettext_lazy("{who} changed a note of its own: {note}."),
    "review.note.removed": gettext_lazy("{who} removed a note of its own: {note}."),
    "exchange.file.taken": gettext_lazy("{who} took rows of a file over in round {number}: {rows}."),
    "review.chain.set": gettext_lazy("{who} set who clears its answers, posts: {seats}."),
    "review.answer.cleared": gettext_lazy("{who} cleared its drafts for round {number}."),
    "review.answer.returned": gettext_lazy("{who} returned its drafts for round {number}."),
    "review.behalf.asked": gettext_lazy(
        "{from} asked {code} whether its answer to round {number} speaks for it."
    ),
    "review.behalf.confirmed": gettext_lazy("{code} confirmed that the answer of {from} speaks for it."),
    "review.behalf.withdrawn": gettext_lazy("{code} said that the answer of {from} does not speak for it."),
    "review.answer.released": gettext_lazy(
        "{who} released its answer to round {number}, comments: {comments}."
    ),
    "review.suggestion.kept": gettext_lazy(
        "{who} suggested changes of a passage in round {round}, for itself."
    ),
    "review.suggestion.removed": gettext_lazy("{who} removed a suggestion of its own in round {round}."),
    "review.suggestion.released": gettext_lazy(
        "{who} put a suggestion forward in round {round}, as amendments: {amendments}."
    ),
    "review.reservation.entered": gettext_lazy("{who} entered a reservation: {reserve}."),
    "review.reservation.lifted": gettext_lazy("{who} lifted a reservation ({reserve}): {lifting}."),
    "review.amendment.proposed": gettext_lazy("{who} proposed an amendment in round {round}."),
    "review.amendment.changed": gettext_lazy("{who} changed its amendment in round {round}."),
    "review.amendment.cosponsor_asked": gettext_lazy(
        "{who} asked a delegation to join an amendment in round {round}."
    ),
    "review.amendment.joined": gettext_lazy("{who} put its name to an amendment in round {round}."),
    "review.amendment.left": gettext_lazy("{who} took its name off an amendment in round {round}."),
    "review.amendment.withdrawn": gettext_lazy("{who} took an amendment back."),
    "review.amendment.position": gettext_lazy("{who} stated its position on {amendment}: {position}."),
    "review.amendment.decided": gettext_lazy("{who} decided on {amendment}: {fate}."),
    "review.amendment.applied": gettext_lazy("{amendment} went into the working text."),
    "review.revision.attributed": gettext_lazy(
        "{who} said what the changes answer: {answering} of {changes} named something agreed to."
    ),
    "review.bracket.wished": gettext_lazy(
        "{who} said what it wants of words in brackets: {wish}, {openness}."
    ),
    "review.bracket.settled": gettext_lazy("{who} settled words in brackets: {bracket_settled}."),
    "review.reply.added": gettext_lazy("{who} replied to comment {comment}."),
    "review.disposition.proposed": gettext_lazy("{who} proposed an answer to comment {comment}: {value}."),
    "review.disposition.decided": gettext_lazy("{who} decided on comment {comment}: {value}."),
    "adoption.silence.placed": gettext_lazy(
        "{who} placed revision {revision} under silence; it ends {expires_at}."
    ),
    "adoption.silence.read": gettext_lazy("{who} opened the text of silence {number}."),
    "adoption.silence.acknowledged": gettext_lazy("{who} acknowledged receipt of the text under silence."),
    "adoption.silence.extended": gettext_lazy("{who} extended silence {number} to {new_expiry}."),
    "adoption.silence.cancelled": gettext_lazy("Silence {number} was cancelled."),
    "adoption.silence.suspended": gettext_lazy(
        "Silence {number} is suspended: the centre’s clock stood still from {lost_from} to {lost_until}."
    ),
    "adoption.silence.resumed": gettext_lazy("{who} resumed silence {number}; it ends {new_expiry}."),
    "adoption.silence.broken": gettext_lazy("Silence {number} was broken; paragraphs named: {paragraphs}."),
    "adoption.silence.unbroken": gettext_lazy("Silence {number} ended unbroken at {expires_at}."),
    "adoption.objection.received": gettext_lazy("{who} objected; it was received on {received_at}."),
    "adoption.objection.noted": gettext_lazy("{who} took note of an objection."),
    "adoption.paper.adopted": gettext_lazy("Revision {revision} was adopted and sealed."),
    "implementation.recommendations.numbered": gettext_lazy(
        "The recommendations received their references: {references}."
    ),
    "implementation.list.taken_over": gettext_lazy(
        "{who} took over {rows} rows of a file: {added} new, {changed} changed, {left_out} left out."
    ),
    "drafting.list.begun": gettext_lazy("{who} began a list that is kept elsewhere, as {symbol}."),
    "implementation.paper.begun": gettext_lazy("Implementation began."),
    "implementation.paper.closed": gettext_lazy("Every recommendation is closed."),
    "implementation.paper.reopened": gettext_lazy("Implementation was taken up again."),
    "implementation.recommendation.assigned": gettext_lazy("{who} addressed {reference} to {to}, due {due}."),
    "implementation.recommendation.answered": gettext_lazy("{who} answered to {reference}: {answer}."),
    "implementation.recommendation.status_set": gettext_lazy(
        "{who} put the status of {reference} at {status}."
    ),
    "implementation.recommendation.confidence_set": gettext_lazy("{who} judged {reference}: {confidence}."),
    "implementation.recommendation.report_added": gettext_lazy("{who} reported on {reference}."),
    "implementation.recommendation.verified": gettext_lazy("{who} verified {reference}: {finding}."),
    "implementation.recommendation.dissented": gettext_lazy("{who} on the record of {reference}: {stance}."),
    "implementation.recommendation.action_added": gettext_lazy(
        "{who} planned an action of {reference} for {to}, due {due}."
    ),
    "implementation.recommendation.action_moved": gettext_lazy(
        "{who} put an action of {reference} at {state_of_action}."
    ),
    "implementation.recommendation.blocked": gettext_lazy(
        "{who} says what is in the way of {reference}: {in_the_way}."
    ),
    "implementation.recommendation.unblocked": gettext_lazy(
        "{who} says that this is not in the way of {reference} any more: {in_the_way}."
    ),
    **MEASURES,
    "implementation.recommendation.criteria_proposed": gettext_lazy(
        "{who} proposed by what {reference} will be called done."
    ),
    "implementation.recommendation.criteria_decided": gettext_lazy(
        "{who} answered the criteria of {reference}: {agreement}."
    ),
    "implementation.recommendation.letter_entered": gettext_lazy(
        "{who} entered a report of {to} on {reference} that came by letter."
    ),
    "implementation.recommendation.letter_refused": gettext_lazy("{who} refused a letter on {reference}."),
    "implementation.recommendation.linked": gettext_lazy(
        "{who} linked {reference} with another one: {link}."
    ),
    "implementation.recommendation.unlinked": gettext_lazy("{who} ended a link of {reference}: {link}."),
    "implementation.recommendation.closure_proposed": gettext_lazy("{who} proposed to close {reference}."),
    "implementation.recommendation.closure_decided": gettext_lazy(
        "{who} decided on closing {reference}: {decision}."
    ),
    "implementation.recommendation.reopened": gettext_lazy("{who} reopened {reference}."),
    "accounts.session.begun": gettext_lazy("{who} signed in."),
    "accounts.session.ended": gettext_lazy("{who} signed out."),
    "accounts.session.all_ended": gettext_lazy("{who} ended every other session of an account."),
    "accounts.factor.added": gettext_lazy("{who} added a second factor: {factor}."),
    "accounts.factor.removed": gettext_lazy("{who} removed a second factor: {factor}."),
    "accounts.factor.forgotten": gettext_lazy("{who} took every second factor off an account."),
    "accounts.identity.bound": gettext_lazy("{who} signed in through the provider for the first time."),
    "accounts.identity.forgotten": gettext_lazy("{who} took the identity at the provider off an account."),
    "accounts.address.asked": gettext_lazy("{who} asked for another address for an account."),
    "accounts.address.changed": gettext_lazy("{who} changed the address of an account."),
    "accounts.account.closed": gettext_lazy("{who} closed an account."),
    "accounts.password.changed": gettext_lazy("{who} changed the password of an account."),
    "api.token.made": gettext_lazy("{who} made a token for a program."),
    "api.token.ended": gettext_lazy("{who} ended a token of a program."),
    "implementation.view.changed": gettext_lazy("{who} changed the saved views of a post."),
    "implementation.feed.opened": gettext_lazy("{who} made an address for a calendar."),
    "implementation.feed.ended": gettext_lazy("{who} ended the address of a calendar."),
    "delegations.calendar.weekend_set": gettext_lazy("{who} set its weekend from {day} on."),
    "delegations.calendar.holidays_added": gettext_lazy("{who} entered holidays: {days}."),
    "delegations.calendar.holiday_removed": gettext_lazy("{who} made {day} a working day again."),
    "delegations.delegation.added": gettext_lazy("{who} added the delegation {code}."),
    "delegations.body.added": gettext_lazy("{who} added the body {code}."),
    "delegations.member.added": gettext_lazy("{who} made a delegation a member of a body."),
    "delegations.seat.added": gettext_lazy("{who} added a post: {role}."),
    "delegations.mandate.given": gettext_lazy("{who} named a person to a post: {role}."),
    "delegations.mandate.ended": gettext_lazy("{who} ended a person’s mandate."),
    "accounts.erasure.asked": gettext_lazy("{who} entered a request for erasure."),
    "accounts.erasure.declined": gettext_lazy("{who} declined a request for erasure."),
    "accounts.account.erased": gettext_lazy("{who} made a person a pseudonym."),
    "delegations.support.asked": gettext_lazy("{who} asked {code} to let support in, for {hours} hours."),
    "delegations.support.admitted": gettext_lazy("{who} let support read for {code} until {until}."),
    "delegations.support.refused": gettext_lazy(
        "The access for support that {code} was asked for did not come about."
    ),
    "delegations.support.ended": gettext_lazy("{who} ended the access of support for {code}."),
    "delegations.absence.ended": gettext_lazy("{who} ended an absence."),
    "delegations.rules.changed": gettext_lazy(
        "{who} changed the rules of procedure of {body}: {decision_ref}."
    ),
    "delegations.absence.noted": gettext_lazy("{who} noted an absence from {starts} to {until}."),
    "delegations.invitation.accepted": gettext_lazy("An invitation to a post was taken up."),
    "delegations.invitation.made": gettext_lazy("{who} invited somebody to a post: {role}."),
    "delegations.invitation.withdrawn": gettext_lazy("{who} took an invitation back."),
    "delegations.mandate.dated": gettext_lazy("{who} set the last day of a mandate: {until}."),
    "delegations.seat.changed": gettext_lazy("{who} changed a post: {role}."),
    "delegations.participation.changed": gettext_lazy(
        "{who} changed how a delegation takes part: “{state}”, by {decision_ref}."
    ),
    "delegations.change.proposed": gettext_lazy(
        "{who} proposed that the delegation take part as “{state}” ({grounds}); reply until {until}."
    ),
    "delegations.change.replied": gettext_lazy("The delegation replied to the proposal “{state}”."),
    "delegations.change.dropped": gettext_lazy("{who} dropped the proposal “{state}”."),
    "delegations.left_open.settled": gettext_lazy("{who} settled what {of} left open ({thing}): {settled}."),
    "exchange.paper.imported": gettext_lazy("{who} imported the paper from a file."),
}
OTHER = gettext_lazy("{who} did something this page has no sentence for: {verb}.")
CODES = {"to", "code", "from", "delegation", "of"}


def sentence(event: Any, names: Any) -> SafeString:
    """The event as a sentence; `names` holds the mandates and delegations it may speak of."""
    pattern = str(SENTENCES.get(event.verb, OTHER))
    facts = {**(event.facts or {}), "verb": event.verb}
    wanted = {field for _text, field, _format, _conversion in Formatter().parse(pattern) if field}
    words = {name: in_words(name, facts.get(name), names) for name in wanted - {"who"}}
    return format_html(pattern, who=who(event, names), **words)


def who(event: Any, names: Any) -> Any:
    """The delegation that acted; its person's name is for the own delegation alone."""
    if event.actor_id is None:
        clock = (event.facts or {}).get("reason") == "clock"
        return _("The clock") if clock else _("The centre")
    delegation = names.by_id.get(event.acted_for)
    if delegation is None:
        return _("Somebody")
    tag = delegation_tag(delegation)
    if names.own is not None and delegation.pk == names.own.pk:
        return format_html('{} <span class="quiet">({})</span>', tag, event.actor)
    return tag


def in_words(name: str, value: Any, names: Any) -> Any:
    """A fact as people read it: a code as its delegation, a choice by its label, a moment in the centre's zone."""
    if value in (None, ""):
        return "–"
    if name in CODES and value in names.by_code:
        return delegation_tag(names.by_code[value])
    if isinstance(value, list):
        return format_html_join(", ", "{}", ((in_words("code", one, names),) for one in value))
    if name in CHOICES:
        return CHOICES[name].get(value, value)
    return _moment(value) if isinstance(value, str) else value


def _moment(value: str) -> str:
    if not DATED.match(value):
        return value
    moment = parse_datetime(value) if len(value) > len("2026-11-26") else None
    if moment is not None:
        return dateformat.format(timezone.localtime(moment), "j F Y, H:i")
    day = parse_date(value[:10])
    return dateformat.format(day, "j F Y") if day else value
