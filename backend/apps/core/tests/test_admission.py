"""Who may send a body is asked before it comes, and what comes is bounded."""

import asyncio
import json
from pathlib import Path
from typing import Any, ClassVar

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.test import Client
from django.urls import include, path
from pytest_django import Settings
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts import authentication
from apps.accounts.keys import create_key, use_key
from apps.accounts.models import ApiKey
from apps.accounts.permissions import IsStaff
from apps.core import asgi, body, handler
from apps.core.asgi import Message
from apps.core.errors import Problem
from apps.core.handler import OneThreadHandler
from apps.uploads.forms import FilesParser, OneFileParser
from conftest import Configure

pytestmark = pytest.mark.django_db(transaction=True)
LARGE = 1_000_000
FORM = "multipart/form-data; boundary=x"
Headers = dict[str, str]


class Echo(APIView):
    """Tells what came."""

    def post(self, request: Request) -> Response:
        return Response({"user": request.user.username, "data": request.data})


class Files(APIView):
    """Tells how large they are."""

    parser_classes = [FilesParser]

    def post(self, request: Request) -> Response:
        return Response({file.name: file.size for file in request.FILES.getlist("file")})


class OneFile(Files):
    parser_classes = [OneFileParser]


class Moves(Files):
    """Takes them away, and goes wrong where it is asked to."""

    taken: ClassVar[list[Any]] = []

    def post(self, request: Request) -> Response:
        for file in request.FILES.getlist("file"):
            Path(file.temporary_file_path()).unlink()
            self.taken.append(file)
        if "fail" in request.POST.getlist("then"):
            raise Problem(409, "It was taken, and then something was in the way.")
        return Response({})


class ForStaff(Files):
    permission_classes = [IsStaff]


urlpatterns = [
    path("echo", Echo.as_view()),
    path("files", Files.as_view()),
    path("file", OneFile.as_view()),
    path("moved", Moves.as_view()),
    path("staff", ForStaff.as_view()),
    path("", include("config.urls")),
]
handler404 = "apps.core.problems.not_found"
handler403 = "apps.core.problems.permission_denied"


