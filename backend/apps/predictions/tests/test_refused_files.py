"""Who sends files that are not read hears which, why, and what is read."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from apps.catalogue.models import Version
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import send
from apps.uploads.tests.files import photo, sound
from conftest import Configure

pytestmark = pytest.mark.django_db(transaction=True)
ODD = Path(__file__).parents[3] / "ml" / "tests" / "fixtures" / "odd"


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("ship.png", (ODD / "ship.png").read_bytes())
    return out.getvalue()


def text(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


OTHERS = {
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "icon.ico": b"\0\0\1\0\1\0\x10\x10" + bytes(80),
    "scan.jp2": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(80),
    "old.tga": b"\0\0\2" + bytes(80),
    "plain.ppm": b"P6\n1 1\n255\n\0\0\0" + bytes(40),
    "paper.pdf": b"%PDF-1.7\n" * 9,
    "layers.psd": b"8BPS\0\1" + bytes(80),
    "page.jpg": b"<!doctype html><p>Not found</p>" * 3,
    "base64.txt": b"iVBORw0KGgoAAAANSUhEUgAAAoAAAAHgCAIAAAC6s0uzAAAA",
    "lfs.png": b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
    "all.zip": zipped(),
    "ship.png.gz": gzip.compress(b"ship" * 40),
    "photo.jxl": b"\xff\x0a" + bytes(80),
    "dictation.wma": bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + bytes(80),
    "nothing.bin": bytes(5000),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_refusal_names_the_file_and_what_is_read(
    as_owner: APIClient, versions: dict[str, Version], name: str
) -> None:
    answer = send(as_owner, text(name, OTHERS[name]))
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    detail = answer.json()["detail"]
    assert detail.startswith(f"{name}: ")
    assert all(word in detail for word in ("JPEG", "HEIC", "WAV", "MP4"))


def test_all_wrong_files_of_a_request_are_named_with_their_places(
    as_owner: APIClient, versions: dict[str, Version]
) -> None:
    cut = text("cut.wav", sound().read()[:-20_000])
    answer = send(
        as_owner, photo(), text("a.pdf", b"%PDF-1.7\n" * 9), sound(), cut, text("b.svg", OTHERS["drawing.svg"])
    )
    body = answer.json()
    assert (answer.status_code, body["code"]) == (415, "unsupported_media_type")
    assert [one["pointer"] for one in body["errors"]] == ["/file/1", "/file/3", "/file/4"]
    assert [one["detail"].split(":")[0] for one in body["errors"]] == ["a.pdf", "cut.wav", "b.svg"]
    assert "truncated" in body["errors"][1]["detail"]
    assert all(one["detail"] in body["detail"] for one in body["errors"])
    assert not Prediction.objects.exists()


def test_the_first_wrong_file_gives_the_status(
    as_owner: APIClient, versions: dict[str, Version], configure: Configure
) -> None:
    configure(max_pixels=100)
    body = send(as_owner, photo("large.png"), text("a.pdf", b"%PDF-1.7\n" * 9)).json()
    assert (body["status"], body["code"], len(body["errors"])) == (413, "too_large", 2)


@pytest.mark.parametrize(
    ("name", "kind", "content_type"),
    [
        ("IMG_0412.HEIC", "image-classification", "image/heic"),
        ("meeting.mp4", "speech-recognition", "video/mp4"),
    ],
)
def test_what_phones_make_is_taken_and_said_to_be_what_it_is(
    as_owner: APIClient, versions: dict[str, Version], name: str, kind: str, content_type: str
) -> None:
    body = send(as_owner, text("renamed.jpg", (ODD / name).read_bytes())).json()
    assert (body["kind"], body["input"]["content_type"]) == (kind, content_type)


def test_the_limits_name_each_type_once(as_owner: APIClient) -> None:
    limits = as_owner.get("/api/v1/limits").json()
    types = limits["image_types"] + limits["sound_types"]
    assert len(types) == len(set(types))
    assert {"image/heic", "video/mp4"} <= set(types)
