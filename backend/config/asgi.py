"""HTTP and websocket doors."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

from channels.routing import ProtocolTypeRouter
from channels.sessions import SessionMiddlewareStack
from django.core.asgi import get_asgi_application

import config.celery  # noqa: F401 - so that a request can ring

http = get_asgi_application()

from apps.live.routing import websocket_door  # noqa: E402 - needs the applications loaded

application = ProtocolTypeRouter({"http": http, "websocket": SessionMiddlewareStack(websocket_door)})
