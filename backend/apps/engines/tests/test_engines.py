"""One loaded engine per version and process."""

from pathlib import Path
from typing import Any, cast

import pytest

from apps.catalogue.install import install
from apps.catalogue.models import Alias, Model, Version
from apps.catalogue.tests.test_install import bundle
from apps.engines import engines
from apps.engines.speed import note_speed
from conftest import Configure
from ml.errors import BundleError
from ml.serving import engine as serving

pytestmark = pytest.mark.django_db


class Loaded:
    """An engine that computes nothing."""

    device = "cuda:0"

    def __init__(self, folder: Path, device: str, threads: int, *, seconds: float, setup: object) -> None:
        self.folder, self.wish, self.warmed = folder, (device, threads, seconds), 0

    def warm(self) -> None:
        self.warmed += 1

    def rest(self) -> None:
        """It holds nothing."""


@pytest.fixture(autouse=True)
def _nothing_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_loaded", {})
    monkeypatch.setattr(serving, "load", Loaded)


def test_a_version_is_loaded_and_warmed_at_the_first_call_and_kept(tmp_path: Path, configure: Configure) -> None:
    configure(device="auto", threads=3, batch_timeout=77)
    version = install(bundle(tmp_path / "one"))
    engine = cast("Loaded", engines.engine_for(version))
    assert engines.engine_for(Version.objects.get()) is cast("Any", engine)
    assert (engine.warmed, engine.wish, engine.folder.name) == (1, ("auto", 3, 77), "1")
    assert engines.loaded() == [("tiny", 1)]


def test_two_versions_are_two_engines(tmp_path: Path) -> None:
    first, second = install(bundle(tmp_path / "one")), install(bundle(tmp_path / "two", weights=b"2"))
    assert engines.engine_for(first) is not engines.engine_for(second)
    assert engines.loaded() == [("tiny", 1), ("tiny", 2)]


def test_a_version_that_was_deleted_is_forgotten_and_its_number_may_mean_another(tmp_path: Path) -> None:
    version = install(bundle(tmp_path / "one"))
    gone = engines.engine_for(version)
    Alias.objects.all().delete()
    Model.objects.all().delete()
    again = install(bundle(tmp_path / "two", weights=b"2"))
    assert (again.model_id, again.number) == ("tiny", 1)
    assert engines.engine_for(again) is not gone
    engines.rest()
    assert engines.loaded() == [("tiny", 1)]
    assert engines.engine_for(again) is not gone


def test_an_engine_that_cannot_be_loaded_is_tried_again_at_the_next_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: Any, **__: Any) -> Loaded:
        raise BundleError("model.onnx is damaged")

    version = install(bundle(tmp_path / "one"))
    monkeypatch.setattr(serving, "load", damaged)
    with pytest.raises(BundleError):
        engines.engine_for(version)
    assert engines.loaded() == []
    monkeypatch.setattr(serving, "load", Loaded)
    assert engines.engine_for(version)


def test_the_device_is_what_engines_really_run_on_and_the_wish_before_one_is_loaded(
    tmp_path: Path, configure: Configure
) -> None:
    configure(device="auto")
    assert engines.device() == "auto"
    engines.engine_for(install(bundle(tmp_path / "one")))
    assert engines.device() == "cuda:0"


def test_the_first_speed_is_taken_whole_and_the_newest_weighs_a_tenth(tmp_path: Path) -> None:
    version, other = install(bundle(tmp_path / "one")), install(bundle(tmp_path / "two", weights=b"2"))
    note_speed(version.pk, 1.0)
    note_speed(version.pk, 2.0)
    version.refresh_from_db()
    other.refresh_from_db()
    assert version.seconds_per_item == pytest.approx(1.1)
    assert other.seconds_per_item is None
