"""`/healthz` and `/readyz`. Applications register what must answer; this room knows none of them."""

import logging
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, JsonResponse

from apps.core.errors import Problem
from apps.core.problems import problem_response

logger = logging.getLogger(__name__)
Check = Callable[[], str]
_checks: dict[str, Check] = {}


class NotReady(Exception):
    """A part is away; the message says what is wrong with it."""


def register(name: str, check: Check) -> None:
    """`check` returns a few words when the part answers and raises when it does not."""
    _checks[name] = check


def healthz(_: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """200 only if every part answers, else 503; the body names each part."""
    parts = {name: _run(name, check) for name, check in {"database": _database, **_checks}.items()}
    ready = all(part["ok"] for part in parts.values())
    if ready:
        return JsonResponse({"status": "ready", "parts": parts})
    away = ", ".join(name for name, part in parts.items() if not part["ok"])
    problem = Problem(503, f"Not ready: {away}.", retry_after=5)
    response = problem_response(problem, request.path, parts=parts)
    # Asked every second by whoever waits for us: "not yet" is an answer, not an error for Django to log.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _run(name: str, check: Check) -> dict[str, bool | str]:
    try:
        return {"ok": True, "detail": check()}
    except NotReady as error:
        return {"ok": False, "detail": str(error)}
    except Exception as error:  # noqa: BLE001 - whatever a part throws means that it is not ready
        logger.warning("%s is not ready: %s", name, error)
        return {"ok": False, "detail": type(error).__name__}


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return connection.vendor
