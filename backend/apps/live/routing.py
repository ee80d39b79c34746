"""The websocket's address."""

from channels.routing import URLRouter
from django.urls import path, re_path

from apps.live.consumers import EventsConsumer
from apps.live.refuse import Nowhere

websocket_door = URLRouter([path("ws/v1/events", EventsConsumer.as_asgi()), re_path(r"", Nowhere.as_asgi())])
