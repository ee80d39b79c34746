"""`/healthz` and `/readyz`. Applications register what must answer; this room knows none of them."""

import logging
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, JsonResponse

from apps.core import draining
from apps.core.errors import Problem
from apps.core.problems import problem_response

logger = logging.getLogger(__name__)
# Asked by whoever watches over this process, not by visitors.
PROBES = ("/healthz", "/readyz", "/metrics")
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
    """200 only if every part answers, else 503; the body names each part. `?parts=` asks only for some of them."""
    checks = {"database": _database, **_checks}
    wanted = [name for name in request.GET.get("parts", "").split(",") if name] or list(checks)
    unknown = [name for name in wanted if name not in checks]
    if unknown:
        return problem_response(
            Problem(400, f"There is no part {unknown[0]!r}, only {', '.join(checks)}."), request.path
        )
    if draining.has_begun():
        return _not_ready(Problem(503, "Not ready: draining, this process is about to end.", retry_after=5), request)
    parts = {name: _run(name, checks[name]) for name in wanted}
    away = ", ".join(name for name, part in parts.items() if not part["ok"])
    if away:
        return _not_ready(Problem(503, f"Not ready: {away}.", retry_after=5), request, parts=parts)
    return JsonResponse({"status": "ready", "parts": parts})


def _not_ready(problem: Problem, request: HttpRequest, **more: object) -> JsonResponse:
    response = problem_response(problem, request.path, **more)
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
