"""A new version comes while people are at work: the stores do not notice, and the page is back soon."""

import logging
import subprocess
import threading
import time

import pytest
import requests

from compose import TAG, Stack, until

NEXT = f"{TAG}-next"
STORES = ("postgres", "redis")
# The frontend's own container is replaced too.
CLOSED_SECONDS = 8
logger = logging.getLogger(__name__)


@pytest.fixture
def _next_version() -> None:
    """The same images under another tag, as a new version would come."""
    for image in ("slipway-backend", "slipway-frontend"):
        subprocess.run(["docker", "tag", f"{image}:{TAG}", f"{image}:{NEXT}"], check=True)


class Visitor(threading.Thread):
    """Asks for the page four times a second; `closed` is how often nobody listened."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.url, self.ends, self.closed, self.asked = url, threading.Event(), 0, 0

    def run(self) -> None:
        """Until `ends`."""
        while not self.ends.wait(0.25):
            self.asked += 1
            try:
                requests.get(self.url, timeout=5)
            except requests.RequestException:
                self.closed += 1


def started_at(stack: Stack, service: str) -> tuple[str, str]:
    """Which container, and since when it runs."""
    found = stack.inspect(service)
    return found["Id"], found["State"]["StartedAt"]


@pytest.mark.usefixtures("_next_version")
def test_an_upgrade_leaves_the_stores_alone_and_the_port_open(stack: Stack) -> None:
    before = {service: started_at(stack, service) for service in (*STORES, "web")}
    visitor = Visitor(stack.url)
    visitor.start()
    began = time.monotonic()
    stack.compose("up", "--detach", "--wait", "web", "worker", "scheduler", tag=NEXT)
    stack.compose("up", "--detach", "--wait", tag=NEXT)
    visitor.ends.set()
    visitor.join()
    logger.info("%.1f s; nobody listened in %.1f of them", time.monotonic() - began, visitor.closed / 4)
    after = {service: started_at(stack, service) for service in before}
    assert {service: after[service] for service in STORES} == {service: before[service] for service in STORES}
    assert after["web"] != before["web"]
    assert visitor.closed / 4 < CLOSED_SECONDS
    assert visitor.asked > 10


def test_a_secret_is_changed_without_the_stores(stack: Stack) -> None:
    before = {service: started_at(stack, service) for service in STORES}
    (stack.secrets / "secret_key").write_text("a key of fifty characters that is given by an operator here")
    stack.compose("up", "--detach", "secrets", tag=NEXT)
    stack.compose("restart", "web", tag=NEXT)
    until(lambda: stack.healthy("web"), 60, "web is healthy")
    assert "given by an operator" in stack.compose("exec", "-T", "web", "cat", "/run/secrets/secret_key", tag=NEXT)
    assert {service: started_at(stack, service) for service in STORES} == before


def test_a_mistake_in_the_environment_is_told_before_anything_is_stopped(stack: Stack) -> None:
    once = ("run", "--rm", "--no-deps", "--entrypoint", "python", "-e", "SLIPWAY_MAX_FILE=3")
    with pytest.raises(AssertionError, match="SLIPWAY_MAX_FILE is not a variable that Slipway knows"):
        stack.compose(*once, "web", "manage.py", "check", tag=NEXT)
    assert stack.healthy("web")
