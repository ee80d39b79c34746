"""Whatever happens to a run, it goes on where it was and ends as if nothing had happened."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("accelerate")

from ml.datasets.frozen import DataSet  # noqa: E402
from ml.errors import Cancelled, DataSetError, RecipeError, TrainingError  # noqa: E402
from ml.speech.recipe import SpeechRecipe  # noqa: E402
from ml.tests.training.frozen_sets import pictures, sounds  # noqa: E402
from ml.training.control import Request, request, requested_in  # noqa: E402
from ml.training.events import Ended, Event, Started  # noqa: E402
from ml.training.folder import alone, status_of  # noqa: E402
from ml.training.run import run  # noqa: E402
from ml.vision.recipe import VisionRecipe  # noqa: E402

PICTURES = VisionRecipe(epochs=3, batch_size=10, shift=2, cutout=0.2, average=0.9, checkpoint_minutes=1e-6)
SOUNDS = SpeechRecipe(
    architecture="wav2vec2-tiny", epochs=2, seconds_per_batch=8, buckets=(1.0, 2.0), dropout=0.1, mask_time=0.1,
    mask_length=3, speed=0.1, colour=0.5, noise=0.5, middle_loss=0.3, checkpoint_minutes=1e-6,
)  # fmt: skip
BACKEND = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """The order of additions, and so the last digit, depends on the number of threads."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def dark_and_light(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    return pictures(tmp_path_factory.mktemp("sets") / "pictures")


