"""The product's settings with what tests need changed: a data folder of their own, cheap passwords, no waiting."""

import atexit
import hashlib
import os
import shutil
import tempfile

for name in (
    "PRODUCTION",
    "DEBUG",
    "DEMO",
    "BASE_URL",
    "ALLOWED_HOSTS",
    "SECRET_KEY",
    "EMAIL_URL",
    "OIDC_ISSUER",
):
    os.environ.pop(name, None)  # the suite judges the product, not the shell that it was started from
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="chancery-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from portal.settings import *  # noqa: E402, F403 - the environment had to be settled first
from portal.settings import BASE_DIR, CACHES, DATA_DIR, DATABASES, REDIS_URL, STORAGES  # noqa: E402 - named, for those changed below

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "papers.notifications.backends.OutboxBackend"
SILENCE_MARGIN_SECONDS = 0
ACCESS_SECONDS = 0  # tests seal the record of access themselves
(DATA_DIR / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a folder that is not there

if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file, not memory: connections in memory share one cache, whose locks fail at once instead of waiting, and
    # tests of two people at the same time would judge that instead of the product. Nothing here survives anyway.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;"
    )
else:
    # One server may serve the tests of several clones at once: each has databases of its own.
    clone = hashlib.sha256(str(BASE_DIR).encode()).hexdigest()[:8]
    DATABASES["default"]["TEST"] = {"NAME": f"test_chancery_{clone}"}

if REDIS_URL:
    # Clearing the cache empties a whole database of Redis: each worker has one of its own.
    server, _, number = REDIS_URL.rpartition("/")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    CACHES["default"]["LOCATION"] = f"{server}/{int(number) + int(worker)}"
