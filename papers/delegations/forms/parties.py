"""What is typed about people whom papers concern and who have no seat at the centre."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PartyForm(forms.Form):
    """A party: what it is called, its language, whom to invite, and whether its name is withheld."""

    title = forms.CharField(
        label=_("Name of the party"), max_length=150, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("For example a hospital, an association of returning families, a cooperative."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Its language"), choices=settings.LANGUAGES)
    person = forms.CharField(label=_("Who answers for it"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail of this person"), widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("The invitation goes to this address, works once and for a week."),
    )  # fmt: skip
    is_withheld = forms.BooleanField(
        label=_("Withhold its name for its safety"), required=False,
        help_text=_("Your post alone knows the name then, and is named as the one that holds it."),
    )  # fmt: skip
