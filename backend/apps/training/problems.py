"""Refusals that name the field at fault."""

from apps.core.errors import Code, Problem


def misfit(pointer: str, detail: str, code: Code = "invalid_options", status: int = 422) -> Problem:
    """What does not fit the rest of what was asked for."""
    return Problem(status, detail, code=code, errors=[{"pointer": pointer, "detail": detail}])


def taken(slug: str) -> Problem:
    """A name that a data set has already."""
    return misfit("/slug", f"There is a data set {slug!r} already; choose another name.", code="conflict", status=409)
