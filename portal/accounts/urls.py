"""Pages of one's own account. The names are allauth's, by which it finds them; what it offers beside is not served."""

from allauth.account import views as allauth
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from portal.accounts import pages, passkeys, second_views, views

urlpatterns = [
    path("sign-in/second-factor/", second_views.SecondFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/provider/", views.provider_login, name="account_provider"),
    path("sign-in/provider/back/", views.provider_back, name="account_provider_back"),
    path("account/confirm/code/", second_views.ReauthenticateByCode.as_view(), name="mfa_reauthenticate"),
    path("sign-in/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path(
        "account/confirm/passkey/",
        passkeys.ReauthenticateByPasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/passkeys/add/", passkeys.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("account/passkeys/<int:key>/remove/", passkeys.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("account/app/", second_views.ActivateApp.as_view(), name="mfa_activate_totp"),
    path("account/app/remove/", second_views.DeactivateApp.as_view(), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/recovery-codes/new/",
        second_views.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("account/address/", pages.address_change, name="account_address"),
    path("account/address/<str:token>/", pages.address_confirm, name="account_address_confirm"),
    path("account/sessions/end/", pages.visits_end, name="account_sessions_end"),
    path("account/sessions/<uuid:pk>/end/", pages.visit_end, name="account_session_end"),
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("account/", pages.account, name="account"),
    path("account/confirm/", views.Reauthenticate.as_view(), name="account_reauthenticate"),
    path("account/password/", views.PasswordChange.as_view(), name="account_change_password"),
    path("password/", views.PasswordReset.as_view(), name="account_reset_password"),
    path("password/asked/", allauth.password_reset_done, name="account_reset_password_done"),
    path(
        "password/<str:uidb36>/<str:key>/",
        views.PasswordResetFromKey.as_view(),
        name="account_reset_password_from_key",
    ),
]
