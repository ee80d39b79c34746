"""When everything answers."""

import asyncio
import http.client

from config.env import Env

WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not listened on


def address(env: Env) -> str:
    """Host and port as they stand in a URL; a wildcard is reached by the loopback address."""
    host = WILDCARDS.get(env.host, env.host)
    return f"[{host}]:{env.port}" if ":" in host else f"{host}:{env.port}"


async def wait_until_ready(env: Env) -> None:
    """Return when `/readyz` says so and `/` answers (404 where somebody works on the backend without a built page)."""
    for path, good in (("/readyz", {200}), ("/", {200, 404})):
        while await asyncio.to_thread(_status, env, path) not in good:
            await asyncio.sleep(0.2)


def _status(env: Env, path: str) -> int:
    """The HTTP status of a GET, 0 when nothing answers."""
    host, _, port = address(env).rpartition(":")
    connection = http.client.HTTPConnection(host.strip("[]"), int(port), timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
