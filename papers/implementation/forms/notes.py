"""What people put beside a recommendation: a note on the record, a link with another one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.implementation.forms.acts import ActForm, DatedForm, says_of, words
from papers.implementation.models import Recommendation
from papers.implementation.models.entries import Stance
from papers.implementation.models.links import Link
from papers.implementation.rules import DOING
from papers.implementation.services.reporting import Exhibit
from papers.shared.fields import SometimesNeeded


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


class LetterForm(DatedForm):
    """A report that came by letter."""

    delegation = forms.ModelChoiceField(
        label=_("Whose report it is"), queryset=Delegation.objects.none(), empty_label="—"
    )
    received_by = forms.CharField(
        label=_("How the letter came"),
        max_length=200,
        help_text=_("The note or letter, with its number and date."),
    )
    text = words(_("What it reports, in its own words"), rows=8)
    status = forms.ChoiceField(label=_("Where the work stands"), required=False)
    letter = forms.FileField(
        label=_("The letter"), max_length=200,
        help_text=_("PDF, PNG, JPEG, Word, Excel, CSV or plain text, up to 10 MiB. Unclassified material only."),
    )  # fmt: skip
    field_order = ["delegation", "received_by", "text", "status", "effective_on", "letter"]

    def __init__(self, data=None, files=None, *, recommendation, acting):
        super().__init__(data, files, recommendation=recommendation, acting=acting)
        doing = recommendation.assignments.current().filter(role__in=DOING).values("delegation")
        self.fields["delegation"].queryset = Delegation.objects.filter(pk__in=doing).in_order()
        self.fields["status"].choices = says_of(recommendation)

    def facts(self):
        given = dict(self.cleaned_data)
        file = given.pop("letter")
        return {
            **given,
            "letter": Exhibit(title=file.name[:200], kind="letter", name=file.name, content=file.read()),
        }


class ConfirmForm(forms.Form):
    """Whether a letter was entered as it was written."""

    confirm = forms.TypedChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", _("Confirm: it is entered as the letter says")), ("no", _("Refuse"))],
    )  # fmt: skip
    answer = words(_("Reason"), kind=SometimesNeeded, rows=3, help_text=_("Needed for a refusal."))

    def clean(self):
        if self.cleaned_data.get("confirm") is False and not self.cleaned_data.get("answer", "").strip():
            self.add_error("answer", _("A refusal needs its reason."))
        return self.cleaned_data


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
