"""What the model saw of a picture: the pixels that it got, before they are numbers."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from rest_framework.test import APIClient

from apps.catalogue.models import Version
from apps.predictions.tests.conftest import Answer, send
from apps.uploads.models import Upload
from apps.uploads.tests.files import photo, sound
from ml.vision.decode import read_picture
from ml.vision.preprocess import needed_side, to_pixels
from ml.vision.spec import ImageSpec

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/api/v1/predictions"
WAYS = [{"resize": "squash"}, {"resize": "center-crop", "resize_to": 48}, {"resize": "letterbox", "fill": [9, 9, 9]}]


def seen(client: APIClient, one: str) -> Answer:
    return client.get(f"{LIST}/{one}/seen")


@pytest.mark.parametrize("way", WAYS, ids=lambda way: str(way["resize"]))
def test_what_is_shown_is_what_the_network_gets(
    as_owner: APIClient, versions: dict[str, Version], way: dict[str, object]
) -> None:
    version = versions["image-classification"]
    version.manifest["preprocess"] |= way
    version.save()
    one = send(as_owner, photo(size=(400, 300), shade=200)).json()["id"]
    shown = seen(as_owner, one)
    picture = Image.open(io.BytesIO(shown.content))
    assert (shown["Content-Type"], picture.size) == ("image/png", (32, 32))
    spec = ImageSpec.model_validate(version.manifest["preprocess"])
    file = Upload.objects.get().file.path
    image, whole = read_picture(Path(file), 1_000_000, needed_side(spec))
    numbers = (np.asarray(picture, np.float32).transpose(2, 0, 1) / 255 - 0.5) / 0.5
    np.testing.assert_allclose(numbers, to_pixels(image, spec, whole), atol=1e-6)


def test_it_is_sent_once(as_owner: APIClient, versions: dict[str, Version]) -> None:
    one = send(as_owner, photo()).json()["id"]
    tag = seen(as_owner, one)["ETag"]
    assert as_owner.get(f"{LIST}/{one}/seen", headers={"If-None-Match": tag}).status_code == 304


def test_of_a_sound_there_is_nothing_to_be_seen(as_owner: APIClient, versions: dict[str, Version]) -> None:
    refused = seen(as_owner, send(as_owner, sound()).json()["id"])
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
