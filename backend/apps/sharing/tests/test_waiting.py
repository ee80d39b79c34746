"""Guests that wait, through the whole application."""

import asyncio
import json
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from apps.predictions import waiting
from apps.predictions.tests.conftest import work
from apps.sharing import links
from apps.sharing.tests.conftest import Phone, Share
from apps.uploads.tests.files import photo
from config.asgi import application

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


async def waits(phone: Phone) -> ApplicationCommunicator:
    """A phone's request, once it has written its row and waits."""
    body = encode_multipart(BOUNDARY, {"file": photo()})
    headers = {
        "host": "testserver", "content-type": MULTIPART_CONTENT, "content-length": str(len(body)),
        "authorization": f"Bearer {phone.token}", "prefer": "wait=10",
    }  # fmt: skip
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "PUT", "path": f"/api/v1/guest/predictions/{uuid4()}", "query_string": b"",
             "headers": encoded, "http_version": "1.1"}  # fmt: skip
    request = ApplicationCommunicator(application, scope)
    await request.send_input({"type": "http.request", "body": body})
    async with asyncio.timeout(10):
        while not waiting.WAITERS.taken:
            await asyncio.sleep(0.02)
    return request


async def answered(request: ApplicationCommunicator) -> tuple[int, dict[str, object]]:
    start, body = await request.receive_output(10), await request.receive_output(10)
    return start["status"], json.loads(body["body"])


async def test_a_guest_who_waits_is_answered_when_it_has_ended(share: Share) -> None:
    _, phone = await sync_to_async(share)()
    request = await waits(phone)
    await sync_to_async(work)()
    status, body = await answered(request)
    assert (status, body["status"]) == (201, "succeeded")


async def test_who_waits_by_a_link_that_is_taken_back_is_told_nothing_more(share: Share) -> None:
    link, phone = await sync_to_async(share)()
    request = await waits(phone)
    await sync_to_async(links.revoke)(link.owner, link.model_id, link.pk)
    await sync_to_async(work)()
    status, body = await answered(request)
    assert (status, body["code"]) == (410, "link_ended")
    assert "output" not in body
