"""What django-allauth is told: settings that no installation changes, read by portal/settings.py."""

PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up: a delegation invites
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address was verified by the invitation that was sent to it
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_METHODS = {"password", "mfa"}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a class
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/key"}  # of codes, after the password; axes counts passwords
MFA_ADAPTER = "portal.accounts.second.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # see above: allauth's own table of addresses stays empty
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 10
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# As sign-in by password: a whole mission may share one address.
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
