"""Django's ASGI handler, with each request whole in one thread of a fixed pool, few of which compute at once.

Django's own gives each request a thread of its own and hops between it and the event loop for every signal and
middleware. A pool has as many threads as the web has connections to PostgreSQL, so that no request waits for a
connection while it keeps a thread.
"""

import asyncio
from asyncio import Task
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from contextvars import Context, copy_context
from functools import partial
from typing import ParamSpec, TypeVar, cast

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, ASGIRequest, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import response_for_exception
from django.db import close_old_connections, connection
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from apps.core.asgi import Receive, Scope, Send, before_the_body, send_problem
from apps.core.body import Body
from apps.core.deferred import Deferred
from apps.core.errors import Problem, StorageAway
from apps.core.few_at_once import FewAtOnce
from apps.core.health import PROBES
from apps.core.places import Places
from apps.core.problems import problem_of, problem_response
from apps.core.requests import Admission, Head, Whole

PROBE_THREADS = 2
# With PostgreSQL more of a request is waiting for it.
AT_ONCE = {"sqlite": 2, "postgresql": 4}
# On their way at once, of those that do not come with their headers. A page sends a few, a program some dozens.
BODIES, BODIES_OF_ONE = 128, 64
# Who is not signed in has only the sign-in to send; one is an address.
STRANGERS, STRANGERS_OF_ONE = 64, 8
P = ParamSpec("P")
T = TypeVar("T")


class OneThreadHandler(ASGIHandler):
    """Serves requests; a view that returns `Deferred` lets its thread go until there is an answer."""

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self._pool = ThreadPoolExecutor(settings.SLIPWAY.web_threads, thread_name_prefix="request")
        # A web all of whose threads wait for a slow storage is slow, not dead.
        self._probes = ThreadPoolExecutor(PROBE_THREADS, thread_name_prefix="probe")
        self._few = FewAtOnce(AT_ONCE[connection.vendor])
        self._bodies = Places(BODIES, BODIES_OF_ONE)
        self._bodies_of_strangers = Places(STRANGERS, STRANGERS_OF_ONE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        # One context for all that happens for a request, so that its log lines carry its id.
        context = copy_context()
        early = before_the_body(receive, send)
        body = Body(scope, receive)
        try:
            request = await self._received(scope, context, body, early)
        except RequestAborted:
            return
        except (Problem, StorageAway) as refused:
            problem = cast("Problem", problem_of(refused))
            await send_problem(problem, scope["path"], early, more=body.coding_refused)
            return
        if request:
            try:
                await self._answer(request, context, receive, send)
            finally:
                request.give_up()

    async def _received(self, scope: Scope, context: Context, body: Body, early: Send) -> Whole | None:
        """The request with its body; None where its headers were enough to answer it.

        Raises:
            Problem, StorageAway: it is not taken.
            RequestAborted: the client is gone.
        """
        body.require_readable()
        if await body.is_here():
            return Whole(scope, body.early(), body.received)
        admission = await self._in_turn(scope, context, Head(scope))
        if not isinstance(admission, Admission):
            await self._say(admission, early)
            return None
        try:
            with self._places_for(scope, admission) as free:
                if not free:
                    raise Problem(503, "Too much is being sent at once. Try again shortly.", retry_after=5)
                await body.pour(admission.sink)
            return Whole(scope, admission.sink.content, body.received, admission)
        except BaseException:
            admission.sink.close()
            raise

    async def _answer(self, request: Whole, context: Context, receive: Receive, send: Send) -> None:
        scope = cast("Scope", request.scope)
        response: HttpResponseBase | None = await self._in_turn(scope, context, request)
        if isinstance(response, Deferred):
            answer = self._settled(context, request, response)
            response = await _unless_gone(answer, self.listen_for_disconnect(receive))
        if response is None:
            return
        if response.streaming:
            await _unless_gone(self._say(response, send), self.listen_for_disconnect(receive))
        else:
            await self._say(response, send)

    def _places_for(self, scope: Scope, admission: Admission) -> AbstractContextManager[bool]:
        """Whoever is not signed in takes no place of those who are."""
        if admission.who is not None:
            return self._bodies.taken_by(admission.who)
        return self._bodies_of_strangers.taken_by((scope.get("client") or ("",))[0])

    async def _in_turn(self, scope: Scope, context: Context, request: ASGIRequest) -> HttpResponseBase:
        if scope["path"] in PROBES:
            return await _in_thread(self._probes, context, self._respond, scope, request)
        async with self._few.one():
            return await _in_thread(self._pool, context, self._respond, scope, request)

    def _respond(self, scope: Scope, request: ASGIRequest) -> HttpResponseBase:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        response = self.get_response(request)
        response._handler_class = type(self)  # type: ignore[attr-defined]  # as Django's own does
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        if response.streaming:
            # Its content is read in another thread; what this one holds of the database is not needed for it.
            close_old_connections()
        else:
            response.close()
        return response

    async def _settled(self, context: Context, request: ASGIRequest, response: "Deferred[T]") -> HttpResponse:
        try:
            value = await response.wait()
            if response.is_all(value):
                return response.settle(value)
            return await _in_thread(self._pool, context, _settle, response, value)
        except Exception as error:  # noqa: BLE001 - as Django does with what a view raises
            return await _in_thread(self._pool, context, _broken, request, error)

    async def _say(self, response: HttpResponseBase, send: Send) -> None:
        if not response.streaming:
            await self.send_response(cast("HttpResponse", response), send)
            return
        async with ThreadSensitiveContext():
            try:
                await self.send_response(cast("HttpResponse", response), send)
            finally:
                await sync_to_async(response.close)()


async def _in_thread(
    pool: ThreadPoolExecutor, context: Context, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    return await asyncio.get_running_loop().run_in_executor(pool, partial(context.run, call, *args, **kwargs))


def _settle(response: "Deferred[T]", value: T) -> HttpResponse:
    try:
        return response.settle(value)
    finally:
        close_old_connections()


def _broken(request: ASGIRequest, error: Exception) -> HttpResponse:
    problem = problem_of(error)
    return problem_response(problem, request.path) if problem else response_for_exception(request, error)


async def _unless_gone(work: Coroutine[object, object, T], disconnect: Awaitable[None]) -> T | None:
    """What `work` returns; None, and it is stopped, when the client is gone before that."""
    task: Task[T] = asyncio.create_task(work)
    leaving = asyncio.ensure_future(disconnect)
    try:
        await asyncio.wait([task, leaving], return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for one in (task, leaving):
            one.cancel()
        await asyncio.gather(task, leaving, return_exceptions=True)
