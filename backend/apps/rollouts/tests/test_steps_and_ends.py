"""Step by step, held, aborted, promoted."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection, transaction
from django.utils import timezone
from redis import Redis
from rest_framework.test import APIClient

from apps.catalogue.models import Alias, Split, Version
from apps.catalogue.splits import Arm
from apps.live.models import Event as LiveEvent
from apps.predictions.claim import claim_batch
from apps.predictions.models import Prediction, Status
from apps.predictions.recall import recall_withdrawn
from apps.predictions.tests.conftest import KINDS
from apps.rollouts import decide
from apps.rollouts.end import abort
from apps.rollouts.models import Rollout, State
from apps.rollouts.tests.conftest import IMAGE, START, STEP, Engines, person, sent, start, worked
from conftest import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
TWO = [STEP, {"share": 0.5, "bake_seconds": 3600, "least": 2}]


def answered(rollout: Rollout, each: int = 1) -> None:
    """By both arms."""
    for arm in (Arm.CANDIDATE, Arm.CONTROL):
        for number in range(each):
            sent(person(rollout, arm, number))
    worked()
    rollout.refresh_from_db()


def doing(client: APIClient, rollout: Rollout) -> str:
    return str(client.get(f"/api/v1/rollouts/{rollout.pk}").json()["figures"]["doing"])


def end(client: APIClient, rollout: Rollout, how: str, **more: object) -> tuple[int, str]:
    """The status, and the state or why not."""
    body = {"reason": "As it had to be", "revision": rollout.revision, **more}
    answer = client.post(f"/api/v1/rollouts/{rollout.pk}/{how}", body, format="json")
    said = answer.json()
    return answer.status_code, said.get("state") or said["detail"]


def test_it_goes_on_by_itself_when_a_step_is_done_and_not_before(
    as_operator: APIClient, three: list[Version], engines: Engines
) -> None:
    rollout = start(as_operator, steps=TWO)
    assert doing(as_operator, rollout) == "no_data"
    decide.sweep()
    assert Split.objects.get().share == 0.2
    answered(rollout)
    decide.sweep()
    rollout.refresh_from_db()
    assert (rollout.step, Split.objects.get().share, Split.objects.get().step) == (1, 0.5, 1)
    assert doing(as_operator, rollout) == "no_data"
    answered(rollout)
    assert doing(as_operator, rollout) == "baking"
    Rollout.objects.update(step_since=timezone.now() - timedelta(hours=2))
    assert doing(as_operator, rollout) == "gathering"
    answered(rollout)
    assert doing(as_operator, rollout) == "inconclusive"
    decide.sweep()
    assert Rollout.objects.get().step == 1


def test_it_is_promoted_when_it_is_known_to_be_as_good_and_the_next_prediction_says_so(
    as_operator: APIClient, three: list[Version], engines: Engines
) -> None:
    rollout = start(as_operator, margin=0.5)
    assert end(as_operator, rollout, "promote")[0] == 409
    answered(rollout, each=1)
    for _ in range(40):
        answered(rollout, each=2)
    assert doing(as_operator, rollout) == "ready"
    waits = sent(person(rollout, Arm.REST))
    assert end(as_operator, rollout, "promote") == (200, "promoted")
    now = sent(person(rollout, Arm.REST))
    assert (waits.version.number, now.version.number, now.trial) == (1, 2, None)
    (newest, *_) = as_operator.get(f"/api/v1/models/{IMAGE}/alias-changes").json()["results"]
    assert (newest["how"], newest["by"], newest["reason"]) == ("promoted", "operator", "As it had to be")
    assert end(as_operator, rollout, "promote")[0] == 409
    assert worked()[-2].version.number == 1


def test_what_is_not_proved_is_promoted_by_a_releaser_who_says_so(
    as_operator: APIClient, operator: User, three: list[Version], engines: Engines
) -> None:
    rollout = start(as_operator)
    held = end(as_operator, rollout, "promote")
    assert held == (
        409,
        "It holds: in step 1 of 1 nobody was answered yet by the candidate, or by production's slice. "
        "A releaser may promote it anyway.",
    )
    User.objects.filter(pk=operator.pk).update(is_superuser=False)
    assert end(signed_in(operator), rollout, "promote", anyway=True)[0] == 403
    allow(operator)
    assert end(signed_in(User.objects.get(pk=operator.pk)), rollout, "promote", anyway=True) == (200, "promoted")


def allow(operator: User) -> None:
    """What a migration gave the group is gone where a test has emptied the database."""
    operator.user_permissions.add(Permission.objects.get(codename="release"))


def test_of_two_operators_at_once_the_second_is_told(as_operator: APIClient, three: list[Version]) -> None:
    rollout = start(as_operator)
    assert end(as_operator, rollout, "abort") == (200, "aborted")
    status, why = end(as_operator, rollout, "abort")
    assert (status, why) == (409, "This rollout has ended already. Look again.")
    other = start(as_operator)
    Rollout.objects.filter(pk=other.pk).update(revision=2)
    assert end(as_operator, other, "promote", anyway=True)[1].startswith("This rollout is at revision 2 by now.")


def test_what_waits_for_the_candidate_is_answered_by_production_after_an_abort(
    as_operator: APIClient, three: list[Version], engines: Engines
) -> None:
    rollout = start(as_operator)
    candidates, others = person(rollout, Arm.CANDIDATE), person(rollout, Arm.CONTROL)
    rows = [sent(candidates), sent(others), sent(candidates), sent(candidates, model=f"{IMAGE}/versions/2")]
    assert end(as_operator, rollout, "abort") == (200, "aborted")
    assert [row.version.number for row in worked()] == [1, 1, 1, 2]
    assert [row.status for row in worked()] == [Status.SUCCEEDED] * 4
    told = candidates.get(f"/api/v1/predictions/{rows[0].pk}/events").json()["results"]
    assert [(event["data"]["status"], event["data"]["model"]["version"]) for event in told][:2] == [("queued", 1)] * 2


def test_what_comes_with_a_request_that_had_begun_before_the_abort_is_not_answered_by_the_candidate_either(
    as_operator: APIClient, three: list[Version], engines: Engines
) -> None:
    rollout = start(as_operator)
    late = sent(person(rollout, Arm.CANDIDATE))
    assert end(as_operator, rollout, "abort") == (200, "aborted")
    # As it is written by who had looked before.
    Prediction.objects.filter(pk=late.pk).update(version=three[1], trial=late.trial)
    pinned = sent(person(rollout, Arm.CANDIDATE), model=f"{IMAGE}/versions/2")
    claimed = {row.pk: row.version.number for _ in range(2) for row in claim_batch(KINDS)}
    assert claimed == {late.pk: 1, pinned.pk: 2}


@pytest.mark.skipif(connection.vendor == "sqlite", reason="Only one writes at a time")
def test_who_claims_waits_for_who_aborts_and_then_takes_no_row_of_the_candidate(
    as_operator: APIClient, operator: User, three: list[Version], engines: Engines
) -> None:
    rollout = start(as_operator)
    row = sent(person(rollout, Arm.CANDIDATE))
    has_locked, may_ask, recalled = Event(), Event(), []

    def claim() -> None:
        try:
            with transaction.atomic():
                rows = list(Prediction.objects.select_for_update(of=("self",)).select_related("version"))
                has_locked.set()
                may_ask.wait(10)
                recalled.append(recall_withdrawn(rows))
        finally:
            connection.close()

    worker = Thread(target=claim)
    worker.start()
    has_locked.wait(10)
    with transaction.atomic():
        abort(rollout.pk, by=operator, reason="Enough")
        may_ask.set()
        worker.join(0.5)
        assert recalled == [], "it asked before the abort was over"
    worker.join(10)
    row.refresh_from_db()
    assert (recalled, row.version.number, row.trial) == ([1], 1, None)


def test_a_roll_back_ends_a_rollout(as_operator: APIClient, three: list[Version]) -> None:
    as_operator.put(f"/api/v1/models/{IMAGE}/aliases/production", {"version": 3}, format="json")
    rollout = start(as_operator)
    refused = as_operator.put(f"/api/v1/models/{IMAGE}/aliases/production", {"version": 1}, format="json")
    assert refused.status_code == 409
    back = as_operator.post(f"/api/v1/models/{IMAGE}/roll-back", {"expected": 3}, format="json")
    assert back.json()["aliases"]["production"] == 1
    rollout.refresh_from_db()
    assert (rollout.state, Alias.objects.get(name="production", model=IMAGE).version.number) == (State.ABORTED, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 1}, {"version": 9}, {"version": 2, "steps": []}, {"version": 2, "steps": [{**STEP, "share": 0.6}]},
        {"version": 2, "steps": [STEP, STEP]}, {"version": 2, "margin": 0}, {"version": 2, "guards": {"slow": "off"}},
        {"version": 2, "steps": [{**STEP, "share": "nan"}]}, {"version": 2, "steps": [{**STEP, "more": 1}]}, {},
        {"version": 2, "steps": "all"}, {"version": 2, "guards": []},
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_refused(as_operator: APIClient, three: list[Version], wrong: object) -> None:
    assert as_operator.post(START, wrong, format="json").status_code in {400, 404, 409}
    assert not Rollout.objects.exists()


def test_it_is_for_staff_and_one_at_a_time(
    as_operator: APIClient, as_owner: APIClient, operator: User, three: list[Version], broker: Redis
) -> None:
    assert as_owner.post(START, {"version": 2}, format="json").status_code == 403
    assert as_owner.get("/api/v1/rollouts").status_code == 403
    rollout = start(as_operator)
    assert as_operator.post(START, {"version": 3}, format="json").status_code == 409
    told = as_operator.get("/api/v1/rollouts?model=image-classification").json()["results"]
    assert [one["id"] for one in told] == [str(rollout.pk)]
    assert as_operator.get("/api/v1/rollouts?model=other").json()["results"] == []
    assert LiveEvent.objects.get(type="rollout.updated").user == operator
    deleted = as_operator.delete(f"/api/v1/models/{IMAGE}/versions/2")
    assert "1 rollout had it" in deleted.json()["detail"]
