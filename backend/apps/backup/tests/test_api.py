from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from redis import Redis
from rest_framework.test import APIClient

from apps.backup import tasks
from apps.backup.models import BackupRun, Operation, Status
from apps.backup.schedule import due
from apps.backup.selectors import last_success
from conftest import Configure

URL = "/api/v1/operations/backups"


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The runs that a worker was told to begin."""
    seen: list[str] = []
    monkeypatch.setattr(tasks.begin, "delay", seen.append)
    return seen


def ended(operation: Operation, ago: timedelta, status: Status = Status.SUCCEEDED, **fields: Any) -> BackupRun:
    at = timezone.now() - ago
    return BackupRun.objects.create(
        operation=operation, status=status, requested_at=at, started_at=at, seen_at=at, ended_at=at, **fields
    )


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
    configure(backup_recipients=("age1…",))
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
    configure(backup_passphrase="correct horse battery")
    answer = as_operator.post(f"{URL}/runs", {"job": "backup"}, format="json")
    assert answer.status_code == 409
    assert "set SLIPWAY_BACKUP_RECIPIENTS" in answer.json()["detail"]
    assert "SLIPWAY_BACKUP_PASSPHRASE only opens backups" in answer.json()["detail"]
    assert not BackupRun.objects.exists()


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
    assert not BackupRun.objects.exists()


def test_a_run_that_no_worker_takes_up_does_not_wait_for_ever(as_operator: APIClient) -> None:
    long_ago = timezone.now() - timedelta(minutes=20)
    BackupRun.objects.create(operation=Operation.DRILL, requested_at=long_ago, seen_at=long_ago)
    drill = as_operator.get(URL).json()["jobs"][1]
    assert (drill["under_way"], drill["last"]["state"]) == (None, "failed")
    assert drill["last"]["detail"].startswith("No worker took it up")


@pytest.mark.django_db
def test_nothing_is_due_unless_backups_are_switched_on(configure: Configure) -> None:
    configure(backup_every_hours=0)
    assert due(timezone.now()) == []


@pytest.mark.django_db
def test_backups_drills_and_checks_come_due_in_their_own_time(configure: Configure) -> None:
    configure(backup_every_hours=24, backup_identity="key.txt")
    assert due(timezone.now()) == [Operation.BACKUP, Operation.INTEGRITY]
    ended(Operation.BACKUP, timedelta(hours=23))
    ended(Operation.INTEGRITY, timedelta(hours=25))
    assert due(timezone.now()) == [Operation.INTEGRITY, Operation.DRILL]
    ended(Operation.DRILL, timedelta(days=6))
    assert due(timezone.now() + timedelta(hours=2)) == [Operation.BACKUP, Operation.INTEGRITY]
    assert Operation.DRILL in due(timezone.now() + timedelta(days=2))


@pytest.mark.django_db
def test_no_drill_comes_due_where_nothing_opens_a_backup(configure: Configure) -> None:
    configure(backup_every_hours=24, backup_identity="")
    ended(Operation.BACKUP, timedelta(hours=1))
    assert due(timezone.now()) == [Operation.INTEGRITY]


@pytest.mark.django_db
def test_what_failed_is_tried_again_after_an_hour(configure: Configure) -> None:
    configure(backup_every_hours=24)
    ended(Operation.BACKUP, timedelta(minutes=30), Status.FAILED)
    assert Operation.BACKUP not in due(timezone.now())
    assert Operation.BACKUP in due(timezone.now() + timedelta(minutes=31))


@pytest.mark.django_db
def test_a_failure_does_not_hide_when_it_last_went_well() -> None:
    assert last_success(Operation.DRILL) is None
    good = ended(Operation.DRILL, timedelta(days=2))
    ended(Operation.DRILL, timedelta(days=1), Status.FAILED)
    assert last_success(Operation.DRILL) == good.ended_at
