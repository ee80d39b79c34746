"""`python -m processes.probe ROLE`: the health check of a container. Exit 0: alive. Exit 1: not, and a sentence why.

Standard library only, so that asking every few seconds costs next to nothing.
"""

import http.client
import os
import sys

from processes import alive

ANSWER_SECONDS = 5


def complaint(role: str) -> str:
    """Why the `role` is not alive; empty where it is."""
    if role == "web":
        port = os.environ.get("SLIPWAY_PORT") or "8000"
        return _web(int(port)) if port.isdecimal() else f"SLIPWAY_PORT = {port!r} is no number."
    if role in {"worker", "trainer", "scheduler"}:
        return alive.complaint(role)
    return f"{role or 'Nothing'} is no role: web, worker, trainer or scheduler."


def _web(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/healthz")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"The web does not answer on port {port}: {error}."
    finally:
        connection.close()
    return "" if status == http.client.OK else f"The web answers /healthz with {status}."


if __name__ == "__main__":
    sys.exit(complaint("".join(sys.argv[1:2])) or 0)
