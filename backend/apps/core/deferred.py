"""An answer that is not there yet, and for which no thread waits."""

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from django.http import HttpResponse

T = TypeVar("T")


class Deferred(HttpResponse, Generic[T]):
    """What a view returns instead of waiting itself.

    Args:
        wait: awaited in the event loop while no thread and no connection to the database is held.
        is_all: whether the answer can be made of what `wait` returned alone: then the event loop makes it.
        answer: makes the answer of what `wait` returned, else in a thread. Headers that the middleware has set on this
            object are added to it.
    """

    def __init__(
        self, wait: Callable[[], Awaitable[T]], is_all: Callable[[T], bool], answer: Callable[[T], HttpResponse]
    ) -> None:
        super().__init__()
        self.wait = wait
        self.is_all = is_all
        self.answer = answer

    def settle(self, value: T) -> HttpResponse:
        """The answer, with the headers and cookies of the middleware."""
        response = self.answer(value)
        response["Content-Length"] = str(len(response.content))
        for name, header in self.items():
            response.setdefault(name, header)
        response.cookies.update(self.cookies)
        return response
