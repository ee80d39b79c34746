from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from redis import Redis
from rest_framework.test import APIClient

from apps.backup import tasks
from apps.backup.models import Job, Run, State
from apps.backup.schedule import due
from apps.backup.selectors import integrity_problems, last_success
from conftest import Configure

URL = "/api/v1/operations/backups"


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The runs that a worker was told to begin."""
    seen: list[str] = []
    monkeypatch.setattr(tasks.begin, "delay", seen.append)
    return seen


def ended(job: Job, ago: timedelta, state: State = State.SUCCEEDED, **fields: Any) -> Run:
    at = timezone.now() - ago
    return Run.objects.create(job=job, state=state, asked_at=at, started_at=at, seen_at=at, ended_at=at, **fields)


def test_only_staff_see_backups_and_start_them(
    as_operator: APIClient, as_owner: APIClient, nobody: APIClient, operator: User, with_key: Callable[..., APIClient]
) -> None:
    assert [client.get(URL).status_code for client in (as_operator, as_owner, nobody)] == [200, 403, 401]
    body = {"job": "drill"}
    assert [client.post(f"{URL}/runs", body).status_code for client in (as_owner, nobody)] == [403, 401]
    assert with_key(operator, "predict").get(URL).status_code == 403


def test_before_the_first_backup_the_page_is_told_how_things_stand(
    as_operator: APIClient, configure: Configure
) -> None:
    configure(backup_url="/backups", backup_every_hours=0)
    body = as_operator.get(URL).json()
    assert (body["place"], body["can_encrypt"], body["every_hours"]) == ("/backups", False, 0)
    assert [job["job"] for job in body["jobs"]] == ["backup", "drill", "integrity"]
    assert {job["last"] for job in body["jobs"]} == {job["under_way"] for job in body["jobs"]} == {None}


def test_a_run_that_is_asked_for_is_begun_by_a_worker(
    as_operator: APIClient, configure: Configure, broker: Redis, begun: list[str]
) -> None:
    configure(backup_passphrase="correct horse battery")
    answer = as_operator.post(f"{URL}/runs", {"job": "backup"}, format="json")
    assert answer.status_code == 202
    assert (answer.json()["state"], answer.json()["asked_by"]) == ("waiting", "operator")
    assert begun == [answer.json()["id"]]
    assert as_operator.get(URL).json()["jobs"][0]["under_way"]["id"] == answer.json()["id"]


def test_a_second_run_of_the_same_job_is_a_conflict(as_operator: APIClient, broker: Redis, begun: list[str]) -> None:
    assert as_operator.post(f"{URL}/runs", {"job": "drill"}, format="json").status_code == 202
    answer = as_operator.post(f"{URL}/runs", {"job": "drill"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert as_operator.post(f"{URL}/runs", {"job": "integrity"}, format="json").status_code == 202


def test_a_backup_that_could_not_be_encrypted_is_not_begun(
    as_operator: APIClient, configure: Configure, broker: Redis, begun: list[str]
) -> None:
    configure(backup_passphrase="")
    answer = as_operator.post(f"{URL}/runs", {"job": "backup"}, format="json")
    assert answer.status_code == 409
    assert "SLIPWAY_BACKUP_PASSPHRASE" in answer.json()["detail"]
    assert not Run.objects.exists()


@pytest.mark.parametrize("job", ["restore", "", "everything"])
def test_what_cannot_be_asked_for_is_refused_with_its_field(as_operator: APIClient, broker: Redis, job: str) -> None:
    answer = as_operator.post(f"{URL}/runs", {"job": job}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/job")


def test_while_the_broker_is_away_nothing_is_begun(
    as_operator: APIClient, configure: Configure, monkeypatch: Any
) -> None:
    from apps.backup import api
    from apps.core.errors import Problem

    def away() -> None:
        raise Problem(503, "The broker is away.", retry_after=5)

    monkeypatch.setattr(api, "require_broker", away)
    assert as_operator.post(f"{URL}/runs", {"job": "drill"}, format="json").status_code == 503
    assert not Run.objects.exists()


def test_a_run_that_no_worker_takes_up_does_not_wait_for_ever(as_operator: APIClient) -> None:
    long_ago = timezone.now() - timedelta(minutes=20)
    Run.objects.create(job=Job.DRILL, asked_at=long_ago, seen_at=long_ago)
    drill = as_operator.get(URL).json()["jobs"][1]
    assert (drill["under_way"], drill["last"]["state"]) == (None, "failed")
    assert drill["last"]["detail"].startswith("No worker took it up")


@pytest.mark.django_db
def test_nothing_is_due_unless_backups_are_switched_on(configure: Configure) -> None:
    configure(backup_every_hours=0)
    assert due(timezone.now()) == []


@pytest.mark.django_db
def test_backups_drills_and_checks_come_due_in_their_own_time(configure: Configure) -> None:
    configure(backup_every_hours=24)
    assert due(timezone.now()) == [Job.BACKUP, Job.INTEGRITY]
    ended(Job.BACKUP, timedelta(hours=23))
    ended(Job.INTEGRITY, timedelta(hours=25))
    assert due(timezone.now()) == [Job.INTEGRITY, Job.DRILL]
    ended(Job.DRILL, timedelta(days=6))
    assert due(timezone.now() + timedelta(hours=2)) == [Job.BACKUP, Job.INTEGRITY]
    assert Job.DRILL in due(timezone.now() + timedelta(days=2))


@pytest.mark.django_db
def test_what_failed_is_tried_again_after_an_hour(configure: Configure) -> None:
    configure(backup_every_hours=24)
    ended(Job.BACKUP, timedelta(minutes=30), State.FAILED)
    assert Job.BACKUP not in due(timezone.now())
    assert Job.BACKUP in due(timezone.now() + timedelta(minutes=31))


@pytest.mark.django_db
def test_the_last_success_and_the_last_problems_are_told_apart_from_failures() -> None:
    assert (last_success(Job.DRILL), integrity_problems()) == (None, None)
    good = ended(Job.DRILL, timedelta(days=2))
    ended(Job.DRILL, timedelta(days=1), State.FAILED)
    ended(Job.INTEGRITY, timedelta(days=2), State.FAILED, figures={"problems": 3})
    ended(Job.INTEGRITY, timedelta(days=1), State.FAILED, detail="The bucket is away.")
    assert last_success(Job.DRILL) == good.ended_at
    assert integrity_problems() == 3
