"""How allauth's second factors fit this house: which may be removed, and how their secrets are stored."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.delegations import identity

PURPOSE = b"portal.accounts.second:"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets lie encrypted in the database; who must have a second factor cannot remove the last."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code does not fit. An app changes its code every half minute."),
        "cannot_delete_authenticator": gettext_lazy(
            "Your post asks for a second factor. Add another before you remove this."
        ),
    }

    def encrypt(self, text):
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator):
        if not identity.must_have_second_factor(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def _get_site_name(self):
        return settings.CENTRE_NAME

    def generate_authenticator_name(self, user, type):
        return _("Passkey")


def _cipher():
    """Encrypts with the secret of today, and reads what an earlier one encrypted."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [hashlib.sha256(PURPOSE + secret.encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
