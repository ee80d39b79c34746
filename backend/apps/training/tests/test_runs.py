import json
import math
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from apps.catalogue.models import Model
from apps.core.errors import Problem
from apps.live.models import Event
from apps.training.jobs import recorder as recording
from apps.training.jobs.claim import claim
from apps.training.jobs.selectors import jobs
from apps.training.models import DataSet, DataSetVersion, Job, Run
from apps.training.runs.recorder import RunRecorder
from apps.training.runs.submit import NewRun, train
from apps.training.tests.conftest import RECIPE, SENT, URL
from ml.progress import Note
from ml.training.events import Checkpointed, EpochEnded, EpochSample, Started, Step

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def claimed() -> RunRecorder:
    """The record of the run that waits, in the hands of a trainer."""
    job = claim()
    assert job
    return RunRecorder(jobs().get(pk=job.pk))


def started(step: int, steps: int = 20) -> Started:
    return Started(
        step=step,
        steps=steps,
        epochs=2,
        parameters=269_267,
        train_items=8,
        validation_items=8,
        processes=1,
        device="cpu",
    )


def stepped(step: int, loss: float = 1.0) -> Step:
    return Step(
        step=step, steps=20, epoch=step // 10 + 1, loss=loss, learning_rate=0.1, examples_per_second=50, eta_seconds=3
    )


def ended(epoch: int, metric: float) -> EpochEnded:
    return EpochEnded(
        number=epoch, step=10 * epoch, train_loss=1.0, validation_loss=0.9, metric_name="top1", metric=metric,
        best=True, learning_rate=0.1, seconds=1.0, samples=(EpochSample(name="cat.png", truth="cat", answer="dog"),),
    )  # fmt: skip


