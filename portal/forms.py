"""The filters of the record of access."""

from django import forms
from django.utils.translation import gettext_lazy as _

from papers.audit.models import What
from papers.delegations.models import Delegation, Settled
from papers.delegations.roles import State


class Day(forms.DateInput):
    input_type = "date"


class AccessFilters(forms.Form):
    """Filters of the record of access; one that makes no sense is left out instead of refused."""

    what = forms.ChoiceField(label=_("What"), choices=[("", _("any")), *What.choices], required=False)
    delegation = forms.CharField(label=_("Delegation"), max_length=8, required=False)
    since = forms.DateField(label=_("From"), required=False, widget=Day(format="%Y-%m-%d"))
    until = forms.DateField(label=_("Up to"), required=False, widget=Day(format="%Y-%m-%d"))
    paper_uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    user_uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)

    @property
    def wanted(self):
        """The filters that are set and make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class SettleForm(forms.Form):
    """What becomes of one thing that a delegation left open, and why."""

    how = forms.ChoiceField(label=_("What becomes of it"), widget=forms.RadioSelect)
    passed_to = forms.ModelChoiceField(
        label=_("The pen passes to"), queryset=Delegation.objects.none(), required=False
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )

    def __init__(self, data=None, *, item, acting, **options):
        super().__init__(data, **options)
        open_ways = {Settled.KEPT: True, Settled.LAPSED: item.may_lapse, Settled.PASSED_ON: item.may_pass_on}
        self.fields["how"].choices = [(way.value, way.label) for way, may in open_ways.items() if may]
        if not item.may_pass_on:
            del self.fields["passed_to"]
            return
        self.fields["passed_to"].sometimes = True
        there = (
            Delegation.objects.visible_to(acting).seated().with_state(acting.at).filter(state=State.ACTIVE)
        )
        self.fields["passed_to"].queryset = there.exclude(pk=item.paper.lead_id).in_order()
