"""To whom passages are released: which ones, to whom, why."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from papers.drafting.models import Release
from papers.drafting.narrowing import ALL, LONGEST, Wish


class MarkingForm(forms.Form):
    """Passages and delegations to tick; what is sent is shown before it is done."""

    blocks = forms.MultipleChoiceField(
        label=_("Passages"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the passages.")},
        help_text=_("Whole passages, in every revision that has them; the notes they refer to go with them."),
    )  # fmt: skip
    release = forms.ChoiceField(
        label=_("Released to"), widget=forms.RadioSelect, initial=Release.NAMED,
        choices=[*Release.choices, (ALL, _("Everybody who reads the paper"))],
        error_messages={"required": _("Choose to whom the passages are released.")},
    )  # fmt: skip
    released_to = forms.MultipleChoiceField(
        label=_("Delegations named"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Those who may draft the paper have all of it and need not be named."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST,
        error_messages={"required": _("Say why; it stays with the marking.")},
        help_text=_("For those who decide on the release. Write nothing of the passage itself here."),
    )  # fmt: skip

    def __init__(self, data=None, *, passages, delegations, **kwargs):
        super().__init__(data, **kwargs)
        self.delegations = {one.code: one for one in delegations}
        self.fields["blocks"].choices = [(one.block, one.name) for one in passages]
        self.fields["released_to"].choices = [
            (code, f"{code} {one.name}") for code, one in self.delegations.items()
        ]

    @property
    def wish(self):
        """What the service takes."""
        given = self.cleaned_data
        named = tuple(self.delegations[code] for code in given["released_to"])
        return Wish(frozenset(given["blocks"]), given["release"], named, given["reason"].strip())

    @property
    def kept(self):
        """The fields as they were sent, to be sent once more."""
        return [(name, value) for name in self.fields for value in self.data.getlist(name)]