def test_a_run_waits_for_a_trainer_with_its_recipe(as_operator: APIClient, frozen: DataSetVersion) -> None:
    body = {"data_set": "pets", "version": 1, "recipe": SENT, "slug": "pet-model"}
    answer = as_operator.post(f"{URL}/runs", body, format="json")
    assert answer.status_code == 202
    shown = answer.json()
    assert (shown["slug"], shown["recipe"], shown["job"]["status"]) == ("pet-model", SENT, "queued")
    assert as_operator.get(f"{URL}/trainer").json()["waiting"] == 1


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"recipe": {**SENT, "epochs": 0}}, "/recipe/epochs"),
        ({"recipe": {"kind": "speech-recognition"}}, "/recipe/kind"),
        ({"version": 7}, "/data_set"),
        ({"parent": "nothing/versions/1"}, "/parent"),
    ],
)
def test_what_does_not_fit_together_is_refused_by_field(
    as_operator: APIClient, frozen: DataSetVersion, change: dict[str, Any], pointer: str
) -> None:
    body = {"data_set": "pets", "version": 1, "recipe": SENT} | change
    answer = as_operator.post(f"{URL}/runs", body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert not Job.objects.exists()


def test_a_run_is_not_named_as_a_model_of_the_other_kind(as_operator: APIClient, frozen: DataSetVersion) -> None:
    Model.objects.create(slug="words", kind="speech-recognition", title="Words", summary="Words.")
    body = {"data_set": "pets", "version": 1, "recipe": SENT, "slug": "words"}
    answer = as_operator.post(f"{URL}/runs", body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/slug")


def test_a_data_set_that_was_deleted_meanwhile_trains_nothing(operator: User, frozen: DataSetVersion) -> None:
    form = NewRun(frozen, RECIPE, None, "")
    frozen.data_set.delete()
    with pytest.raises(Problem, match="no such data set"):
        train(operator, form)
    assert not Job.objects.exists()


def test_the_curve_and_the_epochs_are_kept_as_they_come(as_operator: APIClient, waiting_run: Run) -> None:
    recorder = claimed()
    for event in (started(0), Note(text="Small."), stepped(1), stepped(5, float("nan")), ended(1, 0.5)):
        recorder.take(event)
    recorder.write()
    shown = as_operator.get(f"{URL}/runs/{waiting_run.pk}").json()
    assert (shown["step"], shown["notes"], shown["best_metric"]) == (10, ["Small."], 0.5)
    assert shown["epochs"][0]["samples"] == [{"name": "cat.png", "truth": "cat", "answer": "dog"}]
    assert shown["job"]["progress"]["total"] == 20
    points = as_operator.get(f"{URL}/runs/{waiting_run.pk}/curve").json()["results"]
    assert [(point["step"], point["loss"]) for point in points] == [(1, 1.0), (5, None)]
    assert as_operator.get(f"{URL}/runs/{waiting_run.pk}/curve?after=1").json()["results"] == points[1:]


def test_what_came_after_the_last_checkpoint_is_told_anew(waiting_run: Run) -> None:
    recorder = claimed()
    for event in (started(0), stepped(9), ended(1, 0.5), stepped(12)):
        recorder.take(event)
    recorder.write()
    recorder.take(started(10))
    recorder.write()
    assert list(waiting_run.points.values_list("step", flat=True)) == [9]
    assert list(waiting_run.epochs.values_list("number", flat=True)) == [1]
    recorder.take(started(0))
    recorder.write()
    assert not waiting_run.points.exists()
    assert not waiting_run.epochs.exists()


def test_the_curve_of_a_long_run_stays_short_and_ends_at_its_last_step(waiting_run: Run) -> None:
    recorder, steps = claimed(), 400_000
    recorder.take(started(0, steps))
    for step in range(1, 20_000, 50):
        recorder.take(stepped(step))
        recorder.write()
    found = list(waiting_run.points.values_list("step", flat=True))
    assert found[-1] == 19_951
    assert len([step for step in found if step > 500]) <= 2000 * 19_951 / steps + 1


def test_nothing_that_was_told_is_lost_when_the_database_was_away(
    waiting_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    recorder = claimed()
    for event in (started(0), stepped(9), ended(1, 0.5)):
        recorder.take(event)
    with monkeypatch.context() as patch:
        patch.setattr(recording, "notify", away)
        with pytest.raises(OperationalError):
            recorder.write()
    assert not waiting_run.points.exists()
    recorder.write()
    assert (waiting_run.points.count(), waiting_run.epochs.count()) == (1, 1)


def test_the_time_that_is_left_is_not_guessed_from_the_first_steps(waiting_run: Run) -> None:
    recorder = claimed()
    recorder.take(started(0))
    recorder.take(stepped(1))
    assert recorder.run.eta_seconds is None
    recorder.began_at -= 60
    recorder.take(stepped(2))
    assert recorder.run.eta_seconds == 3.0


def test_lists_cost_the_same_however_many_rows_and_epochs_there_are(
    as_operator: APIClient, operator: User, frozen: DataSetVersion
) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as context:
            assert as_operator.get(f"{URL}/{path}").status_code == 200
        return len(context)

    def more() -> None:
        for number in range(3):
            run = train(operator, NewRun(frozen, RECIPE, None, ""))
            recorder = claimed()
            for event in (started(0), stepped(1), ended(1, 0.9), stepped(12), ended(2, 0.5)):
                recorder.take(event)
            recorder.write()
            DataSet.objects.create(slug=f"set-{run.pk}", owner=operator, title=str(number), source="a.zip")

    more()
    paths = ("runs", "data-sets", "jobs")
    before = [queries(path) for path in paths]
    more()
    assert [queries(path) for path in paths] == before


def test_runs_of_one_name_are_told_apart_by_their_number(
    as_operator: APIClient, operator: User, frozen: DataSetVersion
) -> None:
    first, second, other = (train(operator, NewRun(frozen, RECIPE, None, slug)) for slug in ("", "pets", "cats"))
    assert [first.number, second.number, other.number] == [1, 2, 1]
    first.delete()
    train(operator, NewRun(frozen, RECIPE, None, ""))
    shown = as_operator.get(f"{URL}/runs").json()["results"]
    assert [(run["slug"], run["number"]) for run in shown] == [("pets", 3), ("cats", 1), ("pets", 2)]


def test_lists_come_in_pages(as_operator: APIClient, operator: User, frozen: DataSetVersion) -> None:
    made = [str(train(operator, NewRun(frozen, RECIPE, None, "")).pk) for _ in range(3)][::-1]
    first = as_operator.get(f"{URL}/runs?limit=2").json()
    rest = as_operator.get(first["next"]).json()
    assert [run["id"] for run in first["results"] + rest["results"]] == made
    assert rest["next"] is None
    assert len(as_operator.get(f"{URL}/jobs?limit=2").json()["results"]) == 2
    assert as_operator.get(f"{URL}/data-sets?limit=2").json()["next"] is None


def test_staff_hear_of_a_run_and_the_latest_alone_is_kept(waiting_run: Run, operator: User, stranger: User) -> None:
    recorder = claimed()
    recorder.take(started(0))
    recorder.write()
    (event,) = Event.objects.filter(subject=waiting_run.job_id)
    assert (event.user, event.type, event.data["run"]["started"]["steps"]) == (operator, "training.updated", 20)
    assert not Event.objects.filter(user=stranger).exists()


def test_a_run_that_waits_is_paused_resumed_and_canceled_at_once(as_operator: APIClient, waiting_run: Run) -> None:
    def do(what: str) -> tuple[int, str]:
        answer = as_operator.post(f"{URL}/runs/{waiting_run.pk}/{what}")
        return answer.status_code, answer.json()["job"]["status"] if answer.status_code == 200 else ""

    assert do("pause") == (200, "paused")
    assert claim() is None
    assert do("pause") == (409, "")
    assert do("resume") == (200, "queued")
    assert do("cancel") == (200, "canceled")
    assert do("cancel") == (409, "")
    assert do("retry") == (200, "queued")


def test_a_run_that_trains_is_asked(as_operator: APIClient, waiting_run: Run) -> None:
    claimed()
    answer = as_operator.post(f"{URL}/runs/{waiting_run.pk}/pause").json()
    assert (answer["job"]["status"], answer["job"]["wish"]) == ("running", "pause")
    assert as_operator.delete(f"{URL}/runs/{waiting_run.pk}").status_code == 409


def test_what_is_being_canceled_is_not_paused_instead(as_operator: APIClient, waiting_run: Run) -> None:
    claimed()
    codes = [as_operator.post(f"{URL}/runs/{waiting_run.pk}/{what}").status_code for what in ("cancel", "pause")]
    assert (codes, Job.objects.get().wish) == ([200, 409], "cancel")


def test_an_epoch_that_a_killed_trainer_did_not_write_is_read_from_the_folder_of_the_run(waiting_run: Run) -> None:
    epochs = [{**ended(number, 0.5).entry(), "validation_loss": math.inf} for number in (1, 2, 3)]
    waiting_run.folder.mkdir(parents=True)
    (waiting_run.folder / "history.json").write_text(json.dumps({"curve": [], "epochs": epochs}))
    recorder = claimed()
    recorder.take(started(0))
    recorder.take(ended(1, 0.9))
    recorder.write()
    recorder.take(started(20))
    recorder.write()
    found = waiting_run.epochs.values_list("number", "metric", "validation_loss")
    # A loss that is no number any more is none: no database takes it as JSON.
    assert list(found) == [(1, 0.9, 0.9), (2, 0.5, None)]


def test_a_run_that_has_not_succeeded_has_no_model(as_operator: APIClient, waiting_run: Run) -> None:
    answer = as_operator.post(f"{URL}/runs/{waiting_run.pk}/register", {}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def test_a_checkpoint_forgives_lost_trainers(waiting_run: Run) -> None:
    Job.objects.update(losses=2)
    recorder = claimed()
    recorder.take(Checkpointed(step=5, bytes=100))
    recorder.write()
    assert Job.objects.get().losses == 0


def test_recipes_fit_the_kind_and_say_what_each_field_is(as_operator: APIClient) -> None:
    found = as_operator.get(f"{URL}/recipes?kind=speech-recognition").json()["results"]
    assert {preset["kind"] for preset in found} == {"speech-recognition"}
    schema = as_operator.get(f"{URL}/recipes/schema").json()
    field = schema["$defs"]["VisionRecipe"]["properties"]["image_size"]
    assert (field["unit"], field["minimum"], bool(field["description"])) == ("pixels", 16, True)
