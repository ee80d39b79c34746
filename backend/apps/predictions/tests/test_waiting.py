"""`Prefer: wait`: a request waits in the event loop, through the whole application."""

import asyncio
import json
import threading
import time
from typing import Any
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from apps.accounts.keys import create_key
from apps.catalogue.models import Version
from apps.core import draining
from apps.core.places import Places
from apps.live.hub import hub
from apps.live.models import Event
from apps.predictions import actions, waiting
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import InstantEngine, work
from apps.uploads import store
from apps.uploads.models import Upload
from apps.uploads.tests.files import photo
from config.asgi import application

pytestmark = pytest.mark.django_db(transaction=True)
Answered = tuple[int, dict[str, str], dict[str, object]]


class Program(ApplicationCommunicator):
    """A client that sends one request to the whole application."""

    def __init__(self, key: str, prefer: str, *files: SimpleUploadedFile, put: UUID | None = None) -> None:
        self.body = encode_multipart(BOUNDARY, {"file": list(files)})
        headers = {"host": "testserver", "content-type": MULTIPART_CONTENT, "authorization": f"Bearer {key}",
                   "prefer": prefer, "content-length": str(len(self.body)), "x-request-id": "mine"}  # fmt: skip
        path = f"/api/v1/predictions/{put}" if put else "/api/v1/predictions"
        encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": "PUT" if put else "POST", "path": path, "query_string": b"",
                 "headers": encoded, "http_version": "1.1"}  # fmt: skip
        super().__init__(application, scope)

    async def send(self) -> None:
        await self.send_input({"type": "http.request", "body": self.body})

    async def answered(self) -> Answered:
        start = await self.receive_output(10)
        body = await self.receive_output(10)
        headers = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        assert int(headers["content-length"]) == len(body["body"])
        return start["status"], headers, json.loads(body["body"])

    async def hang_up(self) -> None:
        await self.send_input({"type": "http.disconnect"})
        await self.wait(5)


@pytest.fixture
def key(owner: User, versions: dict[str, Version]) -> str:
    return create_key(owner, name="test", scopes=["predict"])[1]


async def until_queued(count: int) -> None:
    for _ in range(200):
        if await Prediction.objects.acount() == count:
            return
        await asyncio.sleep(0.02)
    raise TimeoutError


async def waits(program: Program, count: int = 1) -> Program:
    """Once the request has written its rows and waits for them."""
    await program.send()
    await until_queued(count)
    while not waiting.WAITERS.taken:
        await asyncio.sleep(0.01)
    return program


async def test_the_answer_comes_with_the_event_that_tells_of_the_end(key: str, engine: InstantEngine) -> None:
    program = await waits(Program(key, "respond-async, wait=30", photo()))
    await sync_to_async(work)()
    status, headers, body = await program.answered()
    assert (status, headers["preference-applied"], body["status"]) == (201, "wait=30", "succeeded")
    assert headers["location"] == f"/api/v1/predictions/{body['id']}"
    assert headers["content-type"] == "application/json"
    assert (headers["x-request-id"], "content-security-policy" in headers) == ("mine", True)
    assert body["output"]["labels"][0]["label"] == "cat"  # type: ignore[index]


async def test_several_files_are_waited_for_together(key: str, engine: InstantEngine) -> None:
    program = await waits(Program(key, "wait=30", photo(shade=1), photo(shade=2), photo(shade=3)), count=3)
    await sync_to_async(work)()
    status, _, body = await program.answered()
    assert status == 201
    assert [one["status"] for one in body["predictions"]] == ["succeeded"] * 3  # type: ignore[attr-defined]


@pytest.mark.parametrize("prefer", ["wait=0", "wait=1"])
async def test_what_does_not_end_in_time_is_202_and_says_where_it_stands(key: str, prefer: str) -> None:
    program = Program(key, prefer, photo())
    await program.send()
    status, headers, body = await program.answered()
    assert (status, headers["preference-applied"]) == (202, prefer)
    assert (body["status"], body["position"]) == ("queued", 1)


async def test_without_a_broker_to_tell_of_it_the_answer_is_looked_up(
    key: str, engine: InstantEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.live.events.publish", lambda _events: None)
    monkeypatch.setattr("apps.live.hub.CHANNEL", "elsewhere")
    program = await waits(Program(key, "wait=30", photo()))
    await sync_to_async(work)()
    hub()._let_look(list(hub()._inboxes))
    assert (await program.answered())[0] == 201


async def test_an_end_that_nobody_told_of_is_found_after_a_while(
    key: str, engine: InstantEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "LOOK_SECONDS", 0.2)
    program = await waits(Program(key, "wait=30", photo()))
    monkeypatch.setattr("apps.live.events.publish", lambda _events: None)
    await sync_to_async(work)()
    assert (await program.answered())[0] == 201


async def test_what_ended_before_is_not_waited_for(key: str, engine: InstantEngine) -> None:
    one = uuid4()
    first = await waits(Program(key, "wait=30", photo(), put=one))
    await sync_to_async(work)()
    assert (await first.answered())[0] == 201
    again = Program(key, "wait=30", photo(), put=one)
    began = time.monotonic()
    await again.send()
    status, _, body = await again.answered()
    assert (status, body["status"]) == (200, "succeeded")
    assert time.monotonic() - began < 10


async def test_what_is_deleted_meanwhile_is_404(key: str, owner: User) -> None:
    program = await waits(Program(key, "wait=30", photo()))
    (only,) = [row.pk async for row in Prediction.objects.all()]
    await sync_to_async(actions.delete)(owner, only)
    status, _, body = await program.answered()
    assert (status, body["code"]) == (404, "not_found")


async def test_who_is_one_waiter_too_many_gets_202_at_once(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "WAITERS", Places(most=1000, most_of_one=1))
    first = await waits(Program(key, "wait=30", photo(shade=1)))
    second = Program(key, "wait=30", photo(shade=2))
    await second.send()
    status, headers, body = await second.answered()
    assert (status, body["status"], "preference-applied" in headers) == (202, "queued", False)
    await first.hang_up()
    assert waiting.WAITERS.taken == 0, "who has gone waits for nothing"


async def test_nobody_is_kept_by_a_process_that_shall_end(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = await waits(Program(key, "wait=60", photo()))
    monkeypatch.setattr(draining, "has_begun", lambda: True)
    status, _, body = await program.answered()
    assert (status, body["status"]) == (202, "queued")


async def test_a_request_that_waits_holds_no_thread(key: str, engine: InstantEngine) -> None:
    """More wait than there are threads, and another request is answered nevertheless."""
    programs = [await waits(Program(key, "wait=60", photo(shade=n)), count=n + 1) for n in range(12)]
    last = Program(key, "wait=0", photo(shade=99))
    await last.send()
    assert (await last.answered())[0] == 202
    await sync_to_async(work)()
    assert {(await program.answered())[0] for program in programs} == {201}


@pytest.mark.postgres
async def test_of_two_requests_at_once_the_second_stands_behind_the_first(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_had_room = threading.Barrier(2)
    store_file = store.store

    def stored(*arguments: Any) -> Upload:
        both_had_room.wait(10)
        return store_file(*arguments)

    monkeypatch.setattr(store, "store", stored)
    programs = [Program(key, "wait=0", photo(shade=shade)) for shade in (1, 2)]
    for program in programs:
        await program.send()
    assert sorted([(await program.answered())[2]["position"] for program in programs]) == [1, 2]  # type: ignore[type-var]
    events = [event.data["position"] async for event in Event.objects.order_by("seq")]
    assert events == [1, 2]
