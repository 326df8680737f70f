"""The lines of the two busiest tables. Templates took most of their time; every value is escaped as it goes in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.html import format_html, format_html_join
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
    shared = _Shared()
    return format_html_join("", "{}", ((_paper(row, words, shared),) for row in rows))


class _Shared:
    """What stands in many lines, made when it is first needed."""

    def __init__(self) -> None:
        self.made: dict[Any, Any] = {}
        self.path = reverse("portal:paper-detail", args=[NOWHERE])
        self.no_symbol = format_html('<span class="quiet">{}</span>', _("none issued yet"))
        self.no_theme = format_html('<span class="quiet">{}</span>', _("none"))

    def once(self, key: Any, make: Any) -> Any:
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]


def _paper(row: Any, words: dict[str, str], shared: _Shared) -> SafeString:
    paper = row.paper
    return format_html(
        PAPER,
        **words,
        title=paper.title,
        language=paper.language,
        url=shared.path.replace(NOWHERE, str(paper.pk)),
        kind=shared.once(paper.kind, lambda: _kind(row.kind_label)),
        symbol=format_html('<bdi class="sym">{}</bdi>', row.symbol) if row.symbol else shared.no_symbol,
        stage=shared.once(
            paper.stage, lambda: chancery.state(paper.get_stage_display(), mark=paper.stage_mark)
        ),
        lead=shared.once(paper.lead_id, lambda: chancery.delegation(paper.lead)),
        theme=format_html('<span dir="auto">{}</span>', paper.theme) if paper.theme else shared.no_theme,
        level=shared.once(row.level, lambda: str(row.level.label) if row.level else ""),
        moved=_moment(paper.moved_at),
    )


def _kind(label: str) -> SafeString | str:
    return format_html(' <span class="small quiet">{}</span>', label) if label else ""


def _moment(moment: Any) -> SafeString:
    """A moment in the centre's zone, as the head of its column says."""
    words = dateformat.format(timezone.localtime(moment), "j M Y, H:i")
    return format_html('<time datetime="{}">{}</time>', moment.strftime("%Y-%m-%dT%H:%M:%SZ"), words)


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
