"""One socket of one page: sends what came after `after`, then what comes, and a heartbeat in silence."""

import asyncio
import contextlib
import time
from functools import partial
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest

from apps.accounts.tickets import redeem_ticket
from apps.core.errors import Problem
from apps.live import events
from apps.live.hub import Inbox, hub
from apps.live.lookout import lookout
from apps.live.refuse import refuse

HEARTBEAT_SECONDS = 15.0


class EventsConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # the library is untyped
    """`/ws/v1/events?after=SEQ[&ticket=...]`."""

    async def connect(self) -> None:
        """Accept a signed-in page of this origin or a ticket's holder; refuse everybody else with a problem."""
        try:
            self.user = await self._who()
            self.seq = await self._starting_point()
        except Problem as problem:
            await refuse(self.scope, self.base_send, problem)
            return
        await self.accept()
        self.listening = asyncio.create_task(self._listen())

    async def disconnect(self, code: int) -> None:  # noqa: ARG002 - the framework's signature
        """The page is gone."""
        if hasattr(self, "listening"):
            self.listening.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """The page has nothing to say here; whatever it sends is ignored."""

    async def _listen(self) -> None:
        # OSError: the page went while it was written to; disconnect() is on its way.
        with contextlib.suppress(OSError), hub().listen([self.user.pk]) as inbox:
            await self._catch_up()
            pulse = time.monotonic() + HEARTBEAT_SECONDS
            while True:
                try:
                    async with asyncio.timeout(pulse - time.monotonic()):
                        event = await inbox.get()
                except TimeoutError:
                    pulse = time.monotonic() + HEARTBEAT_SECONDS
                    await self.send(text_data='{"type":"heartbeat"}')
                    # What was published while the broker was away is at most one heartbeat late.
                    lookout().ask(self.user.pk, partial(self._compare, inbox))
                    continue
                if event is None or event.seq > self.seq + 1:
                    await self._catch_up()
                elif event.seq == self.seq + 1:
                    await self.send(text_data=event.text)
                    self.seq = event.seq

    def _compare(self, inbox: Inbox, newest: int) -> None:
        if newest != self.seq:
            inbox.put_published(None)

    async def _catch_up(self) -> None:
        """Send everything after `self.seq`, in order."""
        while True:
            messages = await database_sync_to_async(events.after)(self.user.pk, self.seq)
            if messages is None:
                self.seq = await database_sync_to_async(events.last_seq)(self.user.pk)
                await self.send(text_data='{"type":"resync"}')
                return
            for message in messages:
                await self.send(text_data=events.text_of(message))
                self.seq = message["seq"]
            if not messages:
                return

    async def _who(self) -> User:
        ticket = self._query("ticket")
        if ticket is not None:
            holder = await database_sync_to_async(redeem_ticket)(ticket)
            if not isinstance(holder, User):
                raise Problem(401, "The ticket is unknown, used or older than 60 s.")
            return holder
        user = await database_sync_to_async(self._session_user)()
        if not isinstance(user, User):
            raise Problem(401, "Sign in, or bring a ticket from POST /api/v1/ws-tickets.")
        if not self._same_origin():
            raise Problem(403, "A session may be used by pages of this origin only.")
        return user

    def _session_user(self) -> User | AnonymousUser:
        request = HttpRequest()
        request.session = self.scope["session"]
        return get_user(request)

    def _same_origin(self) -> bool:
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in self.scope["headers"]}
        origin, host = headers.get("origin", ""), headers.get("host", "")
        return bool(host) and origin in {f"http://{host}", f"https://{host}"}

    async def _starting_point(self) -> int:
        after = self._query("after")
        if after is None:
            return int(await database_sync_to_async(events.last_seq)(self.user.pk))
        if not after.isascii() or not after.isdigit() or len(after) > 18:
            raise Problem(400, "`after` is not a sequence number.")
        return int(after)

    def _query(self, name: str) -> str | None:
        values = parse_qs(self.scope["query_string"].decode("latin-1"), keep_blank_values=True).get(name)
        return values[-1] if values else None
