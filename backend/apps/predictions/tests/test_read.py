"""Lists, one, its bytes: mine, and never somebody else's."""

import io
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from PIL import Image
from rest_framework.test import APIClient

from apps.catalogue.models import Version, Worker
from apps.core.brief import forget_all
from apps.engines import workers
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import KINDS, InstantEngine, send, work
from apps.uploads import store
from apps.uploads.models import Upload
from apps.uploads.tests.files import photo, sound
from apps.uploads.thumbnails import thumbnail_of

pytestmark = pytest.mark.django_db
LIST = "/api/v1/predictions"
Queued = Callable[[int], list[str]]


def test_the_list_is_newest_first_in_pages_that_stay_stable(as_owner: APIClient, queued: Queued) -> None:
    ids = queued(5)
    first = as_owner.get(f"{LIST}?limit=2").json()
    assert [row["id"] for row in first["results"]] == [ids[4], ids[3]]
    send(as_owner, photo(shade=200))
    next_page = urlsplit(first["next"])
    second = as_owner.get(f"{next_page.path}?{next_page.query}").json()
    assert [row["id"] for row in second["results"]] == [ids[2], ids[1]]


def test_filters_and_search_narrow_the_list(as_owner: APIClient, engine: InstantEngine) -> None:
    send(as_owner, photo("holiday.png"))
    send(as_owner, sound("memo.wav"))
    work()
    send(as_owner, photo("waiting.png", shade=7))

    def names(query: str) -> list[str]:
        return [row["input"]["name"] for row in as_owner.get(f"{LIST}?{query}").json()["results"]]

    assert names("status=queued") == ["waiting.png"]
    assert names("status=queued,succeeded") == ["waiting.png", "memo.wav", "holiday.png"]
    assert names("status=queued&status=failed") == ["waiting.png"]
    assert names("kind=speech-recognition") == ["memo.wav"]
    assert names("model=image-classification") == ["waiting.png", "holiday.png"]
    assert names("model=image-classification/versions/1") == ["waiting.png", "holiday.png"]
    assert names("model=image-classification/versions/2") == []
    assert names("model=image-classification@production") == ["waiting.png", "holiday.png"]
    assert names("kind=&model=&limit=&cursor=&status=") == ["waiting.png", "memo.wav", "holiday.png"]
    assert names("q=HOLI") == ["holiday.png"]
    assert names("q=cat") == ["holiday.png"]
    assert names("q=seven") == ["memo.wav"]
    assert names("q=seven+cat") == []


def test_the_list_of_an_alias_has_what_was_sent_to_it(as_owner: APIClient, versions: dict[str, Version]) -> None:
    send(as_owner, photo("by-alias.png"), model="image-classification@production")
    send(as_owner, photo("by-number.png", shade=8), model="image-classification/versions/1")
    found = as_owner.get(f"{LIST}?model=image-classification@production").json()["results"]
    assert [row["input"]["name"] for row in found] == ["by-alias.png"]


WRONG = [
    "status=done", "cursor=rubbish", "cursor=AAAA", "cursor=!!!!", "cursor=eD0x", "cursor=bz01JnE9MQ==",
    "cursor=cD0yMDI2LTExLTI5KzAwJTNBMDAlM0EwMCZ4PTE=", "doubt=sure", "doubt=unsure,outside",
    "kind=video", "sha256=abc", "model=No Such", "model=cats@", "model=cats/versions/one",
    "limit=0", "limit=-5", "limit=many", "limit=1.5", "offset=10", "page=2", "ids=1", "created_after=2026-01-01",
]  # fmt: skip


