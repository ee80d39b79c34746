"""What may be done to a job in each state, and by whom."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from redis import Redis
from rest_framework.test import APIClient

from apps.core.errors import Problem
from apps.live.models import Event
from apps.predictions.counters import totals
from apps.training.jobs import actions, bell
from apps.training.jobs.payload import Payload
from apps.training.jobs.submit import enqueue
from apps.training.models import DataSetVersion, Job, Run
from apps.training.states import Requested, Status, Work
from apps.training.tests.conftest import URL

pytestmark = pytest.mark.django_db
ENDED = (Status.SUCCEEDED, Status.FAILED, Status.CANCELED)


def brought(run: Run, status: Status, wish: str = "") -> Job:
    """The job of a run in a state."""
    done = timezone.now() if status in ENDED else None
    Job.objects.filter(pk=run.job_id).update(status=status, wish=wish, completed_at=done, losses=2, error="Before.")
    return Job.objects.get(pk=run.job_id)


# What each action makes of each state: the status and the wish after it, or None where it is refused.
PAUSED = {Status.QUEUED: (Status.PAUSED, ""), Status.RUNNING: (Status.RUNNING, Requested.PAUSE)}
RESUMED = {Status.PAUSED: (Status.QUEUED, "")}
CANCELED = {
    Status.QUEUED: (Status.CANCELED, ""),
    Status.PAUSED: (Status.CANCELED, ""),
    Status.RUNNING: (Status.RUNNING, Requested.CANCEL),
}
RETRIED = {Status.FAILED: (Status.QUEUED, ""), Status.CANCELED: (Status.QUEUED, "")}
ACTIONS = {"pause": PAUSED, "resume": RESUMED, "cancel": CANCELED, "retry": RETRIED}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("status", Status)
def test_each_action_in_each_state(as_operator: APIClient, waiting_run: Run, action: str, status: Status) -> None:
    before = brought(waiting_run, status)
    answer = as_operator.post(f"{URL}/runs/{waiting_run.pk}/{action}")
    after = Job.objects.get(pk=before.pk)
    expected = ACTIONS[action].get(status)
    if expected:
        assert (answer.status_code, answer.json()["job"]["status"]) == (200, expected[0])
        assert (after.status, after.wish) == expected
    else:
        assert answer.status_code == 409
        assert str(status) in answer.json()["detail"]
        assert (after.status, after.wish, after.error) == (status, "", "Before.")


@pytest.mark.parametrize("status", [Status.FAILED, Status.CANCELED])
def test_what_is_tried_again_begins_with_a_clean_row(as_operator: APIClient, waiting_run: Run, status: Status) -> None:
    brought(waiting_run, status)
    shown = as_operator.post(f"{URL}/jobs/{waiting_run.job_id}/retry").json()
    again = Job.objects.get()
    assert (again.losses, again.error, again.completed_at) == (0, "", None)
    assert (shown["status"], shown["error"], shown["completed_at"]) == ("queued", None, None)


@pytest.mark.parametrize("action", ["retry", "resume"])
def test_what_waits_again_rings_for_a_trainer(
    as_operator: APIClient,
    waiting_run: Run,
    broker: Redis,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    action: str,
) -> None:
    brought(waiting_run, Status.PAUSED if action == "resume" else Status.FAILED)
    with django_capture_on_commit_callbacks(execute=True):
        as_operator.post(f"{URL}/runs/{waiting_run.pk}/{action}")
    assert broker.llen(bell.BELL) == 1


def test_a_run_that_is_canceled_twice_is_canceled_once(as_operator: APIClient, waiting_run: Run) -> None:
    brought(waiting_run, Status.RUNNING)
    url = f"{URL}/runs/{waiting_run.pk}"
    assert [as_operator.post(f"{url}/cancel").status_code for _ in range(2)] == [200, 200]
    assert Job.objects.get().wish == Requested.CANCEL
    refused = as_operator.post(f"{url}/pause")
    assert (refused.status_code, refused.json()["detail"]) == (409, "It is being canceled already.")


def test_a_pause_that_is_asked_for_gives_way_to_a_cancel(as_operator: APIClient, waiting_run: Run) -> None:
    brought(waiting_run, Status.RUNNING, Requested.PAUSE)
    shown = as_operator.post(f"{URL}/runs/{waiting_run.pk}/cancel").json()
    assert (shown["job"]["status"], shown["job"]["wish"]) == ("running", "cancel")


@pytest.mark.parametrize("work", [Work.CHECK, Work.FREEZE, Work.OPTIMISE, Work.IMPORT, Work.INSTALL])
def test_only_runs_can_be_paused(operator: User, work: Work) -> None:
    job = enqueue(work, operator, Payload())
    with pytest.raises(Problem, match="Only a run that waits or trains can be paused"):
        actions.pause(job.pk)


def test_a_check_is_not_tried_again_while_another_job_works_on_the_set(
    as_operator: APIClient, operator: User, frozen: DataSetVersion
) -> None:
    failed = enqueue(Work.CHECK, operator, Payload(), data_set=frozen.data_set)
    Job.objects.update(status=Status.FAILED)
    assert as_operator.post(f"{URL}/data-sets/pets/check", {}, format="json").status_code == 202
    answer = as_operator.post(f"{URL}/jobs/{failed.pk}/retry")
    assert (answer.status_code, "Another job is at work on this data set" in answer.json()["detail"]) == (409, True)


def test_an_end_that_somebody_asked_for_is_counted(as_operator: APIClient, waiting_run: Run) -> None:
    as_operator.post(f"{URL}/runs/{waiting_run.pk}/cancel")
    (counted,) = [one for one in totals() if one.name == "training_ended_total"]
    assert (counted.labels, counted.value) == ({"work": "train", "status": "canceled"}, 1)


def test_a_job_that_goes_takes_what_was_told_of_it_along(
    as_operator: APIClient, operator: User, waiting_run: Run
) -> None:
    as_operator.post(f"{URL}/runs/{waiting_run.pk}/cancel")
    assert Event.objects.filter(user=operator, subject=waiting_run.job_id, type="training.updated").exists()
    assert as_operator.delete(f"{URL}/jobs/{waiting_run.job_id}").status_code == 204
    assert not Event.objects.filter(subject=waiting_run.job_id, type="training.updated").exists()
    assert as_operator.get(f"{URL}/runs/{waiting_run.pk}").status_code == 404


@pytest.mark.parametrize("path", ["jobs/{}", "runs/{}", "runs/{}/curve"])
def test_what_there_is_not_is_not_found(as_operator: APIClient, path: str) -> None:
    assert as_operator.get(f"{URL}/{path.format(uuid4())}").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["jobs/{}/cancel", "jobs/{}/retry", "runs/{}/pause", "runs/{}/resume", "runs/{}/cancel", "runs/{}/retry"],
)
def test_nothing_is_done_to_what_there_is_not(as_operator: APIClient, path: str) -> None:
    assert as_operator.post(f"{URL}/{path.format(uuid4())}").status_code == 404


@pytest.mark.parametrize("after", ["-1", "x", "1" * 19, "٣"])
def test_a_curve_after_what_is_no_step_is_refused(as_operator: APIClient, waiting_run: Run, after: str) -> None:
    answer = as_operator.get(f"{URL}/runs/{waiting_run.pk}/curve", {"after": after})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/after")


def test_jobs_come_newest_first_in_pages(as_operator: APIClient, operator: User) -> None:
    made = [str(enqueue(Work.INSTALL, operator, Payload()).pk) for _ in range(5)]
    first = as_operator.get(f"{URL}/jobs", {"limit": 2}).json()
    second = as_operator.get(first["next"]).json()
    third = as_operator.get(second["next"]).json()
    found = [one["id"] for page in (first, second, third) for one in page["results"]]
    assert (found, third["next"]) == (made[::-1], None)


def test_without_a_trainer_people_are_told_what_to_do(as_operator: APIClient, operator: User) -> None:
    enqueue(Work.INSTALL, operator, Payload())
    shown = as_operator.get(f"{URL}/trainer").json()
    assert (shown["trainers"], shown["device"], shown["waiting"]) == (0, None, 1)
    assert "make trainer" in shown["advice"]


# Method and address of all that is offered; {} stands for an id, {slug} for a name.
ENDPOINTS = [
    ("get", "jobs"), ("get", "trainer"), ("get", "data-sets"), ("get", "runs"), ("get", "recipes"),
    ("get", "recipes/schema"), ("get", "corrections"), ("get", "corrections/learners"), ("get", "jobs/{}"),
    ("delete", "jobs/{}"), ("post", "jobs/{}/cancel"), ("post", "jobs/{}/retry"), ("get", "runs/{}"),
    ("delete", "runs/{}"), ("post", "runs"), ("post", "runs/{}/pause"), ("post", "runs/{}/resume"),
    ("post", "runs/{}/cancel"), ("post", "runs/{}/retry"), ("post", "runs/{}/register"), ("get", "runs/{}/curve"),
    ("post", "data-sets"), ("get", "data-sets/pets"), ("delete", "data-sets/pets"), ("post", "data-sets/pets/check"),
    ("post", "data-sets/pets/freeze"), ("get", "data-sets/pets/versions/1"), ("get", "data-sets/pets/items/0/file"),
    ("post", "imports"), ("post", "installs"), ("put", "corrections/{}"), ("get", "corrections/{}/file"),
    ("post", "corrections/run"), ("post", "models/pets/versions/1/variants"),
    ("get", "models/pets/versions/1/comparisons"), ("get", "models/pets/versions/1/ways"),
    ("post", "variants/{}/register"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
def test_training_is_closed_to_all_but_staff_and_their_keys_with_the_scope(
    nobody: APIClient,
    as_owner: APIClient,
    operator: User,
    owner: User,
    with_key: Callable[..., APIClient],
    waiting_run: Run,
    method: str,
    path: str,
) -> None:
    url = f"{URL}/{path.format(waiting_run.pk)}"
    refused = (as_owner, with_key(operator, "predict"), with_key(owner, "models:write"))
    assert getattr(nobody, method)(url).status_code == 401
    assert [getattr(client, method)(url).status_code for client in refused] == [403, 403, 403]
    assert getattr(with_key(operator, "models:write"), method)(url).status_code not in {401, 403}
