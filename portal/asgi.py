import os

import django
from channels.routing import ProtocolTypeRouter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup(set_prefix=False)

from portal.pages import PageHandler  # noqa: E402 - models exist only once Django is set up
from portal.sockets import sockets  # noqa: E402 - the same

application = ProtocolTypeRouter({"http": PageHandler(), "websocket": sockets})
