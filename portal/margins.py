"""What stands beside a passage of the text: comments with what became of them, and where a recommendation stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.template.defaultfilters import linebreaks_filter
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from papers.review.anchoring import Fate, Place
from papers.review.queries.amendments import InMargin
from papers.review.queries.margin import Note
from papers.review.queries.suggestions import Kept
from papers.shared.templatetags.chancery import delegation, mark, severity, state
from papers.shared.text import cut

FIRST_WORDS = 90  # characters of a closed note


def beside(
    notes: Mapping[str | None, Sequence[Note]],
    recommendations: Mapping[str, Any],
    amendments: Mapping[str | None, Sequence[InMargin]],
    suggestions: Mapping[str, Kept],
) -> dict[str, list[SafeString]]:
    """By block id, the notes in the margin: a recommendation's line, own suggestions, amendments, comments."""
    margins = {block: [followed(face)] for block, face in recommendations.items()}
    for block, kept in suggestions.items():
        margins.setdefault(block, []).append(suggested(kept))
    for block, proposed in amendments.items():
        if block is not None:
            margins.setdefault(block, []).extend(amended(one) for one in proposed)
    teller = Teller()
    for block, found in notes.items():
        if block is not None:
            margins.setdefault(block, []).extend(map(teller.told, found))
    return margins


def told(notes: Iterable[Note]) -> list[SafeString]:
    """Comments: closed each says who, how heavy and its first words."""
    teller = Teller()
    return [teller.told(note) for note in notes]


class Teller:
    """Writes many comments: what a thousand of them share is made once."""

    def __init__(self) -> None:
        self.delegation, self.severity = cache(delegation), cache(severity)
        self.round, self.outcome = cache(_round), cache(_said)
        self.unanswered = format_html('<p class="quiet">{}</p>', _("No answer yet."))
        self.own = format_html('<p class="by">{}</p>', _("Until the close only your delegation sees this."))
        self.open = _("Open the comment")

    def told(self, note: Note) -> SafeString:
        """One comment as a note that opens."""
        comment = note.comment
        return format_html(
            '<details class="note" data-d="{}"><summary>'
            '<span class="note__head">{} {}<span class="n"><bdi>{}</bdi></span></span>'
            '<span class="first" dir="auto">{}</span></summary>'
            '<div class="note__body">{}<div dir="auto">{}</div>{}{}{}{}</div></details>',
            comment.delegation.colour, self.delegation(comment.delegation), self.severity(comment.severity),
            comment.reference, cut(comment.text, FIRST_WORDS), _quote(comment.quote), _lines(comment.text),
            _gone(note.place), _proposed(comment.proposed), self.answer(note), self.source(comment),
        )  # fmt: skip

    def answer(self, note: Note) -> Any:
        """What became of it so far."""
        if note.outcome is None:
            return self.unanswered if note.comment.is_open else ""
        said = self.outcome(note.outcome, note.is_decided)
        return format_html('<p>{} <span dir="auto">{}</span></p>', said, note.reason)

    def source(self, comment: Any) -> SafeString:
        """In which round it was made, and the way to its page."""
        if not comment.is_open:
            return self.own
        name, path = self.round(comment.round)
        return format_html('<p class="by">{} · <a href="{}{}/">{}</a></p>', name, path, comment.pk, self.open)


def _round(round: Any) -> tuple[str, str]:
    """Its name, and the path under which its comments have theirs."""
    path = reverse("review:comment-add", args=[round.paper_id, round.number])
    return _("Round %(number)d") % {"number": round.number}, path


def _said(outcome: Any, is_decided: bool) -> SafeString:
    return format_html("<b>{}</b> {}.", _("Decided:") if is_decided else _("Proposed:"), outcome.label)


def _lines(words: str) -> Any:
    return linebreaks_filter(words) if "\n" in words else format_html("<p>{}</p>", words)


def _quote(words: str) -> Any:
    return format_html('<p><q class="quoted" dir="auto">{}</q></p>', words) if words else ""


def _gone(place: Place) -> Any:
    lost = _lost(place)
    return format_html('<p class="quiet">{}</p>', lost) if lost else ""


def _proposed(words: str) -> Any:
    if not words:
        return ""
    return format_html('<p><b>{}</b> <span dir="auto">{}</span></p>', _("Proposed text:"), words)


def amended(note: InMargin) -> SafeString:
    """An amendment: who puts it forward, and the words as tracked changes."""
    one = note.amendment
    url = reverse("review:amendment-detail", args=[one.paper_id, one.round.number, one.pk])
    return format_html(
        '<details class="note note--change" data-d="{}"><summary>'
        '<span class="note__head">{}{}<span class="n"><bdi>{}</bdi></span></span>'
        '<span class="first" dir="auto">{}</span></summary><div class="note__body"><p class="quiet">{}</p>'
        '<p dir="auto">{}</p><p class="by">{} · <a href="{}">{}</a></p></div></details>',
        one.delegation.colour, delegation(one.delegation), _sides(one), one.reference or _("Amendment"),
        _words(note.change), _lost(note.place), one.reason,
        state(one.get_state_display(), mark=one.mark, tone=one.tone), url, _("Open the amendment"),
    )  # fmt: skip


def _sides(amendment: Any) -> Any:
    """How many delegations are for it and against it, once anybody is."""
    if not amendment.for_it and not amendment.against_it:
        return ""
    said = _("%(for)d for, %(against)d against") % {"for": amendment.for_it, "against": amendment.against_it}
    return format_html(' <span class="soft">{}</span>', said)


def suggested(kept: Kept) -> SafeString:
    """What the own delegation would have instead, which nobody else is shown."""
    one = kept.suggestion
    url = reverse("review:suggestion-edit", args=[one.round.paper_id, one.round.number])
    return format_html(
        '<details class="note note--own note--change"><summary><span class="note__head">{}</span>'
        '<span class="first" dir="auto">{}</span></summary><div class="note__body"><p dir="auto">{}</p>'
        '<p class="by">{} <a href="{}?block={}" data-suggest-on>{}</a></p></div></details>',
        state(_("Our suggestion"), mark="ring"),
        format_html_join(" … ", "{}", ((_words(part),) for part in kept.parts)),
        one.reason, _("Only your delegation sees it."), url, one.block_id, _("Change the suggestion"),
    )  # fmt: skip


def _words(change: Sequence[tuple[str, str]]) -> SafeString:
    return format_html_join("", "{}", ((_stretch(tag, words),) for tag, words in change))


def _lost(place: Place) -> str:
    """What is to be said of words that cannot be pointed at any more."""
    if place.fate == Fate.JOINED:
        return _("Its passage was put into this one.")
    is_lost = place.fate in {Fate.REWORDED, Fate.GONE}
    return _("Its words do not stand in this revision any more.") if is_lost else ""


def _stretch(tag: str, words: str) -> SafeString:
    return format_html(f"<{tag}>{{}}</{tag}>", words) if tag in ("ins", "del") else format_html("{}", words)


def followed(face: Any) -> SafeString:
    """Where a recommendation stands, with the way to its page."""
    return format_html(
        '<p class="margin__more soft">{} {} <a href="{}"><bdi>{}</bdi></a> {}</p>',
        mark("flag"), _("Followed as"), face.url, face.reference, state(face.label, mark=face.mark, tone=face.tone),
    )  # fmt: skip
