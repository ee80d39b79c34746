"""A candidate answers copies of what production has answered, and nobody who sent a file is shown anything of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from apps.catalogue import aliases
from apps.catalogue.aliases import Move
from apps.catalogue.models import Worker
from apps.live.models import Event
from apps.predictions import remove, trash
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import send, work
from apps.shadows import mirror, tasks
from apps.shadows.models import Difference, Shadow
from apps.shadows.tests.conftest import IMAGE, START, Answers, Candidate, mirrored, start
from apps.uploads.tests.files import photo

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def counts(shadow: Shadow) -> tuple[int, int, int, int]:
    return shadow.seen, shadow.same, shadow.different, shadow.failed


def test_what_production_answers_from_now_on_is_mirrored_once(
    as_operator: APIClient, candidate: Candidate, answered: Answers
) -> None:
    answered(2)
    # Who answered them is no worker that could be asked whether it has loaded the version.
    Worker.objects.all().delete()
    shadow = start(as_operator)
    rows = answered(3)
    assert counts(mirrored(shadow)) == (3, 0, 3, 0)
    assert {one.prediction_id for one in Difference.objects.all()} == {row.pk for row in rows}
    candidate.label = "cat"
    answered(2)
    assert counts(mirrored(shadow)) == (5, 2, 3, 0)
    candidate.fails = True
    answered(1)
    assert counts(mirrored(shadow)) == (6, 2, 3, 1)
    assert counts(mirrored(shadow)) == (6, 2, 3, 1)


def test_who_names_a_version_is_not_mirrored(
    as_owner: APIClient, as_operator: APIClient, candidate: Candidate, answered: Answers
) -> None:
    shadow = start(as_operator)
    assert send(as_owner, photo(), model=f"{IMAGE}/versions/1").status_code == 202
    work()
    assert counts(mirrored(shadow)) == (0, 0, 0, 0)


def test_nobody_is_shown_a_copy(
    as_owner: APIClient, as_operator: APIClient, candidate: Candidate, answered: Answers
) -> None:
    shadow = start(as_operator)
    row = answered(1)[0]
    paths = ("/api/v1/predictions", f"/api/v1/predictions/{row.pk}", f"/api/v1/predictions/{row.pk}/events")
    before = [as_owner.get(path).json() for path in paths], Event.objects.count()
    assert counts(mirrored(shadow)) == (1, 0, 1, 0)
    assert ([as_owner.get(path).json() for path in paths], Event.objects.count()) == before
    assert Prediction.objects.count() == 1
    for path in ("", f"/{shadow.pk}", f"/{shadow.pk}/differences"):
        assert as_owner.get(f"/api/v1/shadows{path}").status_code == 403


def test_what_people_wait_for_goes_first(as_operator: APIClient, candidate: Candidate, answered: Answers) -> None:
    shadow = start(as_operator)
    answered(1)
    assert mirror.work(IMAGE, 10.0, lambda: True) is True
    shadow.refresh_from_db()
    assert (counts(shadow), candidate.given) == ((0, 0, 0, 0), [])


def test_what_is_too_old_by_then_is_dropped_and_counted(
    as_operator: APIClient, candidate: Candidate, answered: Answers
) -> None:
    shadow = start(as_operator)
    old = answered(2)
    ended = timezone.now() - timedelta(minutes=3)
    Shadow.objects.update(reached_at=ended - timedelta(seconds=1))
    Prediction.objects.filter(pk__in=[row.pk for row in old]).update(completed_at=ended)
    answered(3)
    assert counts(mirrored(shadow)) == (5, 0, 3, 0)
    figures = as_operator.get(f"/api/v1/shadows/{shadow.pk}").json()["figures"]
    assert (figures["mirrored"], figures["seen"]) == (3, 5)


def test_what_is_deleted_takes_its_copy_with_it(
    owner: User, as_owner: APIClient, as_operator: APIClient, candidate: Candidate, answered: Answers
) -> None:
    shadow = start(as_operator)
    first, second, third = answered(3)
    mirrored(shadow)
    address = f"/api/v1/shadows/{shadow.pk}/differences"
    assert as_owner.delete(f"/api/v1/predictions/{first.pk}").status_code in (200, 202, 204)
    assert len(as_operator.get(address).json()["results"]) == 2
    Prediction.objects.filter(pk=second.pk).update(completed_at=timezone.now() - timedelta(days=9))
    remove.remove_old(8, 5.0)
    Prediction.objects.filter(pk=first.pk, trashed_at__isnull=False).update(
        trashed_at=timezone.now() - timedelta(minutes=1)
    )
    trash.empty()
    assert [one.prediction_id for one in Difference.objects.all()] == [third.pk]


def test_it_ends_by_itself_when_another_version_answers(
    operator: User, as_operator: APIClient, candidate: Candidate, answered: Answers
) -> None:
    shadow = start(as_operator)
    answered(1)
    mirrored(shadow)
    aliases.point(IMAGE, "production", 2, Move(operator))
    tasks.sweep()
    told = as_operator.get(f"/api/v1/shadows/{shadow.pk}").json()
    assert (told["ended_by"], told["end_reason"]) == (None, "Version 2 is in production now.")
    assert told["figures"]["different"] == 1
    answered(1)
    assert mirrored(shadow).seen == 1


def test_one_runs_at_a_time_and_not_beside_itself(as_operator: APIClient, candidate: Candidate) -> None:
    assert as_operator.post(START, {"version": 1}, format="json").status_code == 409
    assert as_operator.post(START, {"version": 7}, format="json").status_code == 404
    shadow = start(as_operator)
    assert as_operator.post(START, {"version": 2}, format="json").status_code == 409
    end = f"/api/v1/shadows/{shadow.pk}/end"
    assert as_operator.post(end, {}, format="json").status_code == 400
    assert as_operator.post(end, {"reason": "Enough"}, format="json").json()["end_reason"] == "Enough"
    assert as_operator.post(end, {"reason": "Enough"}, format="json").status_code == 409
    kept = as_operator.delete(f"/api/v1/models/{IMAGE}/versions/2")
    assert (kept.status_code, "1 shadow had it" in kept.json()["detail"]) == (409, True)
    start(as_operator)


def test_no_statement_of_a_request_or_of_its_answer_knows_of_shadows(
    as_operator: APIClient, candidate: Candidate, answered: Answers
) -> None:
    shadow = start(as_operator)
    with CaptureQueriesContext(connection) as captured:
        answered(2)
    assert captured.captured_queries
    assert not [query["sql"] for query in captured.captured_queries if "shadows_" in query["sql"]]
    assert mirrored(shadow).seen == 2
