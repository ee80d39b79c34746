from typing import Any

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.catalogue.models import Model
from apps.core.errors import Problem
from apps.live.models import Event
from apps.training import run as queue
from apps.training.journal import Journal
from apps.training.models import DataSetVersion, Job, Run
from apps.training.selectors import jobs
from apps.training.submit import NewRun, train
from apps.training.tests.conftest import RECIPE, URL
from ml.training.events import Checkpointed, EpochEnded, Noted, Sample, Started, Stepped, as_json

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def claimed() -> Journal:
    """The journal of the run that waits, in the hands of a trainer."""
    job = queue.claim()
    assert job
    return Journal(jobs().get(pk=job.pk))


def started(step: int) -> dict[str, Any]:
    return as_json(Started(step, 20, 2, 269_267, 8, 8, 1, "cpu"))


def stepped(step: int, loss: float = 1.0) -> dict[str, Any]:
    return as_json(Stepped(step, 20, step // 10 + 1, loss, 0.1, 50.0, 3.0))


def ended(epoch: int, metric: float) -> dict[str, Any]:
    samples = (Sample("cat.png", "cat", "dog"),)
    return as_json(
        EpochEnded(
            epoch, 10 * epoch, 1.0, 0.9, "top1", metric, best=True, learning_rate=0.1, seconds=1.0, samples=samples
        )
    )


def test_a_run_waits_for_a_trainer_with_its_recipe(as_operator: APIClient, frozen: DataSetVersion) -> None:
    body = {"data_set": "pets", "version": 1, "recipe": RECIPE, "slug": "pet-model"}
    answer = as_operator.post(f"{URL}/runs", body, format="json")
    assert answer.status_code == 202
    told = answer.json()
    assert (told["slug"], told["recipe"], told["job"]["status"]) == ("pet-model", RECIPE, "queued")
    assert as_operator.get(f"{URL}/trainer").json()["waiting"] == 1


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"recipe": {**RECIPE, "epochs": 0}}, "/recipe/epochs"),
        ({"recipe": {"kind": "speech-recognition"}}, "/recipe/kind"),
        ({"version": 7}, "/data_set"),
        ({"parent": "nothing/versions/1"}, "/parent"),
    ],
)
def test_what_does_not_fit_together_is_refused_by_field(
    as_operator: APIClient, frozen: DataSetVersion, change: dict[str, Any], pointer: str
) -> None:
    body = {"data_set": "pets", "version": 1, "recipe": RECIPE} | change
    answer = as_operator.post(f"{URL}/runs", body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert not Job.objects.exists()


def test_a_run_is_not_named_as_a_model_of_the_other_kind(as_operator: APIClient, frozen: DataSetVersion) -> None:
    Model.objects.create(slug="words", kind="speech-recognition", title="Words", summary="Words.")
    body = {"data_set": "pets", "version": 1, "recipe": RECIPE, "slug": "words"}
    answer = as_operator.post(f"{URL}/runs", body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/slug")


def test_a_data_set_that_was_deleted_meanwhile_trains_nothing(operator: User, frozen: DataSetVersion) -> None:
    asked = NewRun(frozen, RECIPE, None, "", "")
    frozen.data_set.delete()
    with pytest.raises(Problem, match="no such data set"):
        train(operator, asked)
    assert not Job.objects.exists()


def test_the_curve_and_the_epochs_are_kept_as_they_come(as_operator: APIClient, waiting_run: Run) -> None:
    journal = claimed()
    for event in (started(0), as_json(Noted("Small.")), stepped(1), stepped(5, float("nan")), ended(1, 0.5)):
        journal.hear(event)
    journal.write()
    told = as_operator.get(f"{URL}/runs/{waiting_run.pk}").json()
    assert (told["step"], told["notes"], told["best_metric"]) == (10, ["Small."], 0.5)
    assert told["epochs"][0]["samples"] == [{"name": "cat.png", "truth": "cat", "answer": "dog"}]
    assert told["job"]["progress"]["total"] == 20
    points = as_operator.get(f"{URL}/runs/{waiting_run.pk}/curve").json()["results"]
    assert [(point["step"], point["loss"]) for point in points] == [(1, 1.0), (5, None)]
    assert as_operator.get(f"{URL}/runs/{waiting_run.pk}/curve?after=1").json()["results"] == points[1:]


def test_what_came_after_the_last_checkpoint_is_told_anew(waiting_run: Run) -> None:
    journal = claimed()
    for event in (started(0), stepped(9), ended(1, 0.5), stepped(12)):
        journal.hear(event)
    journal.write()
    journal.hear(started(10))
    assert list(waiting_run.points.values_list("step", flat=True)) == [9]
    assert list(waiting_run.epochs.values_list("number", flat=True)) == [1]
    journal.hear(started(0))
    assert not waiting_run.points.exists()
    assert not waiting_run.epochs.exists()


def test_staff_hear_of_a_run_and_the_latest_alone_is_kept(waiting_run: Run, operator: User, stranger: User) -> None:
    journal = claimed()
    journal.hear(started(0))
    journal.write()
    (event,) = Event.objects.filter(subject=waiting_run.job_id)
    assert (event.user, event.type, event.data["run"]["started"]["steps"]) == (operator, "training.updated", 20)
    assert not Event.objects.filter(user=stranger).exists()


def test_a_run_that_waits_is_paused_resumed_and_canceled_at_once(as_operator: APIClient, waiting_run: Run) -> None:
    def do(what: str) -> tuple[int, str]:
        answer = as_operator.post(f"{URL}/runs/{waiting_run.pk}/{what}")
        return answer.status_code, answer.json()["job"]["status"] if answer.status_code == 200 else ""

    assert do("pause") == (200, "paused")
    assert queue.claim() is None
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


def test_a_run_that_has_not_succeeded_has_no_model(as_operator: APIClient, waiting_run: Run) -> None:
    answer = as_operator.post(f"{URL}/runs/{waiting_run.pk}/register", {}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def test_a_checkpoint_forgives_lost_trainers(waiting_run: Run) -> None:
    Job.objects.update(losses=2)
    journal = claimed()
    journal.hear(as_json(Checkpointed(5, 100)))
    journal.write()
    assert Job.objects.get().losses == 0


def test_recipes_fit_the_kind_and_say_what_each_field_is(as_operator: APIClient) -> None:
    found = as_operator.get(f"{URL}/recipes?kind=speech-recognition").json()["results"]
    assert {preset["kind"] for preset in found} == {"speech-recognition"}
    schema = as_operator.get(f"{URL}/recipes/schema").json()
    field = schema["$defs"]["VisionRecipe"]["properties"]["image_size"]
    assert (field["unit"], field["minimum"], bool(field["description"])) == ("pixels", 16, True)
