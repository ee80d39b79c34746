"""HTTP and websocket doors."""

import os
from typing import cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

import django
from channels.routing import ProtocolTypeRouter
from channels.sessions import SessionMiddlewareStack
from django.conf import settings

import config.celery  # noqa: F401 - so that a request can ring

django.setup(set_prefix=False)

from apps.core.handler import OneThreadHandler  # noqa: E402 - needs the applications loaded
from apps.live.routing import websocket_door  # noqa: E402
from apps.uploads.body_limit import App, BodyLimit  # noqa: E402

# 64 files of 25 MB or one data set, and their form fields, unless the environment says otherwise.
largest_files = max(settings.SLIPWAY.max_files * settings.SLIPWAY.max_bytes, settings.SLIPWAY.max_dataset_bytes)
largest_body = largest_files + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
http = BodyLimit(cast("App", OneThreadHandler()), limit=largest_body)
application = ProtocolTypeRouter({"http": http, "websocket": SessionMiddlewareStack(websocket_door)})
