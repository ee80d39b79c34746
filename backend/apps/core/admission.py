"""Whether a request may send its body: asked of the view itself, with the headers alone.

The view does before the body what it does after it: it finds out who asks, what they may and how often. What it found
goes with the request, so that nothing is asked twice.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from apps.core.body import Memory
from apps.core.problems import of_another_type
from apps.core.requests import Admission, Head

ADMIN = "/admin/"


class AdmissionMiddleware:
    """Answers a `Head` by the refusal of its view, or an `Admission`.

    It stands before the check of Django's own forms, whose token is in the body.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Sequence[object], kwargs: Mapping[str, object]
    ) -> HttpResponseBase | None:
        """A view that is none of the API reads no body, so that it may answer at once; the administration's do."""
        if not isinstance(request, Head):
            return None
        if request.path.startswith(ADMIN):
            return Admission(Memory())
        if not hasattr(view, "cls"):
            return None
        asked = view.cls(**view.initkwargs)
        asked.setup(request, *args, **kwargs)
        method = str(request.method).lower()
        if hasattr(asked, method):
            # All that the framework does before and after it stays as it is.
            setattr(asked, method, _admit)
        response: HttpResponseBase = asked.dispatch(request, *args, **kwargs)
        return response


def _admit(request: Any, *_: object, **__: object) -> Admission:
    """In place of a method of a view that takes a REST framework's request."""
    parser = request.negotiator.select_parser(request, request.parsers)
    if parser is None:
        raise of_another_type(request)
    sink = parser.sink(request.content_type) if hasattr(parser, "sink") else Memory()
    return Admission(sink, request.user, request.auth)
