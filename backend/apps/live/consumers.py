"""One socket of one page: sends what came after `after`, then what comes, and a heartbeat in silence."""

import asyncio
import contextlib
import time
from functools import partial
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from apps.accounts.rights import Right
from apps.accounts.tickets import redeem_ticket
from apps.core import draining
from apps.core.errors import Problem
from apps.live import events
from apps.live.hub import Inbox, hub
from apps.live.lookout import lookout
from apps.live.refuse import refuse

HEARTBEAT_SECONDS = 15.0
# As the contract has it: signed out, key deleted, deactivated.
RIGHT_HAS_ENDED = 4401


class EventsConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # the library is untyped
    """`/ws/v1/events?after=SEQ[&ticket=...]`."""

    async def connect(self) -> None:
        """Accept a signed-in page of this origin or a ticket's holder; refuse everybody else with a problem."""
        try:
            # Before the ticket is used up.
            after = self._after()
            self.right = await self._right()
            self.seq = await database_sync_to_async(events.last_seq)(self.right.user) if after is None else after
        except Problem as problem:
            await refuse(self.scope, self.base_send, problem)
            return
        self.has_ended = False
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
        with contextlib.suppress(OSError), hub().listen([self.right.user]) as inbox:
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
                    lookout().ask(self.right, partial(self._compare, inbox))
                    continue
                if self.has_ended:
                    await self.close(RIGHT_HAS_ENDED)
                    return
                if event is None or event.seq > self.seq + 1:
                    await self._catch_up()
                elif event.seq == self.seq + 1:
                    await self.send(text_data=event.text)
                    self.seq = event.seq

    def _compare(self, inbox: Inbox, newest: int | None) -> None:
        self.has_ended = newest is None
        if newest != self.seq:
            inbox.put_published(None)

    async def _catch_up(self) -> None:
        """Send everything after `self.seq`, in order."""
        while True:
            messages = await database_sync_to_async(_after)(self.right.user, self.seq)
            if messages is None:
                self.seq = await database_sync_to_async(events.last_seq)(self.right.user)
                await self.send(text_data='{"type":"resync"}')
                return
            for message in messages:
                await self.send(text_data=events.text_of(message))
                self.seq = message["seq"]
            if not messages:
                return

    async def _right(self) -> Right:
        ticket = self._query("ticket")
        if ticket is not None:
            right: Right | None = await database_sync_to_async(redeem_ticket)(ticket)
            if right is None:
                raise Problem(401, "The ticket is unknown, used or older than 60 s, or what it was made by has ended.")
            return right
        right = await database_sync_to_async(Right.of_session)(self.scope["session"])
        if right is None:
            raise Problem(401, "Sign in, or bring a ticket from POST /api/v1/ws-tickets.")
        if not self._same_origin():
            raise Problem(403, "A session may be used by pages of this origin only.")
        return right

    def _same_origin(self) -> bool:
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in self.scope["headers"]}
        origin, host = headers.get("origin", ""), headers.get("host", "")
        return bool(host) and origin in {f"http://{host}", f"https://{host}"}

    def _after(self) -> int | None:
        after = self._query("after")
        if after is None:
            return None
        if not after.isascii() or not after.isdigit() or len(after) > 18:
            raise Problem(400, "`after` is not a sequence number.")
        return int(after)

    def _query(self, name: str) -> str | None:
        values = parse_qs(self.scope["query_string"].decode("latin-1"), keep_blank_values=True).get(name)
        return values[-1] if values else None


def _after(user_id: int, seq: int) -> list[events.Message] | None:
    # All pages take turns at one thread, and each of them has to be told the end there. Whoever is behind when this web
    # ends asks the next one.
    return [] if draining.has_begun() else events.after(user_id, seq)
