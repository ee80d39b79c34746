"""Every error of the API is a problem (RFC 9457), made in this one place.

Business code raises `Problem` (ml's errors become one at their seam); views never build an error answer.
"""

import logging
import sys
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TypedDict

from django.core.exceptions import (
    BadRequest,
    DisallowedHost,
    PermissionDenied,
    RequestDataTooBig,
    TooManyFilesSent,
)
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from redis.exceptions import ConnectionError as BrokerAway
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import set_rollback

from apps.core.errors import CODES, DiskFull, FieldError, Problem, StorageAway
from apps.core.request_id import current_request_id
from apps.core.schemas import FieldErrorSchema, ProblemSchema

logger = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"


def body_of(problem: Problem, path: str) -> dict[str, object]:
    """The JSON body that tells `problem` to whoever asked for `path`."""
    return ProblemSchema(
        type=f"urn:slipway:problem:{problem.code}",
        title=HTTPStatus(problem.status).phrase,
        status=problem.status,
        detail=problem.detail,
        instance=path,
        code=problem.code,
        errors=[FieldErrorSchema(**error) for error in problem.errors] or None,
        request_id=current_request_id(),
    ).to_json()


def problem_response(problem: Problem, path: str, **more: object) -> JsonResponse:
    """`problem` as an answer outside of REST framework (404 and 500 pages, readiness), with `more` members."""
    headers = {"Retry-After": str(problem.retry_after)} if problem.retry_after is not None else None
    return JsonResponse(
        {**body_of(problem, path), **more}, status=problem.status, content_type=CONTENT_TYPE, headers=headers
    )


class Context(TypedDict):
    """What REST framework knows of a request that failed."""

    request: Request


def handle_exception(error: Exception, context: Context) -> Response | None:
    """REST framework's exception handler. An unknown error goes on to Django's 500 page."""
    if isinstance(error, exceptions.UnsupportedMediaType):
        error = of_another_type(context["request"])
    problem = problem_of(error)
    if problem is None:
        return None
    set_rollback()
    response = Response(body_of(problem, context["request"].path), status=problem.status, content_type=CONTENT_TYPE)
    if problem.retry_after is not None:
        response["Retry-After"] = str(problem.retry_after)
    challenge = getattr(error, "auth_header", None)
    if challenge:
        response["WWW-Authenticate"] = challenge
    return response


def of_another_type(request: Request) -> Problem:
    """The body of a request is of a type that its view does not read."""
    read = " or ".join(parser.media_type for parser in request.parsers or ())
    return Problem(415, f"Send {read} here, not {request.content_type or 'a body without a Content-Type'}.")


def problem_of(error: Exception) -> Problem | None:  # noqa: C901, PLR0911 - a table, written as one
    """The problem that an exception stands for, None for a bug."""
    match error:
        case Problem():
            return error
        case Http404():
            return Problem(404, "There is nothing here.")
        case PermissionDenied():
            return Problem(403, "You may not do this.")
        case RequestDataTooBig():
            return Problem(413, "The form fields are larger than 1 MiB.")
        case BadRequest() | TooManyFilesSent():
            return Problem(400, "The form cannot be read.")
        case DiskFull():
            logger.warning("unavailable: %s", error)
            return Problem(503, "The disk of the server is full; nothing was stored.", retry_after=10)
        case StorageAway():
            logger.warning("unavailable: %s", error)
            return Problem(503, "The storage of files is away or full. Try again shortly.", retry_after=10)
        case OperationalError() | InterfaceError() | BrokerAway():
            logger.warning("unavailable: %s", error)
            full = "disk is full" in str(error)  # as SQLite says it
            detail = "The disk of the server is full." if full else "The database or the broker is away."
            return Problem(503, f"{detail} Try again shortly.", retry_after=5)
        case DatabaseError() if _was_deleted(str(error).lower()):
            return Problem(409, "What this refers to was deleted in the same moment. Look again.")
        case exceptions.APIException():
            return _of_framework(error)
    return None


def _was_deleted(said: str) -> bool:
    """By a foreign key to what is gone, as both databases say it, or by a row that is, as Django does."""
    return "foreign key" in said or "did not affect any rows" in said


def _of_framework(error: exceptions.APIException) -> Problem:
    if isinstance(error, exceptions.ValidationError):
        errors = _field_errors(error.detail)
        return Problem(400, _in_a_sentence(errors), errors=list(errors))
    if isinstance(error, exceptions.ParseError) or error.status_code not in CODES:
        return Problem(400, str(error.detail))
    retry_after = int(getattr(error, "wait", None) or 1) if isinstance(error, exceptions.Throttled) else None
    return Problem(error.status_code, str(error.detail), retry_after=retry_after)


def _in_a_sentence(errors: Sequence[FieldError]) -> str:
    """What a program that shows `detail` alone has to tell: the one fault, or where there are several."""
    names = [error["pointer"].strip("/") or "the whole" for error in errors]
    if len(errors) == 1:
        return f"{names[0]}: {errors[0]['detail']}".removeprefix("the whole: ")
    few = ", ".join(dict.fromkeys(names[:5]))
    return f"Some fields are not valid: {few}{' …' if len(names) > 5 else '.'}"


def _field_errors(detail: object, pointer: str = "") -> Sequence[FieldError]:
    if isinstance(detail, Mapping):
        found: list[FieldError] = []
        for name, inner in detail.items():
            step = "" if name == "non_field_errors" else f"/{name}"
            found += _field_errors(inner, pointer + step)
        return found
    if isinstance(detail, list | tuple):
        nested = any(isinstance(inner, Mapping) for inner in detail)
        steps = [f"/{index}" if nested else "" for index in range(len(detail))]
        return [
            found for step, inner in zip(steps, detail, strict=True) for found in _field_errors(inner, pointer + step)
        ]
    return [{"pointer": pointer or "/", "detail": str(detail)}]


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    """Django's 400 page."""
    is_foreign = isinstance(exception, DisallowedHost)
    detail = "This server has another name (SLIPWAY_ALLOWED_HOSTS)." if is_foreign else "This request cannot be read."
    return problem_response(Problem(400, detail), request.path)


def permission_denied(request: HttpRequest, exception: Exception) -> JsonResponse:  # noqa: ARG001
    """Django's 403 page."""
    return problem_response(Problem(403, "You may not do this."), request.path)


def csrf_failed(request: HttpRequest, reason: str = "") -> JsonResponse:
    """A form without the right CSRF token."""
    return problem_response(Problem(403, f"CSRF: {reason}"), request.path)


def not_found(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:  # noqa: ARG001
    """Django's 404 page."""
    return problem_response(Problem(status.HTTP_404_NOT_FOUND, "There is nothing here."), request.path)


def server_error(request: HttpRequest) -> JsonResponse:
    """Django's 500 page: says nothing of the inside but the id under which the log tells all.

    What is only away (the admin's pages need the database, too) is 503 here as well.
    """
    error = sys.exc_info()[1]
    away = problem_of(error) if isinstance(error, Exception) else None
    if away and away.status == status.HTTP_503_SERVICE_UNAVAILABLE:
        return problem_response(away, request.path)
    return problem_response(
        Problem(500, "Something broke on the server. The log has it under request_id."), request.path
    )


@csrf_exempt
def api_not_found(request: HttpRequest) -> JsonResponse:
    """Addresses below the API's folders that no view takes, however they are asked."""
    return not_found(request)