@pytest.fixture(scope="module")
def tones(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    return sounds(tmp_path_factory.mktemp("sets") / "sounds")


def silent(event: Event) -> None:
    """Nobody listens."""


def in_a_process(
    data_set: DataSet,
    folder: Path,
    recipe: VisionRecipe | SpeechRecipe,
    step: int,
    *limit: int,
    launcher: tuple[str, ...] = (),
) -> subprocess.CompletedProcess[str]:
    words = [str(data_set.folder), str(folder), recipe.model_dump_json(), str(step), *map(str, limit)]
    command = [sys.executable, "-m", *launcher, "ml.tests.training.killed_run", *words]
    environment = os.environ | {"ACCELERATE_USE_CPU": "true", "OMP_NUM_THREADS": "1"}
    return subprocess.run(command, cwd=BACKEND, env=environment, capture_output=True, text=True, check=False)


def curve_of(folder: Path) -> object:
    return json.loads((folder / "history.json").read_text())


@pytest.mark.parametrize(("kind", "step"), [("pictures", 6), ("sounds", 4)])
def test_a_run_that_is_killed_in_an_epoch_ends_with_the_very_curve_of_an_unbroken_one(
    dark_and_light: DataSet, tones: DataSet, tmp_path: Path, kind: str, step: int
) -> None:
    recipe, data_set = (PICTURES, dark_and_light) if kind == "pictures" else (SOUNDS, tones)
    killed = in_a_process(data_set, tmp_path / "killed", recipe, step)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    reported: list[Event] = []
    run(recipe, data_set, tmp_path / "killed", reported.append)
    assert [event.step for event in reported if isinstance(event, Started)] == [step - 1]
    run(recipe, data_set, tmp_path / "whole", silent)
    assert curve_of(tmp_path / "killed") == curve_of(tmp_path / "whole")
    first, second = (tmp_path / name / "best.safetensors" for name in ("killed", "whole"))
    assert first.read_bytes() == second.read_bytes()


def test_two_processes_draw_the_curve_of_one(tones: DataSet, tmp_path: Path) -> None:
    recipe = SOUNDS.model_copy(update={"dropout": 0.0, "mask_time": 0.0, "epochs": 1})
    launcher = ("torch.distributed.run", "--nproc-per-node", "2", "--master-port", "29617", "-m")
    both = in_a_process(tones, tmp_path / "two", recipe, -1, launcher=launcher)
    assert both.returncode == 0, both.stderr
    run(recipe.model_copy(update={"accumulate": 2}), tones, tmp_path / "one", silent)
    two, one = (json.loads((tmp_path / name / "history.json").read_text()) for name in ("two", "one"))
    assert [point["loss"] for point in two["curve"]] == pytest.approx(
        [point["loss"] for point in one["curve"]], rel=1e-4
    )
    assert two["epochs"][0]["validation_loss"] == pytest.approx(one["epochs"][0]["validation_loss"], rel=1e-4)
    assert (tmp_path / "two/bundle/bundle.json").is_file()


def test_a_full_disk_is_a_sentence_and_the_checkpoint_before_survives(dark_and_light: DataSet, tmp_path: Path) -> None:
    assert in_a_process(dark_and_light, tmp_path / "run", PICTURES, 3).returncode == -signal.SIGKILL
    before = sorted((tmp_path / "run/checkpoints").iterdir())
    full = in_a_process(dark_and_light, tmp_path / "run", PICTURES, -1, 200_000)
    assert "checkpoint could not be written" in full.stderr
    assert "Traceback" not in full.stderr
    assert sorted((tmp_path / "run/checkpoints").iterdir()) == before
    status = status_of(tmp_path / "run")
    assert status
    assert status.state == "failed"
    assert "Make room" in status.reason
    run(PICTURES, dark_and_light, tmp_path / "run", silent)
    run(PICTURES, dark_and_light, tmp_path / "whole", silent)
    assert curve_of(tmp_path / "run") == curve_of(tmp_path / "whole")


@pytest.mark.parametrize(("wish", "state"), [("pause", "paused"), ("cancel", "cancelled")])
def test_a_run_stops_at_the_step_after_it_is_asked_to(
    dark_and_light: DataSet, tmp_path: Path, wish: Request, state: str
) -> None:
    reported: list[Event] = []
    wanted: Iterator[Request] = iter(("run", "run", wish))
    with pytest.raises(Cancelled):
        run(PICTURES, dark_and_light, tmp_path, reported.append, control=lambda: next(wanted))
    status = status_of(tmp_path)
    assert status
    assert (status.state, status.step) == (state, 3)
    assert isinstance(reported[-1], Ended)
    assert reported[-1].state == state


def test_a_paused_run_goes_on_when_it_is_started_again(dark_and_light: DataSet, tmp_path: Path) -> None:
    request(tmp_path, "pause")
    assert requested_in(tmp_path) == "pause"
    wanted: Iterator[Request] = iter(("run", "pause"))
    with pytest.raises(Cancelled):
        run(PICTURES, dark_and_light, tmp_path / "run", silent, control=lambda: next(wanted))
    bundle = run(PICTURES, dark_and_light, tmp_path / "run", silent)
    assert (bundle / "bundle.json").is_file()
    again: list[Event] = []
    assert run(PICTURES, dark_and_light, tmp_path / "run", again.append) == bundle
    assert again == []


def test_another_recipe_in_the_same_folder_is_refused(dark_and_light: DataSet, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        run(PICTURES, dark_and_light, tmp_path, silent, control=lambda: "pause")
    with pytest.raises(TrainingError, match="another recipe"):
        run(PICTURES.model_copy(update={"epochs": 9}), dark_and_light, tmp_path, silent)


def test_a_run_goes_on_although_recipes_got_a_field_since_it_began(dark_and_light: DataSet, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        run(PICTURES, dark_and_light, tmp_path, silent, control=lambda: "pause")
    identity = json.loads((tmp_path / "run.json").read_text())
    del identity["recipe"]["norm_rate"]
    (tmp_path / "run.json").write_text(json.dumps(identity))
    reported: list[Event] = []
    run(PICTURES, dark_and_light, tmp_path, reported.append)
    assert next(event.step for event in reported if isinstance(event, Started)) == 1


def test_two_runs_in_one_folder_at_once_are_refused(dark_and_light: DataSet, tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(TrainingError, match="already"):
        run(PICTURES, dark_and_light, tmp_path, silent)


def test_a_data_set_that_was_changed_after_freezing_is_not_trained_on(tmp_path: Path) -> None:
    data_set = pictures(tmp_path / "set", (8, 2, 2))
    (tmp_path / "set/files/train-000.png").write_bytes(b"something else")
    with pytest.raises(DataSetError, match=r"train-000\.png"):
        run(PICTURES, data_set, tmp_path / "run", silent)
    status = status_of(tmp_path / "run")
    assert status
    assert status.state == "failed"


@pytest.mark.parametrize("workers", [0, 1])
def test_a_file_that_cannot_be_read_any_more_is_named(tmp_path: Path, workers: int) -> None:
    data_set, recipe = sounds(tmp_path / "set", (8, 2, 2)), SOUNDS.model_copy(update={"epochs": 50})
    damaged = tmp_path / "set/files/train-003.wav"

    def tell(event: Event) -> None:
        damaged.write_bytes(b"no sound")

    with pytest.raises(TrainingError, match=r"train-003\.wav cannot be read") as caught:
        run(recipe, data_set, tmp_path / "run", tell, workers=workers)
    assert "Traceback" not in str(caught.value)


def test_a_recipe_for_the_other_kind_is_refused(tones: DataSet, tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="image-classification"):
        run(PICTURES, tones, tmp_path, silent)


def test_weights_that_run_away_end_the_run_with_advice(dark_and_light: DataSet, tmp_path: Path) -> None:
    recipe = PICTURES.model_copy(update={"optimiser": "sgd", "learning_rate": 1e18, "clip_norm": 0.0, "average": 0.0})
    with pytest.raises(TrainingError, match="lower learning rate"):
        run(recipe, dark_and_light, tmp_path, silent)
