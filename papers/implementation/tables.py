"""The dashboards as tables that are taken away: their heads, their lines, and what stands above them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.implementation import queries
from papers.implementation.forms import PortfolioFilters
from papers.implementation.models import AsOf, Lookback
from papers.implementation.queries.breakdowns import BY, Breakdown
from papers.shared.acting import Acting

Asked = Mapping[str, Any]
Lines = list[list[Any]]
# The views of the list, each with its word; the figure of the same name is its count.
VIEWS = (
    ("concern", gettext_lazy("Of greatest concern")),
    ("ours", gettext_lazy("Wait for us")),
    ("reported", gettext_lazy("Await verification")),
    ("blocked", gettext_lazy("Held up")),
    ("overdue", gettext_lazy("Overdue")),
    ("silent", gettext_lazy("Nothing known")),
    ("contested", gettext_lazy("Contested")),
    ("handover", gettext_lazy("Owner is away")),
)
COLUMNS = (
    gettext_lazy("Reference"), gettext_lazy("Reference in the source"),
    gettext_lazy("Paper"), gettext_lazy("Lead"), gettext_lazy("Stage of the paper"),
    gettext_lazy("Recommendation"), gettext_lazy("Addressee"), gettext_lazy("Answer"), gettext_lazy("Implementation"),
    gettext_lazy("Confidence"), gettext_lazy("Freshness"), gettext_lazy("Nothing known"), gettext_lazy("Contested"),
    gettext_lazy("To be done by"), gettext_lazy("Last report"), gettext_lazy("Next report"), gettext_lazy("Adopted"),
)  # fmt: skip
# The numbers of a line and their heads, in three tables of the page and side by side in the file.
ANSWERS = (
    ("total", gettext_lazy("All")), ("accepted", gettext_lazy("Accepted, also in part")),
    ("refused", gettext_lazy("Not accepted")), ("noted", gettext_lazy("Noted")),
    ("unanswered", gettext_lazy("No answer")), ("verified", gettext_lazy("Closed, verified")),
    ("otherwise", gettext_lazy("Closed, other reason")), ("open", gettext_lazy("Open")),
)  # fmt: skip
WAITS = (
    ("awaiting", gettext_lazy("An answer")), ("wait_report", gettext_lazy("A report")),
    ("reported", gettext_lazy("A verification")),
)  # fmt: skip
DISCIPLINE = (
    ("overdue", gettext_lazy("Overdue")), ("silent", gettext_lazy("Nothing known")),
    ("contested", gettext_lazy("Contested")),
)  # fmt: skip

INDICATORS = (
    gettext_lazy("Reference"), gettext_lazy("Indicator"), gettext_lazy("Unit"), gettext_lazy("Baseline"),
    gettext_lazy("Newest figure"), gettext_lazy("Day of the figure"), gettext_lazy("Sources"), gettext_lazy("Target"),
    gettext_lazy("To be reached by"), gettext_lazy("How it stands"), gettext_lazy("Days that are contested"),
    gettext_lazy("Definition"), gettext_lazy("Ended"),
)  # fmt: skip


def portfolio_table(acting: Acting, asked: Asked) -> tuple[PortfolioFilters, Any, Lines, Lines]:
    """The filters, the head, the lines, and what stands above them, of the table that is taken away."""
    form = PortfolioFilters(asked, acting=acting)
    rows = list(queries.rows_for_sheet(acting, form.wanted))
    return form, COLUMNS, rows, about(acting, form, len(rows))


def breakdown_table(acting: Acting, asked: Asked) -> tuple[PortfolioFilters, str, Any, Lines, Lines]:
    """The same of the figures compared, and after the filters what they are compared by."""
    form, table = asked_breakdown(acting, asked)
    names = [name for name, _label in (*ANSWERS, *WAITS, *DISCIPLINE)]
    head = [BY[table.by], *(label for _name, label in (*ANSWERS, *WAITS, *DISCIPLINE))]
    rows = [[group.key, *(group[name] for name in names)] for group in table.groups]
    return form, table.by, head, rows, about(acting, form, table.total["total"])


def asked_breakdown(acting: Acting, asked: Asked) -> tuple[PortfolioFilters, Breakdown]:
    """The filters and the figures that an address asks for."""
    form = PortfolioFilters(asked, acting=acting)
    by = asked.get("by", "")
    return form, queries.breakdown(acting, form.wanted, by if by in BY else "addressee")


def trend_table(acting: Acting, asked: Asked) -> tuple[PortfolioFilters, Any, Lines, Lines]:
    """The same of the newest figures against their targets."""
    form = PortfolioFilters(asked, acting=acting)
    rows = [_trend_line(trend) for trend in queries.every_trend(acting, form.wanted)]
    return form, INDICATORS, rows, about(acting, form, len(rows), _("Indicators"))


def about(acting: Acting, form: PortfolioFilters, n: int, what: Any = None) -> Lines:
    """What stands above the table of a file: the moment, who sees it, and what was asked."""
    return [
        [_("As of"), *moment_of(form.at)],
        [_("As seen by"), acting.delegation.code, acting.delegation.name],
        [_("Filter"), *([f"{label}: {said}" for label, said in form.in_words] or [_("none")])],
        [_("View"), dict(VIEWS).get(form.wanted.get("view"), _("all"))],
        [what or _("Recommendations"), n],
    ]


def moment_of(at: AsOf) -> list[Any]:
    """The moment of a file in words: now, or the past day and the way it is looked at."""
    if at.is_past:
        return [dateformat.format(at.day, "j F Y"), Lookback(at.line).label]
    return [dateformat.format(timezone.localtime(), "j F Y, H:i"), settings.TIME_ZONE]


def _trend_line(trend: queries.Trend) -> list[Any]:
    one, newest, goal = trend.indicator, trend.newest, trend.goal
    figures = newest.figures if newest else ()
    return [
        one.recommendation.reference, one.name, one.unit, one.baseline, " / ".join(item.shown for item in figures),
        newest.on if newest else None, " / ".join(item.source for item in figures), goal.value if goal else None,
        goal.on if goal else None, trend.stands.label, len(trend.series.contested),
        f"D{trend.series.definition_on(trend.day)}", trend.ended.on if trend.ended else None,
    ]  # fmt: skip
