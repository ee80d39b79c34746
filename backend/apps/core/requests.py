"""A request before its body has come, and with it."""

import io

from django.contrib.auth.models import AnonymousUser, User
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse

from apps.core.asgi import Scope
from apps.core.body import Sink
from apps.core.errors import Problem
from apps.core.request_id import HEADER as REQUEST_ID


class _Readable(ASGIRequest):
    """Made before any view, which could answer by a problem. Raises Problem 400."""

    def __init__(self, scope: Scope, content: io.BytesIO) -> None:
        try:
            super().__init__(scope, content)
        except (ValueError, LookupError) as error:
            raise Problem(400, "The Content-Type of this request is written in no way that is known.") from error


class Head(_Readable):
    """The headers alone."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope, io.BytesIO())
        self.META["CONTENT_LENGTH"] = "0"


class Admission(HttpResponse):
    """In place of an answer: let the body in."""

    def __init__(self, sink: Sink, user: User | AnonymousUser | None = None, auth: object = None) -> None:
        super().__init__()
        self.sink = sink
        self.user = user
        self.auth = auth

    @property
    def who(self) -> int | None:
        """The number of the person who asks; None for all who are not signed in."""
        return self.user.pk if self.user else None


class Whole(_Readable):
    """With its body of `received` bytes, and the admission where it was asked for before the body came."""

    def __init__(self, scope: Scope, content: io.BytesIO, received: int, admission: Admission | None = None) -> None:
        super().__init__(scope, content)
        # A body that came in chunks has no length in its headers.
        self.META["CONTENT_LENGTH"] = str(received)
        self.admission = admission
        if admission:
            # Both halves have one id in the log.
            self.META["HTTP_X_REQUEST_ID"] = admission[REQUEST_ID]

    def give_up(self) -> None:
        """Let go of files that nobody has taken."""
        if self.admission:
            self.admission.sink.close()
