"""What people put beside a recommendation: a note on the record, a link with another one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from papers.implementation.forms.acts import ActForm, DatedForm, words
from papers.implementation.models import Recommendation
from papers.implementation.models.entries import Stance
from papers.implementation.models.links import Link


class DissentForm(DatedForm):
    """What the delegation holds against what is reported."""

    stance = forms.ChoiceField(
        label=_("What your delegation does"), choices=Stance.choices, widget=forms.RadioSelect
    )
    text = words(_("In its own words"))
    source = forms.CharField(
        label=_("What it rests on"), max_length=300, required=False,
        help_text=_("The source of the other figure or fact, with its date."),
    )  # fmt: skip
    field_order = ["stance", "text", "source", "effective_on"]


class LinkForm(ActForm):
    """Which other recommendation it has to do with, how, and why."""

    kind = forms.ChoiceField(label=_("This one"), choices=Link.choices, widget=forms.RadioSelect)
    other = forms.CharField(
        label=_("The other one"), max_length=100, help_text=_("Its reference, as CMCC/WG.4/WP.2026/05/R1.")
    )
    reason = words(_("Reason"))

    def clean_other(self):
        reference = self.cleaned_data["other"].strip()
        other = (
            Recommendation.objects.visible_to(self.acting).select_related("paper").filter(reference=reference)
        )
        found = other.first()
        if found is None:
            raise forms.ValidationError(_("No recommendation that you can see has this reference."))
        return found
