"""The filters of the portfolio."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.drafting.lifecycle import Stage
from papers.implementation.forms.acts import Day
from papers.implementation.lifecycle import AFTER_ADOPTION, Confidence, Status
from papers.implementation.models import AsOf, Lookback
from papers.implementation.progress import Freshness
from papers.implementation.queries.conditions import ANY_STAGE, CONDITIONS

ANY = ("", _("any"))
STATUS_GROUPS = [("open", _("Open, all of them")), ("closed", _("Closed, all of them"))]


class AsOfForm(forms.Form):
    """The day to look back to, and which of the two ways; a day that has not passed is left out."""

    on = forms.DateField(label=_("As of"), required=False, widget=Day)
    line = forms.ChoiceField(label=_("What of it"), choices=Lookback.choices, required=False)

    def clean_on(self):
        day = self.cleaned_data["on"]
        return day if day and day < timezone.localdate() else None

    def clean(self):
        if not self.cleaned_data.get("on"):
            self.cleaned_data.pop("line", None)
        elif not self.cleaned_data.get("line"):
            self.cleaned_data["line"] = Lookback.STOOD.value
        return self.cleaned_data

    @property
    def wanted(self):
        """The filters that are set and make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def at(self):
        wanted = self.wanted
        return AsOf(wanted["on"], wanted["line"]) if "on" in wanted else AsOf.now()


class PortfolioFilters(AsOfForm):
    """Filters of the portfolio; one that makes no sense is left out instead of refused."""

    stage = forms.ChoiceField(label=_("Stage of the paper"), required=False)
    lead = forms.ChoiceField(label=_("Lead"), required=False)
    theme = forms.CharField(label=_("Theme"), max_length=80, required=False)
    addressee = forms.ChoiceField(label=_("Addressee"), required=False)
    status = forms.ChoiceField(
        label=_("Implementation"), choices=[ANY, *STATUS_GROUPS, *Status.choices], required=False
    )
    confidence = forms.ChoiceField(label=_("Confidence"), choices=[ANY, *Confidence.choices], required=False)
    freshness = forms.ChoiceField(label=_("Freshness"), choices=[ANY, *Freshness.choices], required=False)
    view = forms.ChoiceField(
        choices=[(key, key) for key in CONDITIONS], widget=forms.HiddenInput, required=False
    )
    field_order = ["stage", "lead", "theme", "addressee", "status", "confidence", "freshness", "on", "line"]

    def __init__(self, data, *, acting):
        super().__init__(data)
        known = [
            (one.code, f"{one.code} {one.name}") for one in Delegation.objects.visible_to(acting).in_order()
        ]
        self.fields["lead"].choices = self.fields["addressee"].choices = [ANY, *known]
        after = [(stage.value, stage.label) for stage in Stage if stage in AFTER_ADOPTION]
        before = [(stage.value, stage.label) for stage in Stage if stage not in AFTER_ADOPTION]
        self.fields["stage"].choices = [
            ("", _("adopted, and after")),
            *after,
            *before,
            (ANY_STAGE, _("every stage")),
        ]

    @property
    def in_words(self):
        """The filters as a person would say them, for what is printed or taken away."""
        chosen = [(name, value) for name, value in self.wanted.items() if name != "view"]
        return [(self.fields[name].label, self._said(name, value)) for name, value in chosen]

    def _said(self, name, value):
        return dict(getattr(self.fields[name], "choices", ())).get(value, value)
