"""What people type about their own account."""

from allauth.account import forms as allauth
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from papers.delegations import services


def password_field(label, autocomplete="new-password"):
    return forms.CharField(
        label=label,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete, "dir": "ltr"}),
    )


def address_field(autocomplete="username"):
    return forms.EmailField(
        label=_("Work e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": autocomplete, "autofocus": True, "dir": "ltr"}),
    )


class SignInForm(allauth.LoginForm):
    """An address and a password; a refusal does not tell which of the two was wrong."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {
            "login": address_field(),
            "password": password_field(_("Password"), "current-password"),
            "shared_computer": forms.BooleanField(
                required=False,
                label=_("Shared computer: keep nothing on this device"),
                help_text=_("Words typed while the line is down then stand in the open window only."),
            ),
        }

    def login(self, request, redirect_url=None):
        """On a shared computer the pages keep nothing, and the session ends with the browser."""
        response = super().login(request, redirect_url)
        if self.cleaned_data["shared_computer"]:
            request.session["shared_computer"] = True
            request.session.set_expiry(0)
        return response


class ResetForm(forms.Form):
    """The address of an account; what it leads to is the same for everybody."""

    email = address_field(autocomplete="email")

    def save(self, request):
        services.ask_for_reset(self.cleaned_data["email"])


class AddressForm(forms.Form):
    """Another address for one's account."""

    email = forms.EmailField(
        label=_("New work e-mail"),
        help_text=_("A link comes to this address and to the one before; both are needed."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )


class NewPasswordForm(allauth.ResetPasswordKeyForm):
    """A new password, typed twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        in_our_words(self)


class ChangePasswordForm(allauth.ChangePasswordForm):
    """The password as it is, and a new one, typed twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = password_field(_("Your password now"), "current-password")
        in_our_words(self)


class ReauthenticateForm(allauth.ReauthenticateForm):
    """The password once more, before something that somebody at an open window should not do."""

    password = password_field(_("Your password"), "current-password")


def code_field(label, hint=""):
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "dir": "ltr"}
        ),
    )


class CodeForm(base.AuthenticateForm):
    """The code of an authenticator app, or one of the recovery codes."""

    code = code_field(_("Code"), _("From your authenticator app, or one of your recovery codes."))


class ReauthenticateByCodeForm(base.ReauthenticateForm):
    code = code_field(_("Code"), _("From your authenticator app, or one of your recovery codes."))


class ActivateAppForm(totp.ActivateTOTPForm):
    code = code_field(_("The code that the app shows now"))


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A passkey and what its owner calls it; it always signs in by itself, so the device must know its owner."""

    name = forms.CharField(
        label=_("What you call it"),
        max_length=60,
        required=False,
        help_text=_("So that you know it in the list."),
    )
    passwordless = forms.BooleanField(initial=True, required=False, widget=forms.HiddenInput)

    def clean_passwordless(self):
        return True


def in_our_words(form):
    """Names of the two fields for a new password, without the placeholders that vanish as one types."""
    hint = _("At least twelve characters: several unrelated words are strong and easy to keep in mind.")
    form.fields["password1"].label, form.fields["password1"].help_text = _("New password"), hint
    form.fields["password2"].label = _("New password once more")
    for name in ("password1", "password2"):
        form.fields[name].widget.attrs = {"autocomplete": "new-password", "dir": "ltr"}
