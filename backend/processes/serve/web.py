"""The web of Slipway: uvicorn with Django, Channels and the built page."""

import asyncio
import gc
import resource
from datetime import timedelta
from types import FrameType
from typing import Any

import uvicorn

from apps.core import disk, draining
from apps.uploads.copies import remove_left_behind
from config.env import Env
from processes import connections
from processes.serve.handshake import HandshakeProtocol
from processes.serve.protocol import BoundedProtocol

FILES = 65_536
# Between two looks at the disk, of 100 ms.
TICKS = 10


class Server(uvicorn.Server):
    """Told to end it still answers for `linger_seconds`, so that whoever sends requests here has time to hear of it.

    Then it closes its port, ends the websockets with 1012 (service restart) and finishes the requests that run.
    """

    linger_seconds = 0.0

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """From now on `/readyz` says so."""
        draining.begin()
        super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second."""
        if counter % TICKS == 0:
            disk.keep_reserve()
        return await super().on_tick(counter)

    async def main_loop(self) -> None:
        """Until the end, and a little longer."""
        # What is loaded stays, and need not be walked over again; a request leaves little that goes in circles.
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        await super().main_loop()
        if not self.force_exit:
            await asyncio.sleep(self.linger_seconds)


def run(env: Env, *, linger_seconds: int, drain_seconds: int) -> None:
    """REST, websocket, the built page."""
    connections.share()
    _allow_many_connections()
    # Of a web that was killed. Another one that just begins a file has a second to lock it.
    remove_left_behind(timedelta(seconds=1), "*.upload")
    server = Server(configured(env, "config.asgi:application", drain_seconds=drain_seconds))
    server.linger_seconds = linger_seconds
    server.run()


def configured(env: Env, application: Any, *, drain_seconds: int) -> uvicorn.Config:
    """uvicorn with all that it is told."""
    return uvicorn.Config(
        application,
        host=env.host,
        port=env.port,
        http=BoundedProtocol,
        ws=HandshakeProtocol,
        lifespan="off",
        timeout_graceful_shutdown=drain_seconds,
        forwarded_allow_ips=list(env.trusted_proxies),
        server_header=False,
        access_log=False,
        log_level="warning",
        log_config=None,  # as all else is logged
    )


def _allow_many_connections() -> None:
    """As many as the system lets this process have; shells and services begin with 1,024 files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
