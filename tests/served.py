"""The suite's settings for a server in a process of its own, over the database of the test that started it."""

import os

from tests.settings import *  # noqa: F403 - everything as the suite has it
from tests.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["SERVED_DATABASE"]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # files as they lie, none collected
