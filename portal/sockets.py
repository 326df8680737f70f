"""Sockets: from the portal's own pages only, and nowhere but where one is served."""

from urllib.parse import urlsplit

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import URLRouter
from channels.security.websocket import WebsocketDenier
from channels.sessions import CookieMiddleware
from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.urls import path, re_path

from papers.drafting.live.consumer import TextConsumer

ROUTES = [path("live/papers/<uuid:paper>/", TextConsumer.as_asgi(), name="working-text")]
SCHEMES = {"ws": "http", "wss": "https", "http": "http", "https": "https"}


class Nowhere(AsyncWebsocketConsumer):
    """An address without a socket."""

    async def connect(self):
        await self.close()


def from_own_pages(inner):
    """Refuse a handshake that another site's page began: it would carry the visitor's cookie."""
    deny = WebsocketDenier.as_asgi()

    async def application(scope, receive, send):
        return await (inner if is_own(scope) else deny)(scope, receive, send)

    return application


def is_own(scope):
    """Whether the page that asks came from the very address that it asks: scheme, name and port."""
    headers = {name.lower(): value.decode("latin1") for name, value in scope["headers"]}
    host = headers.get(b"host", "")
    name, _port = split_domain_port(host)
    return (
        headers.get(b"origin") == f"{SCHEMES[scope.get('scheme', 'ws')]}://{host}"
        and urlsplit(headers[b"origin"]).hostname is not None
        and validate_host(name, settings.ALLOWED_HOSTS)
    )


sockets = from_own_pages(CookieMiddleware(URLRouter([*ROUTES, re_path("", Nowhere.as_asgi())])))
