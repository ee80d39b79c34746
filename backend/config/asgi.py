"""HTTP and websocket doors."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

import django
from channels.routing import ProtocolTypeRouter
from channels.sessions import SessionMiddlewareStack

import config.celery  # noqa: F401 - so that a request can ring

django.setup(set_prefix=False)

from apps.core.handler import OneThreadHandler  # noqa: E402 - needs the applications loaded
from apps.live.routing import websocket_door  # noqa: E402

application = ProtocolTypeRouter({"http": OneThreadHandler(), "websocket": SessionMiddlewareStack(websocket_door)})
