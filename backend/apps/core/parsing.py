"""JSON and query strings that a database and an answer can hold: no NUL, no half of a surrogate pair, no deep nest."""

import json
import math
import re
from collections.abc import Collection, Iterable, Mapping
from typing import IO, Any, NoReturn

from django.http import QueryDict
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from apps.core.errors import FieldError, Problem

_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
# Fewer than Python takes, whose own refusal speaks of Python.
DIGITS = 1000


def strict_json(text: str | bytes) -> object:
    """Parse JSON.

    Raises:
        ValueError: it is no JSON (NaN is none), too deep, or holds characters that PostgreSQL or UTF-8 cannot.
    """
    try:
        value = json.loads(text, parse_constant=_refuse, parse_int=_whole, parse_float=_finite)
        if _NUL.search(json.dumps(value, ensure_ascii=False).encode()):
            raise ValueError("a string holds a NUL character")
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    except UnicodeError as error:
        raise ValueError("it holds what is no text in UTF-8") from error
    return value


def _whole(digits: str) -> int:
    if len(digits) > DIGITS:
        raise ValueError(f"a number has more than {DIGITS} digits")
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise ValueError("a number is too large")
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


class StrictJSONParser(JSONParser):
    """`strict_json` for request bodies."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,  # noqa: ARG002 - the framework's signature
        parser_context: Mapping[str, object] | None = None,  # noqa: ARG002
    ) -> Any:
        """The value. Raises ParseError."""
        try:
            return strict_json(stream.read())
        except ValueError as error:
            raise ParseError(f"The body is no JSON that is read here: {error}.") from error


def refuse_unknown(given: Iterable[str], *known: str, what: str) -> None:
    """Raises Problem 400 that names each of the names that is not `known`: a misspelt one would count for nothing."""
    unknown = sorted(set(given) - set(known))
    if unknown:
        instead = f"there are {', '.join(known)}" if known else "there are none"
        detail = f"There is no {what} {unknown[0][:80]!r}; {instead}."
        errors = [FieldError(pointer=f"/{name}", detail=f"There is no such {what}.") for name in unknown]
        raise Problem(400, detail, errors=errors)


def query_choice(query: QueryDict, name: str, choices: Collection[str]) -> str:
    """A parameter that is one of `choices`, empty where it is missing. Raises Problem 400."""
    value = query_text(query, name)
    if value and value not in choices:
        detail = f"{name} is one of {', '.join(choices)}; it is not {value[:80]!r}."
        raise Problem(400, detail, errors=[{"pointer": f"/{name}", "detail": detail}])
    return value


def query_number(query: QueryDict, name: str, default: int) -> int:
    """A parameter that is a whole number, `default` where it is missing. Raises Problem 400."""
    value = query_text(query, name)
    if value and not re.fullmatch(r"[0-9]{1,18}", value):
        detail = f"{name} is a whole number; it is not {value[:80]!r}."
        raise Problem(400, detail, errors=[{"pointer": f"/{name}", "detail": detail}])
    return int(value) if value else default


def query_text(query: QueryDict, name: str) -> str:
    """A parameter of the query string, empty where it is missing. Raises Problem 400 for a NUL."""
    value = query.get(name) or ""
    if "\x00" in value:
        detail = f"{name} holds a NUL character."
        raise Problem(400, detail, errors=[{"pointer": f"/{name}", "detail": detail}])
    return value