@pytest.mark.parametrize("query", WRONG)
def test_a_wrong_filter_is_refused(as_owner: APIClient, query: str) -> None:
    answer = as_owner.get(f"{LIST}?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["pointer"] == f"/{query.partition('=')[0]}"


def plain(text: str) -> str:
    return text.replace("-", "")


@pytest.mark.parametrize("form", [str.upper, plain, lambda text: plain(text).upper()])
def test_an_id_is_read_in_every_form(as_owner: APIClient, queued: Queued, form: Callable[[str], str]) -> None:
    (one,) = queued(1)
    found = as_owner.get(f"{LIST}/{form(str(one))}")
    assert (found.status_code, found.json()["id"]) == (200, str(one))


def test_a_stranger_finds_nothing_of_mine(as_stranger: APIClient, as_operator: APIClient, queued: Queued) -> None:
    (one,) = queued(1)
    for client in (as_stranger, as_operator):
        assert client.get(LIST).json()["results"] == []
        for path in ("", "/events", "/input", "/thumbnail", "/seen", "/transcript"):
            answer = client.get(f"{LIST}/{one}{path}")
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        for path in ("/cancel", "/retry"):
            assert client.post(f"{LIST}/{one}{path}").status_code == 404
        assert client.delete(f"{LIST}/{one}").status_code == 404
        assert client.put(f"{LIST}/{one}/feedback", {"correct": True}, format="json").status_code == 404
    assert Prediction.objects.count() == 1


def test_the_original_bytes_come_back_as_an_attachment(as_owner: APIClient, versions: dict[str, Version]) -> None:
    file = photo("猫.png")
    url = send(as_owner, file).json()["input"]["url"]
    answer = as_owner.get(url)
    file.seek(0)
    assert answer.getvalue() == file.read()
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["X-Content-Type-Options"] == "nosniff"


FIRST = {"Range": "bytes=0-3"}


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 200),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-None-Match": "{tag}"}, 304),
        ({"If-None-Match": '"other", W/{tag}'}, 304),
        ({"If-None-Match": "*"}, 304),
        (FIRST, 206),
        ({**FIRST, "If-Range": "{tag}"}, 206),
        ({**FIRST, "If-Range": '"other"'}, 200),
        ({**FIRST, "If-Range": "W/{tag}"}, 200),
        ({**FIRST, "If-Range": "Sun, 22 Nov 2026 10:00:00 GMT"}, 200),
    ],
)
def test_a_file_is_known_by_the_sha256_that_is_its_etag(
    as_owner: APIClient, versions: dict[str, Version], asked: dict[str, str], status: int
) -> None:
    sent = send(as_owner, photo()).json()["input"]
    tag = f'"{sent["sha256"]}"'
    answer = as_owner.get(sent["url"], headers={name: value.replace("{tag}", tag) for name, value in asked.items()})
    assert (answer.status_code, answer["ETag"]) == (status, tag)
    assert len(answer.getvalue()) == {200: sent["size"], 206: 4, 304: 0}[status]


@pytest.mark.parametrize("accept", ["image/png", "*/*", "application/json"])
def test_bytes_and_their_errors_come_whatever_is_accepted(as_owner: APIClient, queued: Queued, accept: str) -> None:
    (one,) = queued(1)
    assert as_owner.get(f"{LIST}/{one}/input", headers={"Accept": accept}).status_code == 200
    missing = as_owner.get(f"{LIST}/{one}/transcript", headers={"Accept": accept})
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    assert missing["Content-Type"] == "application/problem+json"


