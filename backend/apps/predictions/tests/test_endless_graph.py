"""A model that never returns for some pictures costs its own files their answers, and nobody else."""

import io
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from rest_framework.test import APIClient

from apps.catalogue.install import install
from apps.engines import engines
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import send, work
from conftest import Configure
from ml.tests.serving.test_a_batch_ends_in_time import endless_for_red

pytestmark = pytest.mark.django_db(transaction=True)
GREY, RED, BLUE = (90, 90, 90), (255, 0, 0), (40, 40, 90)


def test_a_graph_that_never_returns_fails_alone_the_first_time_that_it_is_alone(
    as_owner: APIClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, configure: Configure
) -> None:
    configure(batch_timeout=1)
    monkeypatch.setattr(engines, "_loaded", {})
    install(endless_for_red(tmp_path / "bundle"))
    assert send(as_owner, plain(GREY), plain(RED), plain(BLUE)).status_code == 202
    began = time.monotonic()
    work()
    assert time.monotonic() - began < 30
    assert list(Prediction.objects.order_by("created_at").values_list("status", "error_code", "attempt")) == [
        ("succeeded", "", 2), ("failed", "timeout", 2), ("succeeded", "", 2),
    ]  # fmt: skip
    send(as_owner, plain(RED))
    work()
    last = Prediction.objects.latest("created_at")
    assert (last.error_code, last.attempt) == ("timeout", 1)


def plain(colour: tuple[int, int, int]) -> SimpleUploadedFile:
    """A small picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (32, 32), colour).save(out, "PNG")
    return SimpleUploadedFile("plain.png", out.getvalue(), content_type="image/png")
