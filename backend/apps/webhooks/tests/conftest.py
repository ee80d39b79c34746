"""A receiver on this machine, and somebody who sends what is due."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from threading import Thread
from typing import Any, cast

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from redis import Redis
from rest_framework.test import APIClient
from standardwebhooks import Webhook as Verifier

from apps.webhooks.claim import claim
from apps.webhooks.models import Delivery, Webhook
from apps.webhooks.record import record
from apps.webhooks.send import client, send
from conftest import Configure


@pytest.fixture(autouse=True)
def _quiet_broker(broker: Redis) -> None:
    broker.flushdb()


@dataclass
class Received:
    """A request that came."""

    path: str
    headers: dict[str, str]
    body: str

    def verified(self, secret: str) -> dict[str, Any]:
        """The body, where the specification's own library finds a signature with this secret."""
        return cast("dict[str, Any]", Verifier(secret).verify(self.body, self.headers))

    @property
    def type(self) -> str:
        """What happened."""
        return str(json.loads(self.body)["type"])


@dataclass
class Receiver:
    """What came, and how it is answered: by `answer`, else with `status`."""

    url: str
    received: list[Received] = field(default_factory=list)
    status: int = 204
    answer: Callable[[BaseHTTPRequestHandler], None] | None = None


@pytest.fixture
def receiver(configure: Configure) -> Iterator[Receiver]:
    """Listens at a private address that was allowed."""
    configure(outgoing_networks=(ip_network("127.0.0.0/8"),))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            made.received.append(Received(self.path, headers, body))
            if made.answer:
                made.answer(self)
            else:
                self.send_response(made.status)
                self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made = Receiver(f"http://127.0.0.1:{server.server_address[1]}/hook")
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def webhook(owner: User, receiver: Receiver) -> Webhook:
    """The owner's, told of nothing yet; its secret is `webhook.secrets[0]["secret"]`."""
    from apps.webhooks.actions import make

    return make(owner, name="Orders", url=receiver.url, types=[], keys=[])


def create(browser: APIClient, url: str, **more: object) -> dict[str, Any]:
    """A webhook by REST, with its secret."""
    answer = browser.post("/api/v1/webhooks", {"name": "Orders", "url": url, **more}, format="json")
    assert answer.status_code == 201, answer.content
    return cast("dict[str, Any]", answer.json())


def deliver() -> int:
    """Send all that is due now, as the courier does; returns how many were sent."""
    count = 0
    with client() as asking:
        while delivery := claim("test"):
            record(delivery, send(asking, delivery))
            count += 1
    return count


def let_it_be_due(delivery: Delivery) -> None:
    """As if its time had come."""
    Delivery.objects.filter(pk=delivery.pk).update(due_at=timezone.now())
    Webhook.objects.update(held_until=None)
