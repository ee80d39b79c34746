"""How a version computes best on a device is measured when somebody asks, kept, and used where it is loaded."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from apps.catalogue.install import install
from apps.catalogue.models import Calibration, Version
from apps.catalogue.tests.test_install import bundle
from apps.engines import calibrations, engines
from apps.engines.management.commands import calibrate
from conftest import Configure
from ml.calibration import table
from ml.errors import CalibrationError
from ml.serving.setup import Most, Setup

pytestmark = pytest.mark.django_db
SETUP = Setup(threads=2, lanes=2, most=(Most(values=3072, items=4),))
CELL = table.Cell(setup=Setup(threads=2, lanes=2), values=3072, items=4, per_second=196.5, cpu_ms=9, rounds=9)
MEASURED = table.Calibration(setup=SETUP, per_second=(196.5,), cells=(CELL,), others=0.1)
Measure = Callable[[Version, float], table.Calibration]


@pytest.fixture
def version(tmp_path: Path) -> Version:
    return install(bundle(tmp_path / "one"))


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ml.calibration.device.processor", lambda: "Slow 486")
    monkeypatch.setattr("ml.serving.session.cores", lambda: 2)
    monkeypatch.setattr(calibrate, "_check_quiet", lambda: None)


def measures(monkeypatch: pytest.MonkeyPatch, measured: Any) -> None:
    """Instead of a minute's measuring."""

    def answer(version: Version, seconds: float) -> table.Calibration:
        found = measured(version) if callable(measured) else measured
        if isinstance(found, BaseException):
            raise found
        return found  # type: ignore[no-any-return]

    monkeypatch.setattr(calibrations, "measure", answer)


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("calibrate", *arguments, stdout=out)
    return out.getvalue()


def test_a_version_is_loaded_as_it_was_calibrated_on_this_device(
    version: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Setup | None] = []

    def load(*_: object, setup: Setup | None, **__: object) -> _Warm:
        seen.append(setup)
        return _Warm()

    monkeypatch.setattr("ml.serving.engine.load", load)
    monkeypatch.setattr(engines, "_loaded", {})
    engines.engine_for(version)
    calibrations.keep(version, MEASURED)
    monkeypatch.setattr(engines, "_loaded", {})
    engines.engine_for(version)
    assert seen == [None, SETUP]


class _Warm:
    def warm(self) -> None:
        """Nothing is computed."""


