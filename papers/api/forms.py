"""What a person types about a token."""

from django import forms
from django.utils.translation import gettext_lazy as _

from papers.api.services import NAME_LIMIT


class TokenForm(forms.Form):
    """Which program will use the token."""

    name = forms.CharField(label=_("Program that will use it"), max_length=NAME_LIMIT)
