"""What a child tells on the way, written down for jobs that are no runs."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from apps.live.models import Event
from apps.training.jobs import recorder as recording
from apps.training.jobs.claim import claim
from apps.training.jobs.payload import Payload
from apps.training.jobs.recorder import JobRecorder, Lost
from apps.training.jobs.selectors import jobs
from apps.training.jobs.submit import enqueue
from apps.training.models import Job
from apps.training.states import Requested, Work
from ml.jobs.messages import Update
from ml.progress import Note, Progress
from ml.training.events import Checkpointed, Ended, EpochEnded, Step

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def recorder(operator: User) -> JobRecorder:
    """Of an import in the hands of a trainer."""
    enqueue(Work.INSTALL, operator, Payload())
    job = claim()
    assert job
    return JobRecorder(jobs().get(pk=job.pk))


def epoch(metric: float | None) -> EpochEnded:
    return EpochEnded(
        number=3, step=30, train_loss=1.0, validation_loss=0.9, metric_name="wer", metric=metric, best=True,
        learning_rate=0.1, seconds=1.0, samples=(),
    )  # fmt: skip


STEP = Step(step=7, steps=20, epoch=1, loss=1.0, learning_rate=0.1, examples_per_second=50, eta_seconds=3)
FETCHING = Progress(stage="fetch", done=5, total=10, note="model.safetensors")


@pytest.mark.parametrize(
    ("updates", "shown"),
    [
        ([FETCHING], ("fetch", 5, 10, "model.safetensors")),
        ([FETCHING, Progress(stage="adopt")], ("adopt", 0, 0, "")),
        ([FETCHING, Note(text="It is large.")], ("fetch", 5, 10, "It is large.")),
        ([Progress(stage="distil", note="Learning."), STEP], ("distil", 7, 20, "Learning.")),
        ([Progress(stage="distil"), STEP, epoch(0.25)], ("distil", 7, 20, "Epoch 3: wer 0.2500")),
        ([Progress(stage="distil", note="Before."), epoch(None)], ("distil", 0, 0, "Before.")),
        ([FETCHING, Checkpointed(step=1, bytes=1)], ("fetch", 5, 10, "model.safetensors")),
        ([FETCHING, Ended(state="finished", step=1)], ("fetch", 5, 10, "model.safetensors")),
    ],
)
def test_each_message_shows_how_far_the_job_is(
    recorder: JobRecorder, updates: list[Update], shown: tuple[str, int, int, str]
) -> None:
    for update in updates:
        recorder.take(update)
    recorder.write()
    progress = Job.objects.get().progress
    assert (progress["stage"], progress["done"], progress["total"], progress["note"]) == shown


def test_what_is_written_is_told_to_staff_and_the_latest_alone_is_kept(recorder: JobRecorder, operator: User) -> None:
    for done in (1, 2, 3):
        recorder.take(Progress(stage="fetch", done=done, total=3))
        recorder.write()
    (event,) = Event.objects.filter(user=operator, type="training.updated")
    assert (event.data["job"]["progress"]["done"], event.data["run"]) == (3, None)


def test_a_second_passes_between_two_writes(recorder: JobRecorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "EVERY_SECONDS", 3600.0)
    recorder.take(FETCHING)
    assert recorder.keep() == ""
    assert (recorder.pending, Job.objects.get().progress) == (True, {})
    monkeypatch.setattr(recording, "EVERY_SECONDS", 0.0)
    recorder.keep()
    assert (recorder.pending, Job.objects.get().progress["done"]) == (False, 5)


def test_what_is_requested_is_found_at_the_next_look(recorder: JobRecorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "EVERY_SECONDS", 0.0)
    assert recorder.keep() == ""
    Job.objects.update(wish=Requested.CANCEL)
    assert recorder.keep() == "cancel"


@pytest.mark.parametrize(
    "lose",
    [
        lambda: Job.objects.all().delete(),
        lambda: Job.objects.update(attempt=2),
        lambda: Job.objects.update(status="queued"),
        lambda: Job.objects.update(status="canceled"),
    ],
)
def test_a_job_that_is_no_longer_held_is_lost_and_not_written(
    recorder: JobRecorder, monkeypatch: pytest.MonkeyPatch, lose: Callable[[], object]
) -> None:
    monkeypatch.setattr(recording, "EVERY_SECONDS", 0.0)
    lose()
    with pytest.raises(Lost):
        recorder.keep()
    recorder.take(FETCHING)
    with pytest.raises(Lost):
        recorder.write()
    assert not Job.objects.filter(progress__stage="fetch").exists()
