"""What stands beside a passage of the text: comments with what became of them, and where a recommendation stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.defaultfilters import linebreaks_filter
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from papers.review.queries.margin import Note
from papers.shared.templatetags.chancery import delegation, mark, severity, state

FIRST_WORDS = 90  # characters of a closed note


def beside(
    notes: Mapping[str | None, Sequence[Note]], recommendations: Mapping[str, Any]
) -> dict[str, list[SafeString]]:
    """By block id, the notes in the margin; a recommendation's own line comes first."""
    margins = {block: [followed(face)] for block, face in recommendations.items()}
    for block, found in notes.items():
        if block is not None:
            margins.setdefault(block, []).extend(told(note) for note in found)
    return margins


def told(note: Note) -> SafeString:
    """A comment: closed it says who, how heavy and its first words."""
    comment = note.comment
    return format_html(
        '<details class="note" data-d="{}"><summary>'
        '<span class="note__head">{} {}<span class="n"><bdi>{}</bdi></span></span>'
        '<span class="first" dir="auto">{}</span></summary><div class="note__body">{}</div></details>',
        comment.delegation.colour, delegation(comment.delegation), severity(comment.severity), comment.reference,
        Truncator(comment.text).chars(FIRST_WORDS), format_html_join("", "{}", ((part,) for part in _body(note))),
    )  # fmt: skip


def followed(face: Any) -> SafeString:
    """Where a recommendation stands, with the way to its page."""
    return format_html(
        '<p class="margin__more soft">{} {} <a href="{}"><bdi>{}</bdi></a> {}</p>',
        mark("flag"), _("Followed as"), face.url, face.reference, state(face.label, mark=face.mark, tone=face.tone),
    )  # fmt: skip


def _body(note: Note) -> list[Any]:
    comment = note.comment
    parts = [format_html('<div dir="auto">{}</div>', linebreaks_filter(comment.text))]
    if comment.quote:
        parts.insert(0, format_html('<p><q class="quoted" dir="auto">{}</q></p>', comment.quote))
    if note.words_are_gone:
        parts.append(
            format_html('<p class="quiet">{}</p>', _("Its words do not stand in this revision any more."))
        )
    if comment.proposed:
        parts.append(
            format_html('<p><b>{}</b> <span dir="auto">{}</span></p>', _("Proposed text:"), comment.proposed)
        )
    parts += [_answer(note), _source(note)]
    return parts


def _answer(note: Note) -> Any:
    standing = note.decision or note.proposal
    if standing is None:
        return format_html('<p class="quiet">{}</p>', _("No answer yet.")) if note.comment.is_open else ""
    said = _("Decided:") if note.decision else _("Proposed:")
    return format_html(
        '<p><b>{}</b> {}. <span dir="auto">{}</span></p>', said, standing.get_value_display(), standing.reason
    )


def _source(note: Note) -> SafeString:
    comment = note.comment
    if not comment.is_open:
        seen_by = _("Until the close only your delegation sees this.")
        return format_html('<p class="by">{}</p>', seen_by)
    args = [comment.round.paper_id, comment.round.number, comment.pk]
    return format_html(
        '<p class="by">{} · <a href="{}">{}</a></p>',
        _("Round %(number)d") % {"number": comment.round.number},
        reverse("review:comment-detail", args=args),
        _("Open the comment"),
    )
