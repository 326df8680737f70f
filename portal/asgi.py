import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
pages = get_asgi_application()

from portal.sockets import sockets  # noqa: E402 - models exist only once Django is set up

application = ProtocolTypeRouter({"http": pages, "websocket": sockets})
