"""One indicator: its figures beside each other and against its targets, and the acts on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.implementation import forms, linechart, queries, rules, services
from papers.implementation.models import Reading
from papers.implementation.tables import moment_of
from papers.implementation.views.acts import recorded
from papers.shared.http import form_status, reads_and_sends, sheet_response, visible_or_404
from papers.shared.rules import Rule

FIGURES = (
    gettext_lazy("Day"), gettext_lazy("Figure"), gettext_lazy("Unit"), gettext_lazy("Source"),
    gettext_lazy("Of which part"), gettext_lazy("Definition"), gettext_lazy("Contested"), gettext_lazy("Given for"),
    gettext_lazy("Recorded"), gettext_lazy("Reason of a correction"),
)  # fmt: skip


@dataclass(frozen=True)
class Act:
    """What a person may do with an indicator: who, by which form, and what the page says."""

    view: str
    rule: Rule
    form: Any
    service: Any
    title: Any
    submit: Any
    done: Any


FIGURE = Act(
    "figure-add", rules.can_give_figures, forms.FigureForm, services.give_figure, gettext_lazy("Give a figure"),
    gettext_lazy("Put it on record"), gettext_lazy("The figure is on record."),
)  # fmt: skip
TARGET = Act(
    "target-set", rules.can_define, forms.TargetForm, services.set_target, gettext_lazy("Set a target or milestone"),
    gettext_lazy("Set it"), gettext_lazy("The target is set."),
)  # fmt: skip
DEFINITION = Act(
    "definition-add", rules.can_define, forms.DefinitionForm, services.redefine, gettext_lazy("Change the definition"),
    gettext_lazy("Count it so from that day"), gettext_lazy("The new definition is marked where it begins."),
)  # fmt: skip


RESTATE = Act(
    "indicator-restate", rules.can_define, forms.RestateForm, services.restate,
    gettext_lazy("Correct name, unit or baseline"), gettext_lazy("Correct it"),
    gettext_lazy("Corrected. What was said before stays on record."),
)  # fmt: skip
END = Act(
    "indicator-end", rules.can_define, forms.EndForm, services.end_indicator, gettext_lazy("End the indicator"),
    gettext_lazy("End it"), gettext_lazy("The indicator is ended; its past stays."),
)  # fmt: skip
AFTER_ITS_END = (FIGURE, RESTATE)  # figures of its days may come late


@require_safe
def indicator_detail(request, pk):
    """What was measured, by whom, and how it stands to what is to be reached."""
    indicator = visible_or_404(queries.indicators(), request.acting, pk=pk)
    form = forms.AsOfForm(request.GET)
    trend = queries.trend(indicator, form.at)
    context = {
        "indicator": trend.indicator,
        "recommendation": indicator.recommendation,
        "form": form,
        "at": form.at,
        **_drawn(trend),
        **({} if form.at.is_past else _possible(request.acting, trend)),
        "query": request.GET.urlencode(),
    }
    return render(request, "implementation/indicator_detail.html", context)


@require_safe
def indicator_file(request, pk, kind):
    """Its figures as a file, with what they are above the table."""
    indicator = visible_or_404(queries.indicators(), request.acting, pk=pk)
    at = forms.AsOfForm(request.GET).at
    trend = queries.trend(indicator, at)
    indicator, series = trend.indicator, trend.series
    rows = [_line(indicator, point, figure) for point in series.points for figure in point.figures]
    about = [
        [_("Indicator"), indicator.name, indicator.recommendation.reference],
        [_("As of"), *moment_of(at)],
        [_("As seen by"), request.acting.delegation.code, request.acting.delegation.name],
        *([f"D{one.number}", one.since, one.text] for one in series.meanings),
        *([[_("Ended"), series.ended.on, series.ended.reason]] if series.ended else []),
        *([_("Target"), goal.on, goal.value, goal.label] for goal in series.goals),
    ]
    return sheet_response(kind, "figures", FIGURES, rows, about=about)


@reads_and_sends
def figure_add(request, pk):
    return _act(request, pk, FIGURE)


@reads_and_sends
def target_set(request, pk):
    return _act(request, pk, TARGET)


@reads_and_sends
def definition_add(request, pk):
    return _act(request, pk, DEFINITION)


@reads_and_sends
def indicator_restate(request, pk):
    return _act(request, pk, RESTATE)


@reads_and_sends
def indicator_end(request, pk):
    return _act(request, pk, END)


@reads_and_sends
def figure_correct(request, pk):
    """Put another figure in the place of a wrong one, or take it back."""
    wrong = Reading.objects.select_related("indicator__recommendation__paper", "definition", "delegation")
    reading = visible_or_404(wrong, request.acting, pk=pk)
    rules.can_correct_figure.require(request.acting, reading)
    form = forms.CorrectionForm(request.POST or None)
    if form.is_valid() and recorded(form, services.correct_figure, reading, form.facts(), request.acting):
        messages.success(request, _("Corrected. The figure that was wrong stays on record beside it."))
        return redirect("implementation:indicator-detail", pk=reading.indicator_id)
    context = {"indicator": queries.as_said(reading.indicator), "reading": reading, "form": form}
    return render(request, "implementation/figure_form.html", context, status=form_status(form))


def _act(request, pk, act):
    """Load it, ask the rule, take the form, do the act, go back to it."""
    indicator = visible_or_404(queries.indicators(), request.acting, pk=pk)
    act.rule.require(request.acting, indicator.recommendation)
    said = queries.as_said(indicator)
    form = act.form(request.POST or None, indicator=said)
    if form.is_valid() and recorded(form, act.service, indicator, form.facts(), request.acting):
        messages.success(request, act.done)
        return redirect("implementation:indicator-detail", pk=pk)
    context = {"indicator": said, "form": form, "act": act}
    return render(request, "implementation/indicator_form.html", context, status=form_status(form))


def _drawn(trend):
    one = trend.indicator
    baseline = None if one.baseline is None else (one.baseline_on, one.baseline)
    drawing = linechart.chart(
        trend.series, unit=one.unit, baseline=baseline, day=trend.day, mirrored=get_language_bidi()
    )
    return {"trend": trend, "chart": drawing}


def _possible(acting, trend):
    """The acts of this reader, and whose figures they may correct."""
    recommendation = trend.indicator.recommendation
    offered = AFTER_ITS_END if trend.ended else (FIGURE, TARGET, DEFINITION, RESTATE, END)
    acts = [act for act in offered if act.rule(acting, recommendation)]
    own = acting.delegation.code if FIGURE in acts else ""
    return {
        "acts": acts,
        "may_give": FIGURE in acts,
        "corrects_of": own,
        "corrects_all": rules.coordinates(acting, recommendation),
    }


def _line(indicator, point, figure):
    said = _("yes") if point.contested else _("no")
    return [
        figure.on, figure.value, indicator.unit, figure.source, figure.scope, f"D{figure.definition}", said,
        figure.party.code if figure.party else "", figure.recorded_at, figure.reason,
    ]  # fmt: skip