@pytest.fixture(autouse=True)
def _these_addresses(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__


class Conversation:
    """One request of which `pieces` come one after the other, and what is said to it."""

    def __init__(self, *pieces: bytes, waits: bool = False) -> None:
        self.pieces = list(pieces)
        self.waits = waits
        self.read = 0
        self.said: list[Message] = []

    async def receive(self) -> Message:
        if self.pieces:
            self.read += 1
            return {"type": "http.request", "body": self.pieces.pop(0), "more_body": bool(self.pieces) or self.waits}
        if self.waits and not self.said:
            await asyncio.sleep(30)
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.said.append(message)

    async def ask(self, method: str, address: str, headers: Headers) -> tuple[int, Headers, Any]:
        """The status, the headers and the JSON of the answer."""
        encoded = [(name.lower().encode(), value.encode()) for name, value in {"Host": "testserver", **headers}.items()]
        scope = {"type": "http", "method": method, "path": address, "query_string": b"", "headers": encoded,
                 "http_version": "1.1"}  # fmt: skip
        await OneThreadHandler()(scope, self.receive, self.send)
        start, *parts = self.said
        told = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        return start["status"], told, json.loads(b"".join(part.get("body", b"") for part in parts))


async def key_of(user: User, *scopes: str) -> Headers:
    _, text = await sync_to_async(create_key)(user, name="test", scopes=scopes or ("predict",))
    return {"Authorization": f"Bearer {text}"}


def announced(size: int = LARGE, kind: str = FORM) -> Headers:
    return {"Content-Type": kind, "Content-Length": str(size)}


async def refused_at_its_headers(method: str, address: str, headers: Headers) -> tuple[int, str]:
    """The refusal of a request of whose body nothing has been asked for."""
    conversation = Conversation(waits=True)
    status, told, answer = await conversation.ask(method, address, headers)
    assert told["content-type"] == "application/problem+json"
    assert told["connection"] == "close"
    return status, answer["code"]


@pytest.mark.parametrize("size", [1000, LARGE])
@pytest.mark.parametrize("given", [{}, {"Authorization": "Bearer slip_made_up"}])
async def test_nobody_may_send_a_body(given: Headers, size: int) -> None:
    refusal = await refused_at_its_headers("POST", "/files", announced(size) | given)
    assert refusal == (401, "not_authenticated")


@pytest.mark.parametrize(
    ("method", "address", "headers", "refusal"),
    [
        ("POST", "/staff", announced(), (403, "permission_denied")),
        ("POST", "/api/v1/nowhere", announced(), (404, "not_found")),
        ("POST", "/healthz", announced(), (403, "permission_denied")),
        ("PATCH", "/files", announced(), (405, "method_not_allowed")),
        ("POST", "/files", announced(kind="text/plain"), (415, "unsupported_media_type")),
        ("POST", "/files", announced() | {"Content-Encoding": "gzip"}, (415, "unsupported_media_type")),
        ("POST", "/files", announced(kind="multipart/form-data"), (400, "invalid_request")),
        ("POST", "/file", announced(28 * 1024**2), (413, "too_large")),
        ("POST", "/files", announced(2 * 1024**3), (413, "too_large")),
        ("POST", "/echo", announced(2 * 1024**2, "application/json"), (413, "too_large")),
        ("POST", "/admin/login/", announced(2 * 1024**2), (413, "too_large")),
    ],
)
async def test_what_the_headers_tell_is_refused_at_the_headers(
    owner: User, method: str, address: str, headers: Headers, refusal: tuple[int, str]
) -> None:
    assert await refused_at_its_headers(method, address, headers | await key_of(owner)) == refusal


@pytest.mark.parametrize("size", [0, LARGE])
@pytest.mark.parametrize("kind", ["text/plain; a*=bogus''x", f"{FORM}; a*=idna''%ff"])
async def test_a_content_type_in_an_unknown_alphabet_is_refused(kind: str, size: int) -> None:
    status, told, answer = await Conversation(b"").ask("POST", "/files", announced(size, kind))
    assert (status, told["content-type"]) == (400, "application/problem+json")
    assert answer["detail"].startswith("The Content-Type of this request")


async def test_a_key_without_the_scope_may_not_send_a_body(owner: User) -> None:
    key = await key_of(owner, "models:write")
    assert await refused_at_its_headers("POST", "/files", announced() | key) == (403, "permission_denied")


async def test_a_session_without_the_csrf_token_may_not_send_a_body(owner: User) -> None:
    browser = Client()
    await sync_to_async(browser.force_login)(owner)
    cookie = {"Cookie": f"sessionid={browser.cookies['sessionid'].value}"}
    assert await refused_at_its_headers("POST", "/files", announced() | cookie) == (403, "permission_denied")


async def test_a_coding_that_is_not_read_is_answered_with_the_one_that_is() -> None:
    _, told, _ = await Conversation().ask("POST", "/files", announced() | {"Content-Encoding": "gzip"})
    assert told["accept-encoding"] == "identity"


def form(*sizes: int) -> bytes:
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="{}.bin"\r\n\r\n'
    parts = [head.format(number).encode() + bytes(size) + b"\r\n" for number, size in enumerate(sizes)]
    return b"".join([*parts, b"--x--\r\n"])


def pieces(whole: bytes, size: int = 60_000) -> list[bytes]:
    return [whole[start : start + size] for start in range(0, len(whole), size)]


@pytest.mark.parametrize("length", [True, False], ids=["with a length", "in chunks"])
@pytest.mark.parametrize("size", [10, 3 * LARGE])
async def test_a_form_arrives_whole(owner: User, size: int, length: bool) -> None:
    body = form(size, 5)
    headers = await key_of(owner) | {"Content-Type": FORM} | ({"Content-Length": str(len(body))} if length else {})
    status, _, answer = await Conversation(*pieces(body)).ask("POST", "/files", headers)
    assert (status, answer) == (200, {"0.bin": size, "1.bin": 5})


@pytest.mark.parametrize("size", [10, 500_000])
async def test_json_in_chunks_is_read(owner: User, size: int) -> None:
    headers = await key_of(owner) | {"Content-Type": "application/json"}
    sent = json.dumps({"text": "a" * size}).encode()
    status, _, answer = await Conversation(*pieces(sent)).ask("POST", "/echo", headers)
    assert (status, answer) == (200, {"user": "owner", "data": {"text": "a" * size}})


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys that were looked for in the database."""
    found: list[str] = []

    def counted(text: str) -> ApiKey | None:
        found.append(text)
        return use_key(text)

    monkeypatch.setattr(authentication, "use_key", counted)
    return found


@pytest.mark.parametrize("size", [10, LARGE])
async def test_a_key_is_looked_up_once_whenever_it_was_asked_for(owner: User, looked_up: list[str], size: int) -> None:
    await Conversation(*pieces(form(size))).ask("POST", "/files", announced(size + 200) | await key_of(owner))
    assert len(looked_up) == 1


async def test_a_body_in_chunks_is_cut_at_the_first_byte_too_many(owner: User, configure: Configure) -> None:
    configure(max_bytes=LARGE)
    conversation = Conversation(*pieces(form(3 * LARGE)))
    headers = await key_of(owner) | {"Content-Type": FORM}
    status, told, answer = await conversation.ask("POST", "/files", headers)
    assert (status, answer["code"], told["connection"]) == (413, "too_large", "close")
    assert answer["detail"] == f"0.bin is larger than the limit of {LARGE} bytes (SLIPWAY_MAX_BYTES)."


async def test_a_body_that_comes_too_slowly_gives_its_place_up(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "PATIENCE_SECONDS", 0.1)
    conversation = Conversation(b"--x\r\n", waits=True)
    status, _, answer = await conversation.ask("POST", "/files", announced() | await key_of(owner))
    assert (status, answer["code"]) == (408, "too_slow")


async def test_more_bodies_at_once_than_there_are_places_are_told_to_come_again(
    owner: User, stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "BODIES_OF_ONE", 0)
    status, told, _ = await Conversation(waits=True).ask("POST", "/files", announced() | await key_of(owner))
    assert (status, told["retry-after"]) == (503, "5")


async def test_whoever_is_not_signed_in_takes_no_place_of_those_who_are(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "STRANGERS_OF_ONE", 0)
    stranger = await Conversation(waits=True).ask("POST", "/admin/login/", announced())
    signed_in = await Conversation(*pieces(form(LARGE))).ask("POST", "/files", announced() | await key_of(owner))
    assert (stranger[0], signed_in[0]) == (503, 200)


async def test_a_client_that_is_still_sending_gets_to_read_its_answer() -> None:
    conversation = Conversation(*pieces(form(LARGE)))
    assert (await conversation.ask("POST", "/files", announced()))[0] == 401
    assert conversation.pieces == []
    *_, answer, end = conversation.said
    assert (answer["more_body"], "body" in end) == (True, False)


async def test_nobody_is_listened_to_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "LINGER_BYTES", 100_000)
    monkeypatch.setattr(asgi, "LINGER_SECONDS", 0.1)
    conversation = Conversation(*pieces(form(LARGE)))
    await conversation.ask("POST", "/files", announced())
    assert conversation.read == 2


@pytest.mark.parametrize("then", [b"succeed", b"fail"])
@pytest.mark.parametrize("size", [10, LARGE])
async def test_a_file_that_was_taken_is_not_left_for_python_to_look_for(owner: User, size: int, then: bytes) -> None:
    told = b'--x\r\nContent-Disposition: form-data; name="then"\r\n\r\n' + then + b"\r\n" + form(size)
    headers = announced(len(told)) | await key_of(owner)
    status, _, _ = await Conversation(*pieces(told)).ask("POST", "/moved", headers)
    assert (status, Moves.taken.pop().closed) == (409 if then == b"fail" else 200, True)


async def test_a_client_that_leaves_while_it_sends_leaves_nothing_behind(owner: User, settings: Settings) -> None:
    class Leaves(Conversation):
        async def receive(self) -> Message:
            return await super().receive() if len(self.pieces) > 1 else {"type": "http.disconnect"}

    headers = announced() | await key_of(owner)
    with pytest.raises(ValueError, match="not enough"):  # nothing was said
        await Leaves(*pieces(form(LARGE))).ask("POST", "/files", headers)
    assert list((settings.DATA_DIR / "incoming").iterdir()) == []
