"""The product's settings with one address more: the floor that every page is compared with."""

from portal.settings import *  # noqa: F403 - everything as it is served

ROOT_URLCONF = "portal.bench.urls"
