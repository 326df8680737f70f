"""What people type about the work: actions, what is in the way, criteria."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.implementation.forms.acts import ActForm, DatedForm, Day, words
from papers.implementation.lifecycle import ACTION, ActionState
from papers.implementation.models import Action
from papers.implementation.models.plans import BlockerKind
from papers.shared.fields import SometimesNeeded


class PlanForm(ActForm):
    """A form that names delegations and actions of the same recommendation."""

    def __init__(self, data=None, files=None, *, recommendation, acting):
        super().__init__(data, files, recommendation=recommendation, acting=acting)
        known, actions = Delegation.objects.visible_to(acting).in_order(), recommendation.actions.all()
        for name, queryset in {
            "owner": known,
            "verifier": known,
            "after": actions,
            "action": actions,
        }.items():
            if name in self.fields:
                self.fields[name].queryset = queryset
        if "since" in self.fields:
            self.fields["since"].initial = timezone.localdate()


class ActionForm(PlanForm):
    """One thing to be done."""

    what = words(_("What is to be done"), rows=3)
    owner = forms.ModelChoiceField(
        label=_("Who does it"), queryset=Delegation.objects.none(), empty_label="—",
        help_text=_("It sees the recommendation from then on."),
    )  # fmt: skip
    starts_on = forms.DateField(label=_("Begins"), required=False, widget=Day)
    due = forms.DateField(label=_("To be done by"), required=False, widget=Day)
    after = forms.ModelChoiceField(
        label=_("Only after"), queryset=Action.objects.none(), required=False, empty_label="—"
    )

    def clean(self):
        begins, due = self.cleaned_data.get("starts_on"), self.cleaned_data.get("due")
        if begins and due and due < begins:
            self.add_error("due", _("It cannot end before it begins."))
        return self.cleaned_data


class StepForm(DatedForm):
    """Where an action stands."""

    state = forms.ChoiceField(label=_("Where it stands"), widget=forms.RadioSelect)
    reason = words(
        _("Reason"), kind=SometimesNeeded, rows=3,
        help_text=_("Needed when it is given up, put back or taken up again."),
    )  # fmt: skip
    field_order = ["state", "reason", "effective_on"]

    def __init__(self, data=None, files=None, *, action, acting):
        super().__init__(data, files, recommendation=action.recommendation, acting=acting)
        onward = ACTION.moves[ActionState(action.state)]
        self.fields["state"].choices = [(one.value, one.label) for one in ActionState if one in onward]


class BlockerForm(PlanForm):
    """What is in the way."""

    kind = forms.ChoiceField(
        label=_("What is in the way"), choices=BlockerKind.choices, widget=forms.RadioSelect
    )
    text = words(_("What exactly, and who could clear it"), rows=4)
    action = forms.ModelChoiceField(
        label=_("Of this action only"),
        queryset=Action.objects.none(),
        required=False,
        empty_label=_("the whole"),
    )
    since = forms.DateField(label=_("Since"), widget=Day)


class UnblockForm(forms.Form):
    """How it was cleared."""

    text = words(_("How it was cleared"), rows=3)
    until = forms.DateField(label=_("Gone since"), widget=Day)


class CriteriaForm(PlanForm):
    """By what it will be called done."""

    text = words(_("It is done when"), rows=6)
    verifier = forms.ModelChoiceField(
        label=_("Who verifies it"), queryset=Delegation.objects.none(), required=False,
        empty_label=_("nobody is agreed"),
        help_text=_("Neither its owner nor whoever reports. Without a verifier it stays reported, not verified."),
    )  # fmt: skip


class AgreeForm(forms.Form):
    """Whether proposed criteria are agreed."""

    agree = forms.TypedChoiceField(
        label=_("Answer"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", _("Agree: it is called done by these")), ("no", _("Refuse"))],
    )  # fmt: skip
    answer = words(_("Reason"), kind=SometimesNeeded, rows=3, help_text=_("Needed for a refusal."))

    def clean(self):
        if self.cleaned_data.get("agree") is False and not self.cleaned_data.get("answer", "").strip():
            self.add_error("answer", _("A refusal needs its reason."))
        return self.cleaned_data
