"""What is published, for all pages and requests that listen in this process, by one subscription."""

import asyncio
import logging
import time
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from uuid import UUID
from weakref import WeakKeyDictionary

from redis.asyncio.connection import AbstractConnection
from redis.exceptions import RedisError

from apps.core import draining
from apps.live.publish import CHANNEL, Published, parse
from apps.live.subscription import messages, ping, subscription

logger = logging.getLogger(__name__)
# A request that begins to listen just after the commit finds here what was published meanwhile.
RECENT_EVENTS = 2000
LONGEST_INBOX = 1000
PAUSE_SECONDS = 1.0
TICK_SECONDS = 0.25
TICKS_A_PING = 8
# A broker that takes longer to answer is asked anew, by another connection.
PATIENCE_SECONDS = 5.0

Topic = int | UUID


class Inbox(asyncio.Queue[Published | None]):
    """What comes for one listener; None where something may be missing, so that it looks into the database."""

    def put_published(self, event: Published | None) -> None:
        """Never waits: whoever does not empty its inbox looks into the database instead."""
        if self.full():
            while not self.empty():
                self.get_nowait()
            event = None
        self.put_nowait(event)


class Hub:
    """Of one event loop."""

    def __init__(self) -> None:
        self._inboxes: dict[Topic, set[Inbox]] = defaultdict(set)
        self._recent: OrderedDict[UUID, tuple[float, Published]] = OrderedDict()
        self._complete_since = float("inf")
        self._task: asyncio.Task[None] | None = None

    @contextmanager
    def listen(self, topics: Iterable[Topic], *, since: float | None = None) -> Iterator[Inbox]:
        """Listen to users (their number) and things (their id).

        Args:
            since: a `time.monotonic()` of the past: what was published after it about the things comes first, or None
                where that is not known any more.
        """
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._hear())
        inbox = Inbox(LONGEST_INBOX)
        topics = list(topics)
        for topic in topics:
            self._inboxes[topic].add(inbox)
        try:
            if since is not None:
                self._catch_up(inbox, topics, since)
            yield inbox
        finally:
            for topic in topics:
                self._inboxes[topic].discard(inbox)
                if not self._inboxes[topic]:
                    del self._inboxes[topic]

    def _catch_up(self, inbox: Inbox, topics: Iterable[Topic], since: float) -> None:
        if since < self._complete_since:
            inbox.put_published(None)
            return
        for topic in topics:
            if isinstance(topic, UUID) and topic in self._recent:
                inbox.put_published(self._recent[topic][1])

    async def _hear(self) -> None:
        """For as long as the loop runs, whatever happens to the broker."""
        while True:
            try:
                await self._subscribe()
            except (RedisError, OSError) as error:
                # When all of it ends, the broker may be the first.
                level = logging.DEBUG if draining.has_begun() else logging.WARNING
                why = str(error) or f"no answer within {PATIENCE_SECONDS:g} s"
                logger.log(level, "published events are not heard for now, pages look into the database: %s", why)
            except Exception:
                # What a web of another release publishes, say. Whoever listens shall not wait for ever.
                logger.exception("published events could not be read")
            self._complete_since = float("inf")
            await asyncio.sleep(PAUSE_SECONDS)
            # Requests are in a hurry; a page looks at its next heartbeat, or when the broker is back.
            self._let_look(topic for topic in self._inboxes if isinstance(topic, UUID))

    async def _subscribe(self) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS) as patience, subscription(CHANNEL) as connection:
            ticking = asyncio.create_task(self._tick(connection))
            try:
                async for kind, payload in messages(connection):
                    patience.reschedule(asyncio.get_running_loop().time() + PATIENCE_SECONDS)
                    if kind == b"message":
                        self._deliver(payload)
                    elif kind == b"subscribe":
                        self._complete_since = time.monotonic()
                        self._recent.clear()
                        self._let_look(self._inboxes)
            finally:
                ticking.cancel()

    async def _tick(self, connection: AbstractConnection) -> None:
        """Ask for a sign of life often enough, and tell whoever listens when this process shall end."""
        ending = False
        for number in count(1):
            await asyncio.sleep(TICK_SECONDS)
            if number % TICKS_A_PING == 0:
                with suppress(RedisError, OSError):  # whoever listens finds that out, too
                    await ping(connection)
            if draining.has_begun() and not ending:
                ending = True
                self._let_look(self._inboxes)

    def _deliver(self, payload: bytes) -> None:
        for event in parse(payload):
            self._remember(event)
            for topic in (event.user_id, event.subject):
                for inbox in self._inboxes.get(topic, ()):
                    inbox.put_published(event)

    def _remember(self, event: Published) -> None:
        known = self._recent.get(event.subject)
        # A worker may tell of the end before the web's thread comes to tell that there is something to begin with.
        if known is None or known[1].seq < event.seq:
            self._recent[event.subject] = (time.monotonic(), event)
            self._recent.move_to_end(event.subject)
        if len(self._recent) > RECENT_EVENTS:
            _, (self._complete_since, _) = self._recent.popitem(last=False)

    def _let_look(self, topics: Iterable[Topic]) -> None:
        for inbox in set().union(*(self._inboxes[topic] for topic in topics)):
            inbox.put_published(None)


_hubs: "WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
