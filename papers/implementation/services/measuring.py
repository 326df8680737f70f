"""By what progress is measured: indicators with their definitions and targets, and the figures that are given."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.delegations.services import wake
from papers.implementation import rules
from papers.implementation.models import (
    Definition,
    Ending,
    Indicator,
    Reading,
    Recommendation,
    Restatement,
    Target,
)
from papers.implementation.services import disputes, standing
from papers.shared.acting import Actor
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of
from papers.shared.rules import Rule


@transaction.atomic
def define_indicator(
    recommendation: Recommendation,
    *,
    name: str,
    unit: str,
    definition: str,
    by: Actor,
    since: date | None = None,
    target: Decimal | None = None,
    target_on: date | None = None,
    **about: Any,
) -> Indicator:
    """Say what is measured of it, in which unit and by which definition; `about`: direction and baseline."""
    recommendation = _held(recommendation, rules.can_define, by)
    if not name.strip() or not unit.strip() or not definition.strip():
        raise BadInput(_("An indicator needs its name, its unit and its definition. Nothing was recorded."))
    if (target is None) != (target_on is None):
        raise BadInput(
            _("A target is a figure and the day by which it is to be reached. Nothing was recorded.")
        )
    _refuse_half(about.get("baseline"), about.get("baseline_on"))
    _refuse_taken(recommendation, name.strip())
    day = standing.checked_day(since or about.get("baseline_on") or timezone.localdate())
    made = Indicator.objects.create(
        recommendation=recommendation, name=name.strip(), unit=unit.strip(), delegation=by.delegation, **about,
        **act_of(by),
    )  # fmt: skip
    Definition.objects.create(number=1, text=definition, since=day, **_of(made, by))
    if target is not None and target_on is not None:
        Target.objects.create(on=target_on, value=target, since=day, **_of(made, by))
    standing.keep(recommendation, "indicator_defined", by=by, indicator=made.pk)
    return made


@transaction.atomic
def restate(
    indicator: Indicator,
    *,
    name: str,
    unit: str,
    reason: str,
    by: Actor,
    baseline: Decimal | None = None,
    baseline_on: date | None = None,
    baseline_source: str = "",
) -> Restatement:
    """Say rightly what was said wrongly of it; what was said before stays on record."""
    recommendation = _held(indicator.recommendation, rules.can_define, by)
    if not name.strip() or not unit.strip():
        raise BadInput(_("An indicator needs its name and its unit. Nothing was recorded."))
    if not reason.strip():
        raise BadInput(_("A correction says why. Nothing was recorded."))
    _refuse_half(baseline, baseline_on)
    words = {
        "name": name.strip(), "unit": unit.strip(), "baseline": baseline, "baseline_on": baseline_on,
        "baseline_source": baseline_source.strip(),
    }  # fmt: skip
    before = Restatement.objects.filter(indicator=indicator).last() or Indicator.objects.get(pk=indicator.pk)
    if words == before.words:
        raise BadInput(_("Nothing is different from what is said already. Nothing was recorded."))
    _refuse_taken(recommendation, name.strip(), besides=indicator)
    made = Restatement.objects.create(reason=reason, **words, **_of(indicator, by))
    changed = [key for key, value in before.words.items() if value != words[key]]
    standing.keep(recommendation, "indicator_restated", by=by, indicator=indicator.pk, changed=changed)
    return made


@transaction.atomic
def end_indicator(indicator: Indicator, *, on: date, reason: str, by: Actor) -> Ending:
    """Count it no longer after a day; its past stays where it is."""
    recommendation = _held(indicator.recommendation, rules.can_define, by)
    if not reason.strip():
        raise BadInput(_("An indicator is ended with a reason. Nothing was recorded."))
    _refuse_ended(indicator)
    held = Reading.objects.filter(indicator=indicator, corrected_by=None, value__isnull=False)
    last = held.order_by("on").last()
    if last is not None and last.on > on:
        raise BadInput(
            _(
                "It has a figure for %(day)s. Nothing was recorded; end it on that day or later, or take the figure "
                "back first."
            )
            % {"day": last.on.isoformat()}
        )
    first = Definition.objects.filter(indicator=indicator).order_by("number").first()
    day = standing.checked_day(on, since=first.since if first else None)
    made = Ending.objects.create(on=day, reason=reason, **_of(indicator, by))
    standing.keep(recommendation, "indicator_ended", by=by, indicator=indicator.pk, effective_on=day)
    return made


@transaction.atomic
def redefine(indicator: Indicator, *, text: str, reason: str, since: date, by: Actor) -> Definition:
    """Count something else from a day on; earlier figures keep the definition by which they were counted."""
    recommendation = _held(indicator.recommendation, rules.can_define, by)
    if not text.strip() or not reason.strip():
        raise BadInput(_("A new definition says what is counted and why it changes. Nothing was recorded."))
    _refuse_ended(indicator)
    last = Definition.objects.filter(indicator=indicator).order_by("number").last()
    day = standing.checked_day(since, since=last.since if last else None)
    made = Definition.objects.create(
        number=last.number + 1 if last else 1, text=text, reason=reason, since=day, **_of(indicator, by)
    )
    standing.keep(
        recommendation,
        "indicator_redefined",
        by=by,
        indicator=indicator.pk,
        number=made.number,
        effective_on=day,
    )
    return made


@transaction.atomic
def set_target(
    indicator: Indicator,
    *,
    on: date,
    by: Actor,
    value: Decimal | None = None,
    label: str = "",
    reason: str = "",
    since: date | None = None,
    drop: bool = False,
) -> Target:
    """Set, change or drop what is to be reached by a day; what was set before stays on record."""
    recommendation = _held(indicator.recommendation, rules.can_define, by)
    _refuse_ended(indicator)
    before = Target.objects.filter(indicator=indicator, on=on).last()
    if (before or drop) and not reason.strip():
        raise BadInput(
            _("A target that was set already is changed or dropped with a reason. Nothing was recorded.")
        )
    kept = before.value if drop and before and not before.dropped else value
    if drop and (before is None or before.dropped):
        raise BadInput(_("No target is set for this day, so there is none to drop. Nothing was recorded."))
    if kept is None:
        raise BadInput(
            _("A target is a figure and the day by which it is to be reached. Nothing was recorded.")
        )
    day = standing.checked_day(since or timezone.localdate(), since=before.since if before else None)
    made = Target.objects.create(
        on=on, value=kept, label=label.strip(), dropped=drop, reason=reason, since=day, **_of(indicator, by)
    )
    standing.keep(recommendation, "target_set", by=by, indicator=indicator.pk, on=on, effective_on=day)
    return made


@transaction.atomic
def give_figure(
    indicator: Indicator,
    *,
    on: date,
    value: Decimal,
    source: str,
    by: Actor,
    definition: Definition | None = None,
    scope: str = "",
) -> Reading:
    """Put a figure on record beside those of other sources; one that differs for the same thing is contested."""
    recommendation = _held(indicator.recommendation, rules.can_give_figures, by)
    day = standing.checked_day(on)
    _refuse_ended(indicator, after=day)
    source, scope = source.strip(), scope.strip()
    if not source:
        raise BadInput(_("A figure names its source. Nothing was recorded."))
    meant = definition or _definition_on(indicator, day)
    if meant.indicator_id != indicator.pk:
        raise BadInput(_("This definition belongs to another indicator. Nothing was recorded."))
    there = Reading.objects.filter(
        indicator=indicator, on=day, source=source, scope=scope, definition=meant, corrected_by=None,
        value__isnull=False,
    )  # fmt: skip
    if there.exists():
        raise BadInput(
            _("This source has a figure for this day already. Nothing was recorded; correct that one.")
        )
    made = Reading.objects.create(
        on=day, value=value, source=source, scope=scope, definition=meant, **_of(indicator, by)
    )
    _kept(recommendation, "figure_given", day, by, indicator=indicator.pk, on=day)
    return made


@transaction.atomic
def correct_figure(reading: Reading, *, value: Decimal | None, reason: str, by: Actor) -> Reading:
    """Put another figure in the place of one that was wrong, or take it back; both stay on record."""
    recommendation = standing.locked(reading.indicator.recommendation, by=by)
    reading = Reading.objects.select_for_update(of=("self",)).select_related("indicator").get(pk=reading.pk)
    reading.indicator.recommendation = recommendation
    rules.can_correct_figure.require(by, reading)
    if Reading.objects.filter(corrects=reading).exists() or reading.value is None:
        raise Refused(_("This figure was corrected already. Nothing was changed."))
    if not reason.strip():
        raise BadInput(_("A correction says why. Nothing was recorded."))
    if value == reading.value:
        raise BadInput(
            _("The figure is the same. Nothing was recorded; give the right one, or none to take it back.")
        )
    wake(standing.person(by).delegation, by=by)
    made = Reading.objects.create(
        on=reading.on, value=value, source=reading.source, scope=reading.scope, corrects=reading, reason=reason,
        definition_id=reading.definition_id, indicator=reading.indicator, delegation_id=reading.delegation_id,
        **act_of(by),
    )  # fmt: skip
    _kept(recommendation, "figure_corrected", reading.on, by, indicator=reading.indicator_id, on=reading.on)
    return made


def _held(recommendation: Recommendation, rule: Rule, by: Actor) -> Recommendation:
    """The recommendation under lock, for somebody who may do this."""
    recommendation = standing.locked(recommendation, by=by)
    rule.require(by, recommendation)
    wake(standing.person(by).delegation, by=by)
    standing.begin(recommendation.paper, by=by)
    return recommendation


def _refuse_half(baseline: Decimal | None, baseline_on: date | None) -> None:
    if (baseline is None) != (baseline_on is None):
        raise BadInput(_("A baseline is a figure and its day. Nothing was recorded."))


def _refuse_taken(recommendation: Recommendation, name: str, *, besides: Indicator | None = None) -> None:
    """A name is of one indicator alone, also one that was corrected: files may still use it."""
    first = Indicator.objects.filter(recommendation=recommendation, name=name)
    later = Restatement.objects.filter(indicator__recommendation=recommendation, name=name)
    if besides is not None:
        first, later = first.exclude(pk=besides.pk), later.exclude(indicator=besides)
    if first.exists() or later.exists():
        raise BadInput(
            _("It has an indicator of this name already. Nothing was recorded; choose another name.")
        )


def _refuse_ended(indicator: Indicator, *, after: date | None = None) -> None:
    """Nothing new of one that has ended; figures of its days may still come in."""
    ended = Ending.objects.filter(indicator=indicator).first()
    if ended is not None and (after is None or after > ended.on):
        raise BadInput(
            _("The indicator ended on %(day)s. Nothing was recorded.") % {"day": ended.on.isoformat()}
        )


def _kept(recommendation: Recommendation, verb: str, day: date, by: Actor, **facts: Any) -> None:
    """Record it, and from which day on sources contradict each other."""
    disputes.settle(recommendation, day, lambda: standing.keep(recommendation, verb, by=by, **facts))


def _definition_on(indicator: Indicator, day: date) -> Definition:
    """The last definition that had begun by the day; the first one for days before it."""
    every = list(Definition.objects.filter(indicator=indicator))
    return next((one for one in reversed(every) if one.since <= day), every[0])


def _of(indicator: Indicator, by: Actor) -> dict[str, Any]:
    return {"indicator": indicator, "delegation": by.delegation, **act_of(by)}
