"""POST predictions: what is accepted, what is refused, and that nothing is left behind by a refusal."""

import io
import struct
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from apps.catalogue.models import Version
from apps.core import brief, broker
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import send
from apps.uploads.models import Upload
from apps.uploads.tests.files import photo, sound
from conftest import Configure

pytestmark = pytest.mark.django_db


def stored() -> list[Path]:
    return [path for path in (settings.DATA_DIR / "media").rglob("*") if path.is_file()]


def test_a_photo_is_queued_and_the_answer_says_where(as_owner: APIClient, versions: dict[str, Version]) -> None:
    answer = send(as_owner, photo())
    body = answer.json()
    assert answer.status_code == 202
    assert answer["Location"] == f"/api/v1/predictions/{body['id']}"
    assert (body["status"], body["kind"], body["attempt"]) == ("queued", "image-classification", 0)
    assert body["model"] == {"slug": "image-classification", "version": 1, "alias": "production"}
    assert body["options"]["top_k"] == 5
    assert (body["input"]["width"], body["input"]["height"], body["input"]["content_type"]) == (40, 30, "image/png")
    assert (body["position"], body["output"], body["error"]) == (1, None, None)


def test_sound_goes_to_the_speech_model(as_owner: APIClient, versions: dict[str, Version]) -> None:
    body = send(as_owner, sound()).json()
    assert body["kind"] == "speech-recognition"
    assert body["input"]["duration"] == pytest.approx(1.0, abs=0.01)
    assert body["input"]["sample_rate"] == 16000
    assert len(body["input"]["peaks"]) == 200
    assert "width" not in body["input"]


def test_several_files_in_one_request_make_several_predictions(
    as_owner: APIClient, versions: dict[str, Version]
) -> None:
    answer = send(as_owner, photo("a.png"), sound("b.wav"), photo("c.png", shade=1))
    assert answer.status_code == 202
    assert [one["input"]["name"] for one in answer.json()["predictions"]] == ["a.png", "b.wav", "c.png"]


def test_one_bad_file_among_several_refuses_all_and_stores_none(
    as_owner: APIClient, versions: dict[str, Version]
) -> None:
    before = stored()
    answer = send(as_owner, photo("good.png"), SimpleUploadedFile("bad.png", b"this is no picture at all"))
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    assert "bad.png" in answer.json()["detail"]
    assert (Prediction.objects.count(), Upload.objects.count(), stored()) == (0, 0, before)


