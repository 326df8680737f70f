"""The lines of a comparison as HTML. Templates took most of its time; every value is escaped as it goes in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

FOLD = '<details class="{}"><summary>{}</summary>{}</details>'
SAME_SIDE = '<div class="cmp__t"><span class="no">{}</span><div dir="auto">{}</div></div>'
SAME_INLINE = (
    '<div class="pblock pblock--{}"><span class="no">{}</span><div class="words">'
    '<p dir="auto">{}</p></div></div>'
)
INLINE = (
    '<div class="pblock pblock--{}" id="c-{}"><span class="no">{}</span><div class="words"><p dir="auto">{}</p></div>'
    '<aside class="margin small soft">{}</aside></div>'
)
SIDE = '<div class="cmp__row" id="c-{}">{}{}<div class="cmp__by">{}</div></div>'
TEXT = '<div class="cmp__t" data-rev="{}"><span class="no">{}</span><div dir="auto">{}</div></div>'
GONE = '<div class="cmp__t gone"{}><span class="no"></span><div></div></div>'
MOVED = '<span class="mov">{}</span>'


def side_lines(groups: Iterable[Any], names: tuple[str, str]) -> SafeString:
    """Old and new beside each other, with what happened to each passage; what is the same is folded."""
    return _lines(groups, "cmp__same fold", _same_side, lambda line: _side(line, names))


def inline_lines(groups: Iterable[Any]) -> SafeString:
    """One text with what was deleted and inserted; what is the same is folded."""
    return _lines(groups, "fold", _same_inline, _inline)


def _lines(groups: Iterable[Any], css: str, same: Any, changed: Any) -> SafeString:
    pieces: list[SafeString] = []
    for group in groups:
        if group.same:
            pieces.append(format_html(FOLD, css, _said(group), _joined(map(same, group.lines))))
        else:
            pieces += map(changed, group.lines)
    return _joined(pieces)


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _said(group: Any) -> str:
    """How the fold names what it holds."""
    n = len(group.lines)
    if not group.labels:
        return ngettext("%(n)d passage is the same", "%(n)d passages are the same", n) % {"n": n}
    first, last = group.labels
    if first == last:
        words = ngettext("%(first)s is the same", "%(n)d passages around %(first)s are the same", n)
        return words % {"n": n, "first": first}
    return _("%(first)s to %(last)s are the same") % {"first": first, "last": last}


def _same_side(line: Any) -> SafeString:
    return format_html(SAME_SIDE, line.new_label, line.new)


def _same_inline(line: Any) -> SafeString:
    return format_html(SAME_INLINE, line.passage, line.new_label, line.inline)


def _inline(line: Any) -> SafeString:
    if line.kind == "departed":
        return format_html("{}", "")
    label = line.new_label or line.old_label
    words = format_html(MOVED, line.inline) if line.kind == "moved" else line.inline
    return format_html(INLINE, line.passage, line.block, label, words, _happened(line))


def _side(line: Any, names: tuple[str, str]) -> SafeString:
    old, new = line.old, line.new
    if line.kind in ("departed", "moved"):
        old, new = format_html(MOVED, old), format_html(MOVED, new)
    left = _text("" if line.kind in ("added", "moved") else old, names[0], line.old_label)
    right = _text("" if line.kind in ("removed", "departed") else new, names[1], line.new_label)
    block = f"{line.block}-gone" if line.kind == "departed" else line.block
    return format_html(SIDE, block, left, right, _happened(line))


def _text(words: str, name: str, label: str) -> SafeString:
    return format_html(TEXT, name, label, words) if words else format_html(GONE, "")


def _happened(line: Any) -> SafeString:
    """In words: new, deleted, moved from where; and how many words."""
    said = _fate(line)
    head = format_html("<p><b>{}</b>{}</p>", *said) if said else ""
    return format_html("{}{}", head, _count(line))


def _fate(line: Any) -> tuple[str, str] | None:
    row = line.row
    if line.kind == "added":
        return _("New"), ""
    if line.kind == "removed":
        return _("Deleted"), ""
    if line.kind == "departed":
        return _("Moved"), (" " + _("to %(place)s") % {"place": row.moved_to}) if row.moved_to else ""
    if line.kind in ("moved", "moved_changed"):
        place = (" " + _("from %(place)s") % {"place": row.moved_from}) if row.moved_from else ""
        return _("Moved"), place + (", " + _("words unchanged") if line.kind == "moved" else "")
    return None


def _count(line: Any) -> SafeString | str:
    row = line.row
    if line.is_formatting:
        return format_html("<p>{}</p>", _("Its form or a link changed, its words did not"))
    if not (row.words_added or row.words_removed):
        return ""
    added = format_html("<ins>+{}</ins> ", row.words_added) if row.words_added else ""
    removed = format_html("<del>−{}</del> ", row.words_removed) if row.words_removed else ""
    return format_html('<p class="delta">{}{}<span class="quiet">{}</span></p>', added, removed, _("words"))
