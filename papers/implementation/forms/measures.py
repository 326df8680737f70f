"""What people type about indicators: what is measured, what is to be reached, and the figures themselves."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from papers.implementation.figures import plain
from papers.implementation.forms.acts import ActForm, Day, words
from papers.implementation.models import Definition, Direction
from papers.shared.fields import SometimesNeeded


def number(label, **options):
    """A field for a figure: up to eighteen digits before the point and six behind it."""
    return forms.DecimalField(label=label, max_digits=24, decimal_places=6, **options)


def plain_or_none(value):
    return None if value is None else plain(value)


class MeasureForm(forms.Form):
    """A form about one indicator."""

    def __init__(self, data=None, *, indicator):
        self.indicator = indicator
        super().__init__(data)
        for name in ("on", "since"):
            if name in self.fields and self.fields[name].required:
                self.fields[name].initial = timezone.localdate()

    def facts(self):
        """What the service takes."""
        return self.cleaned_data


class IndicatorForm(ActForm):
    """What is measured."""

    name = forms.CharField(label=_("What is measured"), max_length=200)
    unit = forms.CharField(
        label=_("Unit"), max_length=60, help_text=_("Tonnes a month, per cent of sites, families.")
    )
    definition = words(
        _("Definition"), rows=4, help_text=_("What exactly is counted, and what is not; where, and by whom.")
    )
    direction = forms.ChoiceField(
        label=_("Which way is better"), choices=Direction.choices, initial=Direction.UP, widget=forms.RadioSelect
    )  # fmt: skip
    since = forms.DateField(label=_("Counted so since"), required=False, widget=Day)
    baseline = number(_("Baseline"), required=False)
    baseline_on = forms.DateField(label=_("Day of the baseline"), required=False, widget=Day)
    baseline_source = forms.CharField(label=_("Source of the baseline"), max_length=300, required=False)
    target = number(_("Target"), required=False)
    target_on = forms.DateField(label=_("To be reached by"), required=False, widget=Day)

    def clean(self):
        for figure, day in (("baseline", "baseline_on"), ("target", "target_on")):
            given = [self.cleaned_data.get(name) is not None for name in (figure, day)]
            if any(given) and not all(given) and not {figure, day} & self.errors.keys():
                self.add_error(day if given[0] else figure, _("A figure and its day belong together."))
        return self.cleaned_data


class FigureForm(MeasureForm):
    """A figure of a day."""

    on = forms.DateField(label=_("Day of the figure"), widget=Day)
    value = number(_("Figure"))
    source = forms.CharField(
        label=_("Source"), max_length=200,
        help_text=_("Who counted, and where it is published. Another source for the same day stands beside it."),
    )  # fmt: skip
    scope = forms.CharField(
        label=_("Of which part"), max_length=200, required=False,
        help_text=_("Only where it is not the whole: a district, a group."),
    )  # fmt: skip
    definition = forms.ModelChoiceField(
        label=_("Counted by"), queryset=Definition.objects.none(), required=False,
        empty_label=_("the definition of that day"),
    )  # fmt: skip

    def __init__(self, data=None, *, indicator):
        super().__init__(data, indicator=indicator)
        self.fields["definition"].queryset = Definition.objects.filter(indicator=indicator)
        self.fields["definition"].label_from_instance = _named


class TargetForm(MeasureForm):
    """What is to be reached."""

    on = forms.DateField(label=_("To be reached by"), widget=Day)
    value = number(_("Target"), required=False)
    label = forms.CharField(
        label=_("Name of the milestone"), max_length=120, required=False, help_text=_("Half of the sites.")
    )
    since = forms.DateField(label=_("Holds since"), widget=Day)
    drop = forms.BooleanField(label=_("Drop what was set for this day"), required=False)
    reason = words(
        _("Reason"),
        kind=SometimesNeeded,
        rows=3,
        help_text=_("Needed where one was set for this day already."),
    )

    def __init__(self, data=None, *, indicator):
        super().__init__(data, indicator=indicator)
        self.fields["on"].initial = None


class DefinitionForm(MeasureForm):
    """What is counted from a day on."""

    text = words(_("New definition"), rows=5)
    since = forms.DateField(label=_("Counted so since"), widget=Day)
    reason = words(_("Reason"), rows=3)


class RestateForm(MeasureForm):
    """What should have been said of it."""

    name = forms.CharField(label=_("What is measured"), max_length=200)
    unit = forms.CharField(label=_("Unit"), max_length=60)
    baseline = number(_("Baseline"), required=False)
    baseline_on = forms.DateField(label=_("Day of the baseline"), required=False, widget=Day)
    baseline_source = forms.CharField(label=_("Source of the baseline"), max_length=300, required=False)
    reason = words(
        _("Reason"), rows=3,
        help_text=_("What was wrong. What is counted differently from a day on is a new definition instead."),
    )  # fmt: skip

    def __init__(self, data=None, *, indicator):
        super().__init__(data, indicator=indicator)
        self.initial = {**indicator.words, "baseline": plain_or_none(indicator.baseline)}


class EndForm(MeasureForm):
    """Until when it is counted."""

    on = forms.DateField(
        label=_("Last day that is counted"), widget=Day,
        help_text=_("Figures of that day and of earlier ones may still be given; of later days none."),
    )  # fmt: skip
    reason = words(_("Reason"), rows=3)


class CorrectionForm(forms.Form):
    """What stands in the place of a figure that was wrong."""

    value = number(_("The right figure"), required=False, help_text=_("Empty takes the figure back."))
    reason = words(_("Reason"), rows=3)

    def facts(self):
        return self.cleaned_data


def _named(definition):
    return f"D{definition.number}, {definition.since.isoformat()}: {Truncator(definition.text).chars(60)}"