def bomb() -> bytes:
    """The header of a PNG of 20,000 x 20,000 pixels, and nearly nothing behind it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def truncated_jpeg() -> bytes:
    out = io.BytesIO()
    from PIL import Image

    Image.effect_noise((200, 200), 80).convert("RGB").save(out, "JPEG")
    return out.getvalue()[: len(out.getvalue()) // 2]


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("cut.jpg", truncated_jpeg(), 422, "invalid_media"),
        ("text.png", b"I am a text file, whatever my name says.\n" * 20, 415, "unsupported_media_type"),
        ("empty.png", b"", 415, "unsupported_media_type"),
        ("bomb.png", bomb(), 413, "too_large"),
        ("half.wav", b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00", 422, "invalid_media"),
        ("page.html", b"<!doctype html><script>alert(1)</script>", 415, "unsupported_media_type"),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "unsupported_media_type"),
    ],
)
def test_what_cannot_be_read_is_refused_before_it_is_stored(
    as_owner: APIClient, versions: dict[str, Version], name: str, content: bytes, status: int, code: str
) -> None:
    before = stored()
    answer = send(as_owner, SimpleUploadedFile(name, content))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["request_id"] == answer["X-Request-ID"]
    assert (Prediction.objects.count(), stored()) == (0, before)


def test_options_that_come_as_a_file_are_read(as_owner: APIClient, versions: dict[str, Version]) -> None:
    options = SimpleUploadedFile("options.json", b'{"top_k": 2}', content_type="application/json")
    body = {"file": photo(), "options": options}
    assert as_owner.post("/api/v1/predictions", body, format="multipart").json()["options"]["top_k"] == 2


def test_a_model_that_comes_as_a_file_is_refused_at_its_field(
    as_owner: APIClient, versions: dict[str, Version]
) -> None:
    body = {"file": photo(), "model": SimpleUploadedFile("model.txt", b"image-classification")}
    answer = as_owner.post("/api/v1/predictions", body, format="multipart")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/model")


def test_a_file_over_the_byte_limit_is_refused_and_the_detail_names_the_limit(
    as_owner: APIClient, versions: dict[str, Version], configure: Configure
) -> None:
    configure(max_bytes=50)
    answer = send(as_owner, photo())
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "50 bytes" in answer.json()["detail"]


def test_a_sound_over_the_limit_of_seconds_is_refused(
    as_owner: APIClient, versions: dict[str, Version], configure: Configure
) -> None:
    configure(max_seconds=2.0)
    answer = send(as_owner, sound(seconds=3))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_request_without_a_file_is_refused(as_owner: APIClient, versions: dict[str, Version]) -> None:
    answer = as_owner.post("/api/v1/predictions", {"model": "x"}, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")
    assert answer.json()["errors"][0]["pointer"] == "/file"


def test_a_body_that_is_no_form_is_refused(as_owner: APIClient, versions: dict[str, Version]) -> None:
    broken = as_owner.post("/api/v1/predictions", b"garbage", content_type="multipart/form-data; boundary=x")
    assert (broken.status_code, broken.json()["code"]) == (400, "invalid_request")
    wrong = as_owner.post("/api/v1/predictions", {"file": "x"}, format="json")
    assert (wrong.status_code, wrong.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ('{"top_k": 0}', 422, "invalid_options"),
        ('{"top_k": 101}', 422, "invalid_options"),
        ('{"top_k": true}', 422, "invalid_options"),
        ('{"top_k": "5"}', 422, "invalid_options"),
        ('{"speed": 2}', 422, "invalid_options"),
        ("{", 400, "invalid_request"),
        ("[]", 400, "invalid_request"),
        ("5", 400, "invalid_request"),
        ("[" * 100_000, 400, "invalid_request"),
    ],
)
def test_wrong_options_are_refused_with_their_name(
    as_owner: APIClient, versions: dict[str, Version], options: str, status: int, code: str
) -> None:
    body = {"file": photo(), "options": options}
    answer = as_owner.post("/api/v1/predictions", body, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["errors"][0]["pointer"].startswith("/options")


@pytest.mark.parametrize("field", ["modle", "modell", "top_k", "webhook"])
def test_a_field_that_there_is_not_is_refused_by_name(
    as_owner: APIClient, versions: dict[str, Version], field: str
) -> None:
    answer = send(as_owner, photo(), **{field: "3"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, f"/{field}")
    assert "file, model, options" in answer.json()["detail"]


def test_a_file_in_another_field_and_a_parameter_of_the_address_are_refused_by_name(
    as_owner: APIClient, versions: dict[str, Version]
) -> None:
    other = as_owner.post("/api/v1/predictions", {"image": photo()}, format="multipart")
    assert other.json()["errors"][0]["pointer"] == "/image"
    query = as_owner.post("/api/v1/predictions?model=cats", {"file": photo()}, format="multipart")
    assert query.json()["errors"][0]["pointer"] == "/model"
    assert not Prediction.objects.exists()


@pytest.mark.parametrize(
    ("model", "code"),
    [
        ("no-such-model", "unknown_model"),
        ("image-classification@no-such-alias", "unknown_model"),
        ("image-classification/versions/7", "unknown_model"),
        ("../../etc/passwd", "unknown_model"),
        ("a" * 5000, "unknown_model"),
        ("speech-recognition", "wrong_kind"),
    ],
)
def test_a_model_that_does_not_fit_is_refused(
    as_owner: APIClient, versions: dict[str, Version], model: str, code: str
) -> None:
    answer = send(as_owner, photo(), model=model)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize("model", ["image-classification@production", "image-classification/versions/1"])
def test_a_model_can_be_named_by_alias_or_version(
    as_owner: APIClient, versions: dict[str, Version], model: str
) -> None:
    body = send(as_owner, photo(), model=model).json()
    assert body["model"]["version"] == 1
    assert body["model"]["alias"] == ("production" if "@" in model else None)


def test_who_keeps_as_much_as_is_allowed_deletes_something_first(
    as_owner: APIClient,
    versions: dict[str, Version],
    configure: Configure,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    configure(max_user_files=1)
    kept = send(as_owner, photo()).json()["id"]
    before = len(stored())
    refused = send(as_owner, photo())
    assert (refused.status_code, refused.json()["code"]) == (413, "quota_exceeded")
    assert (Upload.objects.count(), len(stored())) == (1, before)
    with django_capture_on_commit_callbacks(execute=True):
        as_owner.delete(f"/api/v1/predictions/{kept}")
    assert send(as_owner, photo()).status_code == 202


def test_a_full_queue_says_so_and_when_to_come_back(
    as_owner: APIClient,
    as_stranger: APIClient,
    queued: Callable[[int], list[str]],
    configure: Configure,
) -> None:
    configure(max_waiting_per_user=2)
    queued(2)
    answer = send(as_owner, photo())
    assert (answer.status_code, answer.json()["code"]) == (429, "queue_full")
    assert "2 wait, with these it would be 3, and the limit is 2" in answer.json()["detail"]
    assert int(answer["Retry-After"]) > 0
    assert send(as_stranger, photo()).status_code == 202


def test_more_files_than_may_ever_wait_are_not_asked_to_come_again(as_owner: APIClient, configure: Configure) -> None:
    configure(max_waiting_per_user=1)
    answer = send(as_owner, photo(), photo())
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "2 files, and only 1 of yours" in answer.json()["detail"]
    assert "Retry-After" not in answer


def test_while_the_broker_is_away_nothing_is_accepted(
    as_owner: APIClient, versions: dict[str, Version], monkeypatch: pytest.MonkeyPatch
) -> None:
    from redis import Redis

    monkeypatch.setattr(broker, "broker", lambda: Redis(unix_socket_path="/nonexistent.sock"))
    answer = send(as_owner, photo())
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "Retry-After" in answer.headers
    assert Prediction.objects.count() == 0


def test_nobody_is_asked_to_sign_in_and_told_how(nobody: APIClient, versions: dict[str, Version]) -> None:
    answer = send(nobody, photo())
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_key_with_the_scope_predict_may_send(
    owner: User, with_key: Callable[..., APIClient], versions: dict[str, Version]
) -> None:
    assert send(with_key(owner, "predict"), photo()).status_code == 202
    refused = send(with_key(owner, "models:write"), photo())
    assert (refused.status_code, refused.json()["code"]) == (403, "permission_denied")


def test_a_name_with_a_path_and_control_characters_is_kept_harmless(
    as_owner: APIClient, versions: dict[str, Version]
) -> None:
    body = send(as_owner, photo("猫 photo.png")).json()
    assert body["input"]["name"] == "猫 photo.png"
    assert send(as_owner, photo("x" * 400 + ".png")).json()["input"]["name"].endswith(".png")


def test_a_body_that_is_no_form_is_told_what_is_read(as_owner: APIClient) -> None:
    answer = as_owner.post("/api/v1/predictions", {"file": "cat.jpg"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    assert answer.json()["detail"] == "Send multipart/form-data here, not application/json."


def test_many_files_need_no_more_statements_than_one(as_owner: APIClient, versions: dict[str, Version]) -> None:
    counts = []
    for files in (1, 1, 16):
        # What is known for some parts of a second is asked anew by each of them.
        brief.forget_all()
        with CaptureQueriesContext(connection) as captured:
            assert send(as_owner, *(photo(shade=shade) for shade in range(files))).status_code == 202
        counts.append(len(captured))
    assert counts[2] == counts[1]
