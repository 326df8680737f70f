"""What people type on the portal's own pages."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """An address and a password; a refusal does not tell which of the two was wrong."""

    username = forms.EmailField(
        label=_("Work e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True, "dir": "ltr"}),
    )
    shared_computer = forms.BooleanField(
        required=False,
        label=_("Shared computer: keep nothing on this device"),
        help_text=_("Words typed while the line is down then stand in the open window only."),
    )
    error_messages = {
        "invalid_login": _(
            "This address and this password do not belong together. Small and capital letters differ in a password."
        ),
        "inactive": _("This account has ended. Your delegation’s focal point can say more."),
    }
