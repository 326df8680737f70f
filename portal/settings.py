"""All settings, in the order of Django's documentation. What an installation may change comes from its environment."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal import env
from portal.accounts.options import *  # noqa: F403 - what allauth is told, beside the code that it is told of

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var")

# Core -------------------------------------------------------------------------------------------------------
PRODUCTION = env.flag("PRODUCTION")
DEVELOPMENT_SECRET = "development-only-and-known-to-everybody-who-has-read-this-file"  # noqa: S105 - that is its point
SECRET_KEY = env.secret("SECRET_KEY", DEVELOPMENT_SECRET)
SECRET_KEY_FALLBACKS = env.secret("SECRET_KEY_FALLBACKS").split()
DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO", default=not PRODUCTION)
HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000, least=1, most=65535)
BASE_URL = env.text("BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
HTTPS = BASE_URL.startswith("https://")
# Behind a proxy that ends TLS, its word is taken for the visitor's address and scheme; from nobody else.
BEHIND_PROXY = env.flag("BEHIND_PROXY")
PROXIES = env.words("PROXIES", ["127.0.0.1", "::1"])
NEAR_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS", [urlsplit(BASE_URL).hostname or "", *([] if PRODUCTION else NEAR_HOSTS)]
)
if PRODUCTION and DEVELOPMENT_SECRET in {SECRET_KEY, *SECRET_KEY_FALLBACKS}:
    raise env.Misconfigured("SECRET_KEY must be set to a secret of its own before PRODUCTION starts.")
if PRODUCTION and not HTTPS:
    raise env.Misconfigured("BASE_URL must begin with https:// before PRODUCTION starts.")
if PRODUCTION and DEMO:
    raise env.Misconfigured(
        "DEMO cannot be set together with PRODUCTION: demonstration accounts have known passwords."
    )
if PRODUCTION and DEBUG:
    raise env.Misconfigured(
        "DEBUG cannot be set together with PRODUCTION: its error pages tell what they should not."
    )
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "papers.api.apps.ApiConfig",
    "papers.search.apps.SearchConfig",
    "papers.exchange.apps.ExchangeConfig",
    "papers.implementation.apps.ImplementationConfig",
    "papers.adoption.apps.AdoptionConfig",
    "papers.review.apps.ReviewConfig",
    "papers.drafting.apps.DraftingConfig",
    "papers.delegations.apps.DelegationsConfig",
    "papers.clock.apps.ClockConfig",
    "papers.files.apps.FilesConfig",
    "papers.notifications.apps.NotificationsConfig",
    "papers.audit.apps.AuditConfig",
    "papers.shared.apps.SharedConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "axes",
    "csp",
    "django_htmx",
    "guardian",
    "template_partials",
]

MIDDLEWARE = [
    "portal.middleware.received_at",
    "portal.middleware.headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.methods",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.language",
    "portal.middleware.expired_fragment",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.noting.AccessMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.ActingMiddleware",
    "portal.accounts.middleware.SecondFactorMiddleware",
    "portal.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
ASGI_APPLICATION = "portal.asgi.application"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Cache: one process keeps its own; several share Redis ------------------------------------------------------
REDIS_URL = env.secret("REDIS_URL")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# Sockets: nudges between processes; nothing rests on them ---------------------------------------------------
CHANNEL_LAYERS = {
    "default": (
        {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
        if REDIS_URL
        else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    )
}

# Database ---------------------------------------------------------------------------------------------------
DATABASE_URL = env.url("DATABASE_URL", schemes=["postgres", "postgresql"])
DATABASES = {
    "default": (
        {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": DATABASE_URL.path.lstrip("/"),
            "USER": DATABASE_URL.user,
            "PASSWORD": DATABASE_URL.password,
            "HOST": DATABASE_URL.host,
            "PORT": DATABASE_URL.port or "",
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": DATABASE_URL.options,
        }
        if DATABASE_URL
        else {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "chancery.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;"
                    "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    )
}

# E-mail: without a server, mails go to the outbox page ------------------------------------------------------
EMAIL_URL = env.url("EMAIL_URL", schemes=["smtp", "smtps", "smtp+tls"])
CENTRE_NAME = env.text("CENTRE_NAME", "Coordination Centre")
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "chancery@localhost")
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
if EMAIL_URL:
    EMAIL_HOST, EMAIL_PORT = EMAIL_URL.host, EMAIL_URL.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL_URL.user, EMAIL_URL.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = EMAIL_URL.scheme == "smtps", EMAIL_URL.scheme == "smtp+tls"
    EMAIL_TIMEOUT = 15
else:
    EMAIL_BACKEND = "papers.notifications.backends.OutboxBackend"

# Files ------------------------------------------------------------------------------------------------------
MEDIA_ROOT = DATA_DIR / "files"
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Languages and time: TIME_ZONE is the centre's zone ---------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = env.text("CENTRE_ZONE", "Asia/Jerusalem")
USE_TZ = True

# Templates --------------------------------------------------------------------------------------------------
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "portal.shell.shell",
            ],
        },
    }
]

# People and passwords ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "delegations.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "papers.delegations.identity.EmailBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers make passkeys without TLS on localhost alone
# Roles of posts that are held with a second factor or not at all; see docs/administrators/accounts.md.
SECOND_FACTOR_ROLES = env.words(
    "SECOND_FACTOR_ROLES",
    [] if DEMO else ["chair", "secretary", "access_admin", "auditor", "platform", "support", "focal"],
)
SUPPORT_HOURS = env.number("SUPPORT_HOURS", 8, least=1, most=72)
# A provider through which people sign in besides; see docs/administrators/accounts.md.
OIDC_ISSUER, OIDC_CLIENT, OIDC_SECRET = (
    env.text("OIDC_ISSUER"),
    env.text("OIDC_CLIENT"),
    env.secret("OIDC_SECRET"),
)
OIDC_NAME = env.text("OIDC_NAME", CENTRE_NAME)
env.provider_is_whole(OIDC_ISSUER, OIDC_CLIENT, OIDC_SECRET, production=PRODUCTION)
LOGIN_URL = "portal:sign-in"
LOGIN_REDIRECT_URL = "portal:desk"
LOGOUT_REDIRECT_URL = "portal:sign-in"
# guardian: a table of our own on Paper, no backend of its own: with it a superuser would pass every check.
GUARDIAN_MONKEY_PATCH_USER = GUARDIAN_MONKEY_PATCH_GROUP = False
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # guardian's backend is left out on purpose, see above
    "auth.W004",  # the e-mail address is unique in any letter case, by a constraint on Lower(email)
]

# Security ---------------------------------------------------------------------------------------------------
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}session", f"{COOKIE_PREFIX}csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# The product's own ------------------------------------------------------------------------------------------
DEMO_PASSWORD = env.secret("DEMO_PASSWORD", "chancery-demo")
PAGE_THREADS = env.number("PAGE_THREADS", 8, least=1, most=64)
CLOCK_SECONDS = env.number("CLOCK_SECONDS", 30, least=1, most=60)
# Longer than the longest wait for a lock, so that an act received in time is always seen before its sweep.
SILENCE_MARGIN_SECONDS = env.number("SILENCE_MARGIN_SECONDS", 30, least=0, most=600)
TEXT_LIMIT = 2_000_000  # characters of one text
FRAME_LIMIT = 1024 * 1024  # bytes of one message on a socket
LOG_LIMIT = 64 * 1024 * 1024  # bytes written into one generation of a text
API_REQUESTS_A_MINUTE = env.number("API_REQUESTS_A_MINUTE", 120, least=1, most=100_000)
ACCESS_SECONDS = 2  # until what was opened stands in the record of access
UPLOAD_LIMIT = 10 * 1024 * 1024  # bytes of one file

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