def test_each_device_and_version_has_its_own(version: Version, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = install(bundle(tmp_path / "two", weights=b"2"))
    calibrations.keep(version, MEASURED)
    assert calibrations.setup_of(version) == SETUP
    assert calibrations.setup_of(other) is None
    monkeypatch.setattr("ml.serving.session.cores", lambda: 4)
    assert calibrations.setup_of(version) is None


def test_what_is_measured_again_takes_the_place_of_what_was(version: Version) -> None:
    calibrations.keep(version, MEASURED)
    slower = MEASURED.model_copy(update={"per_second": (100.0,)})
    assert calibrations.keep(version, slower).device == "Slow 486, 2 cores"
    assert Calibration.objects.get().per_second == [100.0]


@pytest.mark.parametrize(("threads", "best", "used"), [(0, 2, True), (2, 2, True), (1, 2, False), (2, 1, False)])
def test_threads_that_are_set_win(version: Version, configure: Configure, threads: int, best: int, used: bool) -> None:
    setup = SETUP.model_copy(update={"threads": best, "lanes": 1})
    calibrations.keep(version, MEASURED.model_copy(update={"setup": setup}))
    configure(threads=threads)
    assert (calibrations.setup_of(version) == setup) is used


def test_what_a_newer_slipway_wrote_is_left_alone(version: Version, caplog: pytest.LogCaptureFixture) -> None:
    calibrations.keep(version, MEASURED)
    Calibration.objects.update(setup={"streams": 3})
    assert calibrations.setup_of(version) is None
    assert "tiny v1 on Slow 486, 2 cores" in caplog.text


def test_the_command_says_what_came_out_and_the_model_shows_it(
    version: Version, monkeypatch: pytest.MonkeyPatch, as_owner: APIClient
) -> None:
    measures(monkeypatch, MEASURED)
    assert "tiny v1 on Slow 486, 2 cores: batches of 4, 2 threads, 2 at once; 196.5 items a second" in said("tiny")
    (shown,) = as_owner.get("/api/v1/models/tiny/versions/1").json()["calibrations"]
    assert shown.pop("measured_at").endswith("Z")
    assert shown == {
        "device": "Slow 486, 2 cores",
        "threads": 2,
        "lanes": 2,
        "sizes": [{"values": 3072, "items": 4, "per_second": 196.5}],
    }


@pytest.mark.parametrize("arguments", [["tiny/versions/1", "tiny@production", "tiny/versions/2"], ["--all"]])
def test_versions_are_named_or_all_of_them_measured_each_once(
    version: Version, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    install(bundle(tmp_path / "two", weights=b"2"))
    hidden = install(bundle(tmp_path / "three", weights=b"3"))
    Version.objects.filter(pk=hidden.pk).update(hidden=True)
    measures(monkeypatch, MEASURED)
    said(*arguments)
    assert sorted(Calibration.objects.values_list("version__number", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    ("arguments", "why"), [([], "Name models"), (["tiny", "--all"], "Name models"), (["horse"], "no model 'horse'")]
)
def test_who_names_nothing_that_is_there_is_told(version: Version, arguments: list[str], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        said(*arguments)


def test_one_that_fails_keeps_nothing_and_the_next_one_is_measured(
    version: Version, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(bundle(tmp_path / "two", slug="zebra"))
    failed = CalibrationError("The model fails: no such operator")
    measures(monkeypatch, lambda one: failed if one == version else MEASURED)
    with pytest.raises(CommandError, match="tiny v1: The model fails: no such operator"):
        said("--all")
    assert [kept.version.model_id for kept in Calibration.objects.all()] == ["zebra"]


@pytest.mark.parametrize(("anyway", "kept"), [([], 0), (["--anyway"], 1)])
def test_figures_of_a_busy_machine_are_kept_only_where_somebody_wants_them(
    version: Version, monkeypatch: pytest.MonkeyPatch, anyway: list[str], kept: int
) -> None:
    measures(monkeypatch, MEASURED.model_copy(update={"others": 0.61}))
    if anyway:
        said("tiny", *anyway)
    else:
        with pytest.raises(CommandError, match=r"Other work takes 61% of this machine.*Nothing is kept\."):
            said("tiny")
    assert Calibration.objects.count() == kept


def test_who_interrupts_it_keeps_nothing_of_the_version_at_hand(
    version: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    measures(monkeypatch, KeyboardInterrupt())
    with pytest.raises(CommandError, match="Stopped: of tiny v1 nothing is kept"):
        said("tiny")
    assert not Calibration.objects.exists()


def test_a_shipped_model_is_measured_for_real(configure: Configure) -> None:
    configure(device="cpu", batch_items=2)
    shipped = install(settings.SHIPPED_BUNDLES_DIR / "resnet-cifar10")
    said("resnet-cifar10", "--seconds", "1", "--anyway")
    setup = calibrations.setup_of(shipped)
    assert setup
    assert [most.values for most in setup.most] == [3072]


@pytest.mark.parametrize("seconds", ["0", "0.5", "-5", "nan", "inf"])
def test_a_time_in_which_nothing_can_be_measured_is_refused(
    version: Version, monkeypatch: pytest.MonkeyPatch, seconds: str
) -> None:
    measures(monkeypatch, MEASURED)
    with pytest.raises(CommandError, match="--seconds is 1 to 3600"):
        said("--all", f"--seconds={seconds}")
    assert not Calibration.objects.exists()
