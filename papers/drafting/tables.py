"""The lines of the two busiest tables. Templates took most of their time; every value is escaped as it goes in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from papers.shared.templatetags import chancery

NOWHERE = "00000000-0000-0000-0000-000000000000"
PAPER = (
    '<tr><td><a class="title" href="{url}" lang="{language}" dir="auto">{title}</a>{kind}</td>'
    '<td data-label="{w_text}">{symbol}</td><td data-label="{w_stage}">{stage}</td>'
    '<td data-label="{w_lead}">{lead}</td><td data-label="{w_theme}">{theme}</td>'
    '<td data-label="{w_level}">{level}</td><td data-label="{w_moved}">{moved}</td></tr>'
)

OPTION, CHOSEN = '<option value="{}">{}</option>', '<option value="{}" selected>{}</option>'


def paper_lines(rows: Iterable[Any]) -> SafeString:
    """The lines of the list of papers; what many lines share is made once."""
    words = {
        "w_text": _("Current text"), "w_stage": _("Stage"), "w_lead": _("Lead"), "w_theme": _("Theme"),
        "w_level": _("Your delegation"), "w_moved": _("Last moved"),
    }  # fmt: skip
    words = {name: escape(word) for name, word in words.items()}
    shared = _Shared()
    return format_html_join("", "{}", ((_paper(row, words, shared),) for row in rows))


class _Shared:
    """What stands in many lines, made when it is first needed."""

    def __init__(self) -> None:
        self.made: dict[Any, Any] = {}
        self.path = reverse("portal:paper-detail", args=[NOWHERE])
        self.no_symbol = format_html('<span class="quiet">{}</span>', _("none issued yet"))
        self.no_theme = format_html('<span class="quiet">{}</span>', _("none"))

    def once(self, column: str, value: Any, make: Any) -> Any:
        """A column's words for a value; a stage and a level may be called the same."""
        if (column, value) not in self.made:
            self.made[column, value] = make()
        return self.made[column, value]


def _paper(row: Any, words: dict[str, str], shared: _Shared) -> SafeString:
    paper, symbol = row.paper, row.symbol
    return format_html(
        PAPER,
        **words,
        title=paper.title,
        language=paper.language,
        url=shared.path.replace(NOWHERE, str(paper.pk)),
        kind=shared.once("kind", paper.kind, lambda: _kind(row.kind_label)),
        symbol=shared.once("symbol", symbol, lambda: format_html('<bdi class="sym">{}</bdi>', symbol))
        if symbol
        else shared.no_symbol,
        stage=shared.once(
            "stage", paper.stage, lambda: chancery.state(paper.stage_label, mark=paper.stage_mark)
        ),
        lead=shared.once("lead", paper.lead_id, lambda: chancery.delegation(paper.lead)),
        theme=shared.once("theme", paper.theme, lambda: _theme(paper.theme))
        if paper.theme
        else shared.no_theme,
        level=shared.once("level", row.level, lambda: str(row.level.label) if row.level else ""),
        moved=_moment(paper.moved_at, shared),
    )


def _kind(label: str) -> SafeString | str:
    return format_html(' <span class="small quiet">{}</span>', label) if label else ""


def _theme(theme: str) -> SafeString:
    return format_html('<span dir="auto">{}</span>', theme)


def _moment(moment: Any, shared: _Shared) -> SafeString:
    """A moment in the centre's zone, as the head of its column says."""
    local = timezone.localtime(moment)
    day = shared.once("day", local.date(), lambda: dateformat.format(local, "j M Y"))
    return format_html(
        '<time datetime="{}">{}, {}</time>', f"{moment:%Y-%m-%dT%H:%M:%SZ}", day, f"{local:%H:%M}"
    )


def selects(form: Any) -> dict[str, SafeString]:
    """The options of a form's selects, by field name, with the chosen one marked."""
    return {
        field.name: options(field.field.choices, field.value() or "")
        for field in form
        if hasattr(field.field, "choices")
    }


def options(choices: Iterable[tuple[Any, Any]], chosen: str) -> SafeString:
    """The options of one select."""
    lines = (format_html(CHOSEN if value == chosen else OPTION, value, label) for value, label in choices)
    return format_html_join("", "{}", ((line,) for line in lines))
