"""A job from its claim to its end, whatever its child says or does not say."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from rest_framework.test import APIClient

from apps.core import draining
from apps.live.models import Event
from apps.predictions.counters import totals
from apps.training.jobs import handlers
from apps.training.jobs import perform as performing
from apps.training.jobs.claim import claim, release_expired
from apps.training.jobs.perform import perform
from apps.training.models import Job, Run
from apps.training.states import Requested, Status, Work
from apps.training.tests.conftest import URL
from apps.training.tests.scripted import Script, at_first_message, performed
from apps.training.works import WORKS
from conftest import Configure
from ml.jobs.messages import AdoptResult, Refused, Stopped
from ml.progress import Note, Progress
from ml.training.events import Checkpointed, Started, Step

pytestmark = pytest.mark.django_db
STARTED = Started(
    step=0, steps=20, epochs=2, parameters=10, train_items=8, validation_items=8, processes=1, device="cpu"
)
STOPPED = Stopped(reason="It was stopped.")


def stepped(step: int) -> Step:
    return Step(step=step, steps=20, epoch=1, loss=1.0, learning_rate=0.1, examples_per_second=50, eta_seconds=3)


def test_a_child_that_refuses_fails_the_job_with_its_sentence(
    waiting_run: Run, script: Script, as_operator: APIClient
) -> None:
    script.write(Refused(reason="There was too little memory; make the batch smaller."))
    ended = performed()
    assert (ended.status, ended.error) == (Status.FAILED, "There was too little memory; make the batch smaller.")
    assert (ended.claimed_by, ended.lease_expires_at, ended.completed_at is None) == ("", None, False)
    shown = as_operator.get(f"{URL}/jobs/{ended.pk}").json()
    assert (shown["status"], shown["error"], shown["attempt"]) == ("failed", ended.error, 1)


def test_what_a_child_says_on_the_way_is_in_the_row_and_told_to_staff(
    waiting_run: Run, script: Script, operator: User
) -> None:
    script.write(STARTED, Note(text="Small."), stepped(7), then=[Refused(reason="No.")])
    performed()
    waiting_run.refresh_from_db()
    assert (waiting_run.step, waiting_run.notes, waiting_run.job.progress["done"]) == (7, ["Small."], 7)
    event = Event.objects.get(user=operator, subject=waiting_run.job_id)
    assert (event.data["job"]["status"], event.data["run"]["step"]) == ("failed", 7)


def test_a_job_that_is_canceled_while_it_runs_ends_its_child(waiting_run: Run, script: Script) -> None:
    script.write(STARTED, waits_for="end", then=[STOPPED])
    ended = performed(lambda job: Job.objects.filter(pk=job.pk).update(wish=Requested.CANCEL))
    assert (ended.status, ended.wish, ended.completed_at is None) == (Status.CANCELED, "", False)
    assert not script.lives
    assert (ended.folder / "control").read_text() == "cancel"


def test_a_run_that_is_paused_stops_after_a_checkpoint_and_goes_on_when_it_is_resumed(
    waiting_run: Run, script: Script, as_operator: APIClient
) -> None:
    script.write(STARTED, waits_for="pause", then=[Checkpointed(step=5, bytes=1), STOPPED])
    paused = performed(lambda job: as_operator.post(f"{URL}/runs/{waiting_run.pk}/pause"))
    assert (paused.status, paused.wish, paused.completed_at) == (Status.PAUSED, "", None)
    assert claim() is None
    assert as_operator.post(f"{URL}/runs/{waiting_run.pk}/resume").json()["job"]["status"] == "queued"
    script.write(Refused(reason="No."))
    assert (performed().attempt, Job.objects.get().status) == (2, Status.FAILED)


def test_where_the_trainer_is_told_to_end_its_job_waits_again_and_that_is_no_loss(
    waiting_run: Run, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draining, "has_begun", lambda: True)
    script.write(STARTED, waits_for="pause", then=[STOPPED])
    left = performed()
    assert (left.status, left.losses, left.claimed_by, left.completed_at) == (Status.QUEUED, 0, "", None)


def test_a_child_that_ended_with_its_trainer_is_no_loss(
    waiting_run: Run, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draining, "has_begun", lambda: True)
    script.write(dies=True)
    left = performed()
    assert (left.status, left.losses) == (Status.QUEUED, 0)


def test_work_that_cannot_pause_is_broken_off_where_the_trainer_is_told_to_end(
    operator: User, frozen: object, script: Script, as_operator: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_operator.post(f"{URL}/data-sets/pets/check", {}, format="json")
    monkeypatch.setattr(draining, "has_begun", lambda: True)
    script.write(Progress(stage="read", done=1, total=9), waits_for="end", then=[STOPPED])
    left = performed()
    assert (left.status, left.losses) == (Status.QUEUED, 0)
    assert not (left.folder / "control").exists()


def test_a_child_that_does_not_end_when_it_is_asked_to_is_killed(
    waiting_run: Run, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(performing, "SAVES_SECONDS", 0.1)
    script.write(STARTED, waits_for="never")
    ended = performed(lambda job: Job.objects.filter(pk=job.pk).update(wish=Requested.CANCEL))
    assert (ended.status, script.lives) == (Status.CANCELED, False)


def test_work_that_has_nothing_to_keep_is_ended_within_seconds(
    operator: User, frozen: object, script: Script, as_operator: APIClient
) -> None:
    as_operator.post(f"{URL}/data-sets/pets/check", {}, format="json")
    script.write(Progress(stage="read", done=1, total=9), waits_for="never")
    began = time.monotonic()
    ended = performed(lambda job: Job.objects.filter(pk=job.pk).update(wish=Requested.CANCEL))
    assert (ended.status, script.lives) == (Status.CANCELED, False)
    assert time.monotonic() - began < 5


def test_a_child_that_is_silent_for_too_long_has_failed(
    operator: User, frozen: object, script: Script, as_operator: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_operator.post(f"{URL}/data-sets/pets/check", {}, format="json")
    monkeypatch.setitem(handlers._handlers, Work.CHECK, replace(WORKS[Work.CHECK], silence=0.2))
    script.write(Progress(stage="read", done=1, total=9), waits_for="never")
    ended = performed()
    assert (ended.status, script.lives) == (Status.FAILED, False)
    assert "Nothing was heard of it" in ended.error


def test_imports_have_a_limit() -> None:
    assert {work for work, handler in WORKS.items() if handler.silence} == {Work.IMPORT, Work.INSTALL}


@pytest.mark.parametrize(("dies", "status", "words"), [(True, 0, "signal 9"), (False, 3, "status 3")])
def test_a_child_that_ends_without_a_word_is_a_loss(
    waiting_run: Run, script: Script, dies: bool, status: int, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    script.write(STARTED, dies=dies, status=status)
    left = performed()
    assert (left.status, left.losses) == (Status.QUEUED, 1)
    assert words in caplog.text


def test_the_third_child_that_is_lost_in_a_row_fails_the_job(waiting_run: Run, script: Script) -> None:
    script.write(dies=True)
    assert [performed().status for _ in range(3)] == [Status.QUEUED, Status.QUEUED, Status.FAILED]
    failed = Job.objects.get()
    assert failed.error == "The trainer was lost 3 times without getting on; was there too little memory?"
    assert failed.attempt == 3


def test_a_job_that_got_on_before_it_was_lost_may_be_lost_three_times_more(waiting_run: Run, script: Script) -> None:
    script.write(dies=True)
    performed()
    performed()
    script.write(STARTED, Checkpointed(step=5, bytes=1), dies=True)
    assert (performed().losses, Job.objects.get().status) == (1, Status.QUEUED)


def test_what_failed_and_is_tried_again_forgets_its_losses_and_its_error(
    waiting_run: Run, script: Script, as_operator: APIClient
) -> None:
    script.write(dies=True)
    for _ in range(3):
        performed()
    shown = as_operator.post(f"{URL}/jobs/{waiting_run.job_id}/retry").json()
    again = Job.objects.get()
    assert (shown["status"], shown["error"], again.losses, again.completed_at) == ("queued", None, 0, None)


@pytest.mark.parametrize(
    "line", ["no JSON", '{"type": "sung"}', '{"type": "step"}', AdoptResult(bundle=Path("/x")).model_dump_json()]
)
def test_what_makes_no_sense_fails_the_job_and_is_in_the_log(
    waiting_run: Run, script: Script, line: str, caplog: pytest.LogCaptureFixture
) -> None:
    script.write(line)
    ended = performed()
    assert (ended.status, ended.error) == (Status.FAILED, "Something unexpected went wrong; the trainer's log has it.")
    assert "Traceback" in caplog.text
    assert not script.lives


def test_a_folder_that_cannot_be_written_fails_the_job_with_what_to_do(
    waiting_run: Run, script: Script, tmp_path: Path
) -> None:
    script.write(Refused(reason="never said"))
    (tmp_path / "runs").write_text("in the way")
    ended = performed()
    assert ended.status == Status.FAILED
    assert ended.error.endswith("Put that right, then try again.")


def test_a_run_that_is_deleted_under_its_trainer_ends_the_child_and_writes_nothing(
    waiting_run: Run, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_first_message(monkeypatch, lambda run: Job.objects.filter(pk=run.job_id).delete())
    script.write(STARTED, waits_for="never")
    job = claim()
    assert job
    perform(job)
    assert [Job.objects.exists(), Run.objects.exists(), script.lives] == [False, False, False]


def test_a_job_that_another_trainer_took_meanwhile_stays_that_trainer_s(
    waiting_run: Run, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(run: Run) -> None:
        Job.objects.filter(pk=run.job_id).update(attempt=2, claimed_by="another")

    at_first_message(monkeypatch, taken)
    script.write(STARTED, waits_for="never")
    left = performed()
    assert (left.status, left.attempt, left.claimed_by, script.lives) == (Status.RUNNING, 2, "another", False)


@pytest.mark.parametrize("lose", [lambda: Job.objects.all().delete(), lambda: Job.objects.update(attempt=2)])
def test_a_job_that_is_lost_before_it_began_is_not_begun(
    waiting_run: Run, script: Script, lose: Callable[[], object]
) -> None:
    script.write(Refused(reason="It was begun."))
    job = claim()
    assert job
    lose()
    perform(job)
    assert not Job.objects.filter(error="It was begun.").exists()
    assert not script.pid.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_job_is_kept_while_its_child_is_silent_for_longer_than_a_lease(
    waiting_run: Run, script: Script, configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(lease_seconds=1.0)
    script.write(STARTED, waits_for="cancel", then=[Refused(reason="No.")])
    released: list[int] = []
    began = time.monotonic()

    def look(run: Run) -> None:
        def later() -> None:
            time.sleep(2.5)
            released.append(release_expired())
            (run.folder / "control").write_text("cancel")
            connection.close()

        threading.Thread(target=later).start()

    at_first_message(monkeypatch, look)
    assert (performed().error, released) == ("No.", [0])
    assert time.monotonic() - began > 2.5


def test_an_end_that_comes_too_late_is_not_written(
    waiting_run: Run, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_first_message(monkeypatch, lambda run: Job.objects.filter(pk=run.job_id).update(attempt=2))
    script.write(STARTED, Refused(reason="Too late."))
    left = performed()
    assert (left.status, left.error) == (Status.RUNNING, "")


def test_every_end_is_counted_once_with_how_long_it_took(waiting_run: Run, script: Script) -> None:
    script.write(dies=True)
    performed()
    script.write(Refused(reason="No."))
    performed()
    counted = [one for one in totals() if one.name == "training_ended_total"]
    assert [(one.labels, one.value) for one in counted] == [({"work": "train", "status": "failed"}, 1.0)]
    assert any(one.name.startswith("training_job_seconds") for one in totals())
