"""The shipped models are measured for a moment: too short to tell quick from slow, long enough to see that it works."""

import time
from pathlib import Path

import pytest

from ml.bundle import Bundle, write_bundle
from ml.calibration.calibrate import calibrate, setups, sizes
from ml.calibration.device import device_name
from ml.calibration.process import Others, forget_peak, held, peak
from ml.errors import CalibrationError
from ml.serving.engine import load
from ml.serving.setup import LANE_BYTES, MOST_LANES
from ml.tests.serving.test_a_batch_ends_in_time import endless_for_red
from ml.types import Item, Result

BUNDLES = Path(__file__).parents[2] / "bundles"
ODD = Path(__file__).parents[1] / "fixtures" / "odd"


def test_a_photo_is_one_size_of_items() -> None:
    measured = calibrate(BUNDLES / "resnet-cifar10", "cpu", 2, most=4, seconds=1)
    (most,) = measured.setup.most
    assert (most.values, measured.setup.threads) == (3 * 32 * 32, 2)
    assert most.items in {1, 2, 4}
    assert len(measured.per_second) == 1
    assert {(cell.setup.lanes, cell.items) for cell in measured.cells} >= {(1, 1), (2, 1)}
    assert all(cell.per_second > 0 and cell.cpu_ms > 0 for cell in measured.cells)


def test_sounds_are_of_several_sizes_as_the_version_pads_them() -> None:
    measured = calibrate(BUNDLES / "wav2vec2-small", "cpu", 1, most=2, seconds=2)
    # Of 1, 4 and 8 seconds, each with a tenth of silence on either side.
    assert [most.values for most in measured.setup.most] == [19_200, 67_200, 131_200]
    assert len(measured.per_second) == 3


def test_an_engine_answers_the_same_by_what_was_measured(tmp_path: Path) -> None:
    measured = calibrate(BUNDLES / "wav2vec2-small", "cpu", 2, most=2, seconds=1)
    sounds = [Item(path) for path in sorted(Path(__file__).parents[1].glob("fixtures/**/*.wav"))[:4]]
    assert sounds
    usual, set_up = (
        load(BUNDLES / "wav2vec2-small", "cpu", 2),
        load(BUNDLES / "wav2vec2-small", "cpu", setup=measured.setup),
    )
    for one, other in zip(usual.predict_many(sounds), set_up.predict_many(sounds), strict=True):
        assert isinstance(one, Result)
        assert isinstance(other, Result)
        assert one.output.answer == other.output.answer


def test_a_graph_without_an_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ml.calibration.samples._photo", _red)
    monkeypatch.setattr("ml.calibration.measure.LIMIT_SECONDS", 1.0)
    began = time.monotonic()
    with pytest.raises(CalibrationError, match="did not answer within 1 s"):
        calibrate(endless_for_red(tmp_path), "cpu", 1, seconds=1)
    assert time.monotonic() - began < 20


def test_a_model_that_fails_says_so(tmp_path: Path) -> None:
    manifest = Bundle.load(endless_for_red(tmp_path / "endless")).manifest.model_dump(mode="json", exclude={"files"})
    write_bundle(tmp_path / "wrong", manifest, {"model.onnx": BUNDLES / "wav2vec2-small" / "model.onnx"})
    with pytest.raises(CalibrationError, match=r"The model fails: .*rank"):
        calibrate(tmp_path / "wrong", "cpu", 1, seconds=1)


def _red(_: object, path: Path) -> Path:
    from PIL import Image

    Image.new("RGB", (32, 32), "red").save(path)
    return path


@pytest.mark.parametrize(
    ("device", "threads", "model_bytes", "given", "tried"),
    [
        ("cpu", 2, 1, False, [(2, 1), (2, 2), (1, 1)]),
        ("cpu", 8, 1, False, [(8, 1), (8, MOST_LANES), (4, 1), (4, 4), (1, 1)]),
        ("cpu", 8, 1, True, [(8, 1), (8, MOST_LANES)]),
        ("cpu", 2, LANE_BYTES + 1, False, [(2, 1), (1, 1)]),
        ("cpu", 1, 1, False, [(1, 1)]),
        ("cuda:0", 8, 1, False, [(8, 1)]),
    ],
)
def test_these_ways_to_use_threads_are_tried(
    device: str, threads: int, model_bytes: int, given: bool, tried: list[tuple[int, int]]
) -> None:
    ways = setups(device, threads, model_bytes, given=given)
    assert [(setup.threads, setup.lanes) for setup in ways] == tried


@pytest.mark.parametrize(("most", "tried"), [(1, [1]), (3, [1, 2]), (32, [1, 2, 4, 8, 16, 32])])
def test_items_are_doubled_up_to_what_a_worker_claims(most: int, tried: list[int]) -> None:
    assert sizes(most) == tried


def test_devices_that_differ_have_different_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert device_name("cpu", 2).endswith(", 2 cores")
    assert device_name("cpu", 1).endswith(", 1 core")
    (tmp_path / "0000:00:04.0").mkdir()
    (tmp_path / "0000:00:04.0" / "information").write_text("Model: \t\t NVIDIA L4\nIRQ: 24\n")
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: ["CUDAExecutionProvider"])
    monkeypatch.setattr("ml.calibration.device.CARDS", tmp_path)
    assert device_name("auto", 2) == "NVIDIA L4"
    assert device_name("cuda:1", 2) == "cuda:1"


def test_the_most_memory_is_counted_anew_each_time() -> None:
    large = bytearray(64 << 20)
    del large
    forget_peak()
    before, most = held(), peak()
    assert before
    assert most
    assert most - before < 32 << 20
    again = bytearray(b"1" * (64 << 20))
    assert (peak() or 0) - before > len(again) * 0.9


def test_what_this_process_does_is_not_other_work() -> None:
    others, ends = Others(), time.monotonic() + 0.5
    while time.monotonic() < ends:
        pass
    share = others.share()
    assert share is not None
    assert 0 <= share <= 1
