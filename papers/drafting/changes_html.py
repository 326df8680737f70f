"""The lines of a comparison as HTML. Templates took most of its time; every value is escaped as it goes in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from papers.shared.templatetags import chancery

FOLD = '<details class="{}"><summary>{}</summary>{}</details>'
SAME_SIDE = '<div class="cmp__t" id="c-{}"><span class="no">{}</span><div dir="auto">{}</div></div>'
SAME_INLINE = (
    '<div class="pblock pblock--{}" id="c-{}"><span class="no">{}</span><div class="words">'
    '<div class="p" dir="auto">{}</div></div></div>'
)
INLINE = (
    '<div class="pblock pblock--{}" id="{}"{}><span class="no">{}</span><div class="words">'
    '<div class="p" dir="auto">{}</div></div><div class="margin small soft">{}</div></div>'
)
SIDE = '<div class="cmp__row" id="{}"{}>{}{}<div class="cmp__by">{}</div></div>'
TEXT = '<div class="cmp__t" data-rev="{}"><span class="no">{}</span><div dir="auto">{}</div></div>'
GONE = '<div class="cmp__t gone"{}><span class="no"></span><div></div></div>'
MOVED = '<span class="mov">{}</span>'
PLACE = '<p class="nth"><a href="#{here}" data-copy-link>{said}</a>{before}{after}</p>'
TO = ' <a class="to" href="#{}" aria-label="{}" title="{}">{}</a>'
MOST_NAMED = 3  # revisions named beside one change; of more the last ones
NOTE = 12  # words of a revision's note beside a change


def side_lines(groups: Iterable[Any], names: tuple[str, str], compared: Any = None) -> SafeString:
    """Old and new beside each other, with what happened to each passage; what is the same is folded."""
    beside = Beside(compared)
    return _lines(groups, "cmp__same fold", _same_side, lambda line: _side(line, names, beside))


def inline_lines(groups: Iterable[Any], compared: Any = None) -> SafeString:
    """One text with what was deleted and inserted; what is the same is folded."""
    beside = Beside(compared)
    return _lines(groups, "fold", _same_inline, lambda line: _inline(line, beside))


def _lines(
    groups: Iterable[Any], css: str, same: Callable[[Any], SafeString], changed: Callable[[Any], SafeString]
) -> SafeString:
    pieces: list[SafeString] = []
    for group in groups:
        if group.same:
            pieces.append(format_html(FOLD, css, _said(group), _joined(map(same, group.lines))))
        else:
            pieces += map(changed, group.lines)
    return _joined(pieces)


def _joined(pieces: Iterable[Any]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _said(group: Any) -> str:
    """How the fold names what it holds."""
    if group.others:
        words = ngettext("%(n)d change by others", "%(n)d changes by others", group.others)
        return words % {"n": group.others}
    n = len(group.lines)
    if not group.labels:
        return ngettext("%(n)d passage is the same", "%(n)d passages are the same", n) % {"n": n}
    first, last = group.labels
    if first == last:
        words = ngettext("%(first)s is the same", "%(n)d passages around %(first)s are the same", n)
        return words % {"n": n, "first": first}
    return _("%(first)s to %(last)s are the same") % {"first": first, "last": last}


def _same_side(line: Any) -> SafeString:
    return format_html(SAME_SIDE, line.anchor[2:], line.new_label or line.old_label, line.new or line.inline)


def _same_inline(line: Any) -> SafeString:
    return format_html(
        SAME_INLINE, line.passage, line.anchor[2:], line.new_label or line.old_label, line.inline
    )


def _inline(line: Any, beside: Beside) -> SafeString:
    label = line.new_label or line.old_label
    words = format_html(MOVED, line.inline) if line.kind in ("moved", "departed") else line.inline
    return format_html(INLINE, line.passage, line.anchor, _data(line), label, words, beside.says(line))


def _side(line: Any, names: tuple[str, str], beside: Beside) -> SafeString:
    old, new = line.old, line.new
    if line.kind in ("departed", "moved"):
        old, new = format_html(MOVED, old), format_html(MOVED, new)
    left = _text("" if line.kind in ("added", "moved") else old, names[0], line.old_label)
    right = _text("" if line.kind in ("removed", "departed") else new, names[1], line.new_label)
    return format_html(SIDE, line.anchor, _data(line), left, right, beside.says(line))


def _data(line: Any) -> SafeString:
    return format_html(' data-change="{}"', line.place) if line.place else format_html("{}", "")


def _text(words: str, name: str, label: str) -> SafeString:
    return format_html(TEXT, name, label, words) if words else format_html(GONE, "")


class Beside:
    """What stands beside a change: which of how many it is, what happened, by whom; what repeats is made once."""

    def __init__(self, compared: Any) -> None:
        self.count = compared.count if compared else 0
        self.history = compared.history if compared else ""
        self.made: dict[int, SafeString] = {}

    def says(self, line: Any) -> SafeString:
        """All of it, in words."""
        said = _fate(line)
        head = format_html("<p><b>{}</b>{}</p>", *said) if said else ""
        return _joined([self._place(line), head, _count(line), self._makers(line), self._history(line)])

    def _place(self, line: Any) -> SafeString | str:
        if not line.place or self.count < 1:
            return ""
        said = _("Change %(place)d of %(count)d") % {"place": line.place, "count": self.count}
        before = _to(line.before, _("Previous change"), "↑") if line.before else ""
        after = _to(line.after, _("Next change"), "↓") if line.after else ""
        return format_html(PLACE, here=line.anchor, said=said, before=before, after=after)

    def _makers(self, line: Any) -> SafeString:
        earlier = len(line.by) - MOST_NAMED
        more = (
            [
                format_html(
                    '<p class="quiet">{}</p>',
                    ngettext("and %(n)d earlier", "and %(n)d earlier", earlier) % {"n": earlier},
                )
            ]
            if earlier > 0
            else []
        )
        return _joined([*(self._maker(one) for one in line.by[-MOST_NAMED:]), *more])

    def _maker(self, one: Any) -> SafeString:
        if isinstance(one, str):
            return format_html('<p class="quiet">{}</p>', _("Not issued yet"))
        if one.number not in self.made:
            self.made[one.number] = _made_by(one)
        return self.made[one.number]

    def _history(self, line: Any) -> SafeString | str:
        if not self.history or line.kind == "departed" or (line.by and isinstance(line.by[0], str)):
            return ""
        url = self.history.format(line.block)
        return format_html('<p><a href="{}">{}</a></p>', url, _("History of this passage"))


def _made_by(revision: Any) -> SafeString:
    """Who made a revision, which, and why."""
    url = reverse("drafting:revision-detail", args=[revision.paper.pk, revision.number])
    signature = revision.signature
    who = revision.author_label or (chancery.delegation(signature) if signature.delegation else "")
    note = Truncator(revision.note).words(NOTE)
    return format_html(
        '<p class="by"><span dir="auto">{}</span> <a href="{}"><bdi>{}</bdi></a>{}</p>',
        who, url, revision.label,
        format_html('<br><span class="quiet" dir="auto">{}</span>', note) if note else "",
    )  # fmt: skip


def _to(anchor: str, said: str, sign: str) -> SafeString:
    return format_html(TO, anchor, said, said, sign)


def _fate(line: Any) -> tuple[str, SafeString | str] | None:
    row = line.row
    if line.kind == "added":
        return _("New"), ""
    if line.kind == "removed":
        return _("Deleted"), ""
    if line.kind == "departed":
        where = row.moved_to or _("the place where it stands now")
        return _("Moved"), _other_end(_("to"), f"c-{line.block}", where)
    if line.kind in ("moved", "moved_changed"):
        where = row.moved_from or _("the place where it stood")
        unchanged = ", " + _("words unchanged") if line.kind == "moved" else ""
        return _("Moved"), _other_end(_("from"), f"c-{line.block}-gone", where, unchanged)
    return None


def _other_end(word: str, anchor: str, where: str, more: str = "") -> SafeString:
    return format_html(' {} <a href="#{}">{}</a>{}', word, anchor, where, more)


def _count(line: Any) -> SafeString | str:
    row = line.row
    if line.is_formatting:
        return format_html("<p>{}</p>", _("Its form or a link changed, its words did not"))
    cells = format_html("<p>{}</p>", _cells(row.cells)) if row.cells and _cells(row.cells) else ""
    if not (row.words_added or row.words_removed):
        return cells
    added = format_html("<ins>+{}</ins> ", row.words_added) if row.words_added else ""
    removed = format_html("<del>−{}</del> ", row.words_removed) if row.words_removed else ""
    words = format_html('<p class="delta">{}{}<span class="quiet">{}</span></p>', added, removed, _("words"))
    return _joined([cells, words])


def _cells(cells: Any) -> str:
    """What changed in a table, in words."""
    counted = (
        (cells.rows_added, ngettext("%(n)d new row", "%(n)d new rows", cells.rows_added)),
        (cells.rows_removed, ngettext("%(n)d row deleted", "%(n)d rows deleted", cells.rows_removed)),
        (cells.columns_added, ngettext("%(n)d new column", "%(n)d new columns", cells.columns_added)),
        (
            cells.columns_removed,
            ngettext("%(n)d column deleted", "%(n)d columns deleted", cells.columns_removed),
        ),
        (cells.changed, ngettext("%(n)d cell changed", "%(n)d cells changed", cells.changed)),
    )
    return ", ".join(words % {"n": number} for number, words in counted if number)
