"""What business code raises when a request cannot be done. Speaks no HTTP but the number."""

from collections.abc import Sequence
from typing import Literal, TypedDict, get_args

from ml.errors import BadInputCode


class FieldError(TypedDict):
    """Which field is at fault (a JSON pointer) and why."""

    pointer: str
    detail: str


# What a program may find in `code`. A new one is added here, to docs/api.md, and to the words of the page.
Code = (
    BadInputCode
    | Literal[
        "changed_meanwhile",
        "conflict",
        "file_missing",
        "headers_too_large",
        "idempotency_key_reused",
        "internal_error",
        "invalid_recipe",
        "invalid_request",
        "link_ended",
        "method_not_allowed",
        "not_acceptable",
        "not_authenticated",
        "not_found",
        "permission_denied",
        "quarantined",
        "queue_full",
        "quota_exceeded",
        "range_not_satisfiable",
        "rate_limited",
        "timeout",
        "too_slow",
        "training_off",
        "unavailable",
        "unknown_data_set",
        "unknown_folder",
        "unknown_model",
        "worker_lost",
        "wrong_kind",
    ]
)


def codes() -> list[str]:
    """All of them, sorted."""
    return sorted(word for part in get_args(Code) for word in get_args(part))


CODES: dict[int, Code] = {
    400: "invalid_request",
    401: "not_authenticated",
    403: "permission_denied",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    408: "too_slow",
    409: "conflict",
    410: "link_ended",
    412: "changed_meanwhile",
    413: "too_large",
    415: "unsupported_media_type",
    429: "rate_limited",
    431: "headers_too_large",
    500: "internal_error",
    503: "unavailable",
}


class Problem(Exception):
    """A refusal.

    Args:
        status: the HTTP status.
        detail: one sentence that says what happened and, where possible, what to do.
        code: a stable word for programs; the usual one of the status where it is left out.
        errors: the fields at fault.
        retry_after: seconds, for 429 and 503.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        code: Code | None = None,
        errors: Sequence[FieldError] = (),
        retry_after: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.code: Code = code or CODES[status]
        self.errors = errors
        self.retry_after = retry_after


class StorageAway(Exception):
    """The storage cannot be used just now; the message is a sentence that says why. Nothing is wrong with the file."""


class DiskFull(StorageAway):
    """This process' own disk has no room."""
