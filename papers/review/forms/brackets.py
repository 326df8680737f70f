"""What is said of open brackets, as it is typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from papers.review.forms.comments import words
from papers.review.lifecycle import Openness, Settled, Wish


class OfBracket(forms.Form):
    """Names a bracket by its passage and its words."""

    bracket = forms.RegexField(r"^[0-9a-f-]{36}:[0-9a-f]{32}$", widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        block, _colon, key = cleaned.pop("bracket", "").partition(":")
        return {**cleaned, "block": block, "key": key}


class WishForm(OfBracket):
    """What a delegation wants of words in brackets, and why they are open for it."""

    wish = forms.ChoiceField(label=_("Your delegation"), choices=Wish.choices)
    why = forms.ChoiceField(label=_("Why it is open"), choices=Openness.choices)
    words = words(_("In words"), "reason", rows=2, required=False)


class SettleForm(OfBracket):
    """How the penholder settles a bracket."""

    how = forms.ChoiceField(choices=Settled.choices)
