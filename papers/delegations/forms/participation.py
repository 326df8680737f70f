"""What people type about how a delegation takes part."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Grounds
from papers.delegations.roles import State


class ReplyForm(forms.Form):
    """What a delegation says of a proposed change of its participation."""

    words = forms.CharField(
        label=_("What your delegation says"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    agrees = forms.BooleanField(label=_("We agree: it need not be waited for any longer"), required=False)


class DecisionForm(forms.Form):
    """By which decision how a delegation takes part is changed."""

    decision_ref = forms.CharField(
        label=_("Reference of the decision"), max_length=120,
        help_text=_("For example “WG.4/2026/D.7”. It stands beside the change for good."),
    )  # fmt: skip


class ChangeForm(forms.Form):
    """How a delegation is to take part, and what that rests on."""

    state = forms.ChoiceField(label=_("It would take part as"))
    grounds = forms.ChoiceField(label=_("What it rests on"), choices=Grounds.choices)
    words = forms.CharField(
        label=_("In words"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("The delegation reads this, and may reply."),
    )  # fmt: skip

    def __init__(self, data=None, *, now, is_own, **options):
        super().__init__(data, **options)
        self.fields["state"].choices = [choice for choice in State.choices if choice[0] != now]
        if is_own:
            self.fields["grounds"].required = False
            self.fields["grounds"].widget = forms.HiddenInput()
            self.fields["grounds"].initial = Grounds.OWN_NOTICE
