"""What an installation must get right before strangers reach it, checked by `manage.py check --deploy`."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def name_attempted(request, credentials):
    """Whose password is being tried: the address without its letter case, so that variants count together."""
    known = credentials or {}
    given = known.get("email") or known.get("username") or request.POST.get("login", "")
    return given.strip().lower()


@checks.register(checks.Tags.security, deploy=True)
def any_host_is_not_a_host(app_configs, **options):
    """A name that anyone may choose would end up in the links of our mails."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [checks.Warning("ALLOWED_HOSTS accepts any name: list the portal's own.", id="portal.W001")]


@checks.register(checks.Tags.security, deploy=True)
def https_is_spoken_by_the_proxy(app_configs, **options):
    """The portal itself speaks plain HTTP; if it distrusts its proxy, each page redirects to itself for ever."""
    if not settings.HTTPS or settings.BEHIND_PROXY:
        return []
    return [
        checks.Warning(
            "BASE_URL is https:// and BEHIND_PROXY is off: pages redirect for ever.", id="portal.W002"
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def a_distant_redis_asks_for_a_password(app_configs, **options):
    """Whoever can write into the cache can reset the counters that slow down password guessing."""
    redis = urlsplit(settings.REDIS_URL)
    if not settings.REDIS_URL or redis.hostname in LOOPBACK or redis.password:
        return []
    return [checks.Warning("REDIS_URL names another machine and no password.", id="portal.W003")]
