"""The web of Slipway: uvicorn with Django, Channels and the built page."""

import asyncio
import tempfile
from types import FrameType

import uvicorn
from django.conf import settings

from apps.core import draining
from config.env import Env
from processes import connections


class Server(uvicorn.Server):
    """Told to end it still answers for `linger_seconds`, so that whoever sends requests here has time to hear of it.

    Then it closes its port, ends the websockets with 1012 (service restart) and finishes the requests that run.
    """

    linger_seconds = 0.0

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """From now on `/readyz` says so."""
        draining.begin()
        super().handle_exit(sig, frame)

    async def main_loop(self) -> None:
        """Until the end, and a little longer."""
        await super().main_loop()
        if not self.force_exit:
            await asyncio.sleep(self.linger_seconds)


def run(env: Env, *, linger_seconds: int, drain_seconds: int) -> None:
    """REST, websocket, the built page."""
    connections.share()
    # Django keeps a large body in the folder for temporary files until a view reads it: in a container that is memory.
    tempfile.tempdir = str(settings.FILE_UPLOAD_TEMP_DIR)
    server = Server(
        uvicorn.Config(
            "config.asgi:application",
            host=env.host,
            port=env.port,
            lifespan="off",
            timeout_graceful_shutdown=drain_seconds,
            server_header=False,
            access_log=False,
            forwarded_allow_ips=list(env.trusted_proxies),
            log_level="warning",
        )
    )
    server.linger_seconds = linger_seconds
    server.run()