def test_a_picture_has_a_thumbnail_and_sound_has_none(as_owner: APIClient, versions: dict[str, Version]) -> None:
    answer = as_owner.get(send(as_owner, photo(size=(400, 300))).json()["input"]["thumbnail_url"])
    assert answer["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(answer.content)).size == (256, 192)
    one = send(as_owner, sound()).json()
    assert one["input"]["thumbnail_url"] is None
    assert as_owner.get(f"{LIST}/{one['id']}/thumbnail").status_code == 404


@pytest.mark.parametrize("which", ["url", "thumbnail_url"])
def test_what_a_browser_has_of_a_file_it_may_show_only_after_asking_again(
    as_owner: APIClient, versions: dict[str, Version], which: str
) -> None:
    body = send(as_owner, photo()).json()
    first = as_owner.get(body["input"][which])
    assert first["Cache-Control"] == "private, no-cache"
    again = as_owner.get(body["input"][which], HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    as_owner.delete(f"{LIST}/{body['id']}")
    assert as_owner.get(body["input"][which], HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 404


def test_a_thumbnail_is_made_when_it_is_looked_at_and_kept(as_owner: APIClient, versions: dict[str, Version]) -> None:
    url = send(as_owner, photo()).json()["input"]["thumbnail_url"]
    upload = Upload.objects.get()
    assert upload.thumbnail is None
    first = as_owner.get(url).content
    store.discard(upload)
    assert as_owner.get(url).content == first


def test_a_thumbnail_of_what_is_deleted_meanwhile_is_not_made(
    as_owner: APIClient, versions: dict[str, Version]
) -> None:
    send(as_owner, photo())
    upload = Upload.objects.get()
    Prediction.objects.all().delete()
    store.delete(Upload.objects.all())
    store.discard(upload)
    with pytest.raises(FileNotFoundError):
        thumbnail_of(upload)


def test_a_thumbnail_of_a_file_that_is_gone_is_404(as_owner: APIClient, versions: dict[str, Version]) -> None:
    url = send(as_owner, photo()).json()["input"]["thumbnail_url"]
    store.discard(Upload.objects.get())
    assert as_owner.get(url).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "begins"),
    [("txt", "SEVEN\n"), ("srt", "1\n00:00:00,100 --> 00:00:00,400\nSEVEN"), ("vtt", "WEBVTT\n\n00:00:00.100 -->")],
)
def test_a_transcript_comes_as_subtitles(as_owner: APIClient, engine: InstantEngine, wanted: str, begins: str) -> None:
    one = send(as_owner, sound()).json()["id"]
    assert as_owner.get(f"{LIST}/{one}/transcript?format={wanted}").status_code == 409
    work()
    answer = as_owner.get(f"{LIST}/{one}/transcript?format={wanted}")
    assert answer.content.decode().startswith(begins)
    assert "attachment" in answer["Content-Disposition"]


@pytest.fixture
def worker(db: None) -> Worker:
    """Somebody is there for every kind."""
    workers.announce(Worker.State.READY)
    return Worker.objects.get()


def test_the_place_in_the_queue_counts_only_the_same_kind(
    as_owner: APIClient, engine: InstantEngine, worker: Worker
) -> None:
    send(as_owner, sound())
    work()
    for shade in (1, 2):
        send(as_owner, photo(shade=shade))
    Worker.objects.filter(pk=worker.pk).update(kinds=["speech-recognition"])
    forget_all()
    last = send(as_owner, sound()).json()
    assert last["position"] == 1
    assert last["eta_seconds"] == pytest.approx(0.003, abs=0.01)
    assert [row["position"] for row in as_owner.get(f"{LIST}?status=queued").json()["results"]] == [1, 2, 1]


def test_the_badge_counts_what_waits_and_runs(as_owner: APIClient, as_stranger: APIClient, queued: Queued) -> None:
    queued(2)
    for who, waiting in ((as_owner, 2), (as_stranger, 0)):
        body = who.get("/api/v1/summary").json()
        assert (body["waiting"], body["processing"]) == (waiting, 0)


def _unserved(client: APIClient) -> list[str]:
    forget_all()
    return list(client.get("/api/v1/summary").json()["unserved"])


def test_it_is_told_when_nobody_is_there_to_answer(as_owner: APIClient, worker: Worker) -> None:
    assert _unserved(as_owner) == []
    Worker.objects.update(kinds=["image-classification"])
    assert _unserved(as_owner) == ["speech-recognition"]
    Worker.objects.update(last_seen=timezone.now() - timedelta(seconds=61))
    assert _unserved(as_owner) == ["image-classification", "speech-recognition"]
    Worker.objects.update(last_seen=timezone.now(), state=Worker.State.STARTING, kinds=KINDS)
    assert _unserved(as_owner) == []


def test_no_time_is_promised_while_nobody_is_there(as_owner: APIClient, engine: InstantEngine, worker: Worker) -> None:
    send(as_owner, photo())
    work()
    Worker.objects.all().delete()
    forget_all()
    waiting = send(as_owner, photo(shade=1)).json()
    assert (waiting["position"], waiting["eta_seconds"]) == (1, None)


def test_the_limits_can_be_read_before_signing_in(nobody: APIClient) -> None:
    body = nobody.get("/api/v1/limits").json()
    assert (body["max_bytes"], body["max_pixels"], body["max_files"]) == (25 * 2**20, 50_000_000, 64)
    assert "image/jpeg" in body["image_types"]
    assert "audio/webm" in body["sound_types"]
