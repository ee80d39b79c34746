"""A guard ends a rollout by itself, when what it has seen is enough."""

import pytest
from rest_framework.test import APIClient

from apps.catalogue.models import Split, Version
from apps.catalogue.splits import Arm
from apps.predictions.models import Prediction, Status
from apps.rollouts import decide
from apps.rollouts.models import BadEvent, Rollout, State
from apps.rollouts.tests.conftest import Engines, person, sent, start, worked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def of(rollout: Rollout, client: APIClient) -> dict[str, object]:
    answer: dict[str, object] = client.get(f"/api/v1/rollouts/{rollout.pk}").json()
    return answer


def test_a_candidate_that_always_fails_is_out_after_five_people(
    as_operator: APIClient, three: list[Version], engines: Engines
) -> None:
    engines.fails[2] = "model_failed"
    rollout = start(as_operator)
    people = [person(rollout, Arm.CANDIDATE, number) for number in range(8)]
    for number, client in enumerate(people, start=1):
        sent(client)
        worked()
        rollout.refresh_from_db()
        assert (rollout.state == State.ABORTED) == (number >= 5)
    assert not Split.objects.exists()
    last = Prediction.objects.select_related("version").order_by("created_at").last()
    assert last is not None
    assert (last.version.number, last.status) == (1, Status.SUCCEEDED)
    assert rollout.end_reason.startswith("Guard errors: failures of 5 people of the candidate and 0 of production.")
    told = of(rollout, as_operator)
    assert (told["state"], told["ended_by"]) == ("aborted", None)
    assert [event["what"] for event in told["events"]] == ["started", "aborted"]  # type: ignore[attr-defined]
    assert told["figures"]["guards"][0]["crossed"] is True  # type: ignore[index]


def test_fifty_files_of_one_person_are_one_piece_of_evidence(
    as_operator: APIClient, three: list[Version], engines: Engines
) -> None:
    engines.fails[2] = "model_failed"
    rollout = start(as_operator)
    client = person(rollout, Arm.CANDIDATE)
    for _ in range(50):
        sent(client)
    worked()
    figures = of(rollout, as_operator)["figures"]
    assert figures["guards"][0]["candidate_people"] == 1  # type: ignore[index]
    assert figures["candidate"][0] == {"answered": 50, "failed": 50, "slow": 0}  # type: ignore[index]
    rollout.refresh_from_db()
    assert rollout.state == State.RUNNING


def test_a_bad_file_is_no_evidence_and_no_answer(
    as_operator: APIClient, three: list[Version], engines: Engines
) -> None:
    engines.fails[2] = "decode_failed"
    rollout = start(as_operator)
    for number in range(8):
        sent(person(rollout, Arm.CANDIDATE, number))
    worked()
    figures = of(rollout, as_operator)["figures"]
    assert (figures["doing"], figures["candidate"][0]["answered"]) == ("no_data", 0)  # type: ignore[index]
    assert figures["guards"][0]["evidence"] is None  # type: ignore[index]
    assert not BadEvent.objects.exists()


def test_one_in_a_dry_run_tells_once_and_ends_nothing(
    as_operator: APIClient, three: list[Version], engines: Engines
) -> None:
    engines.fails[2] = "model_failed"
    rollout = start(as_operator, guards={"errors": "dry_run"}, signals={"ratio": "dry_run"})
    for number in range(8):
        sent(person(rollout, Arm.CANDIDATE, number))
    worked()
    decide.sweep()
    told = of(rollout, as_operator)
    assert told["state"] == "running"
    assert [event["what"] for event in told["events"]] == ["started", "crossed"]  # type: ignore[attr-defined]


def test_both_versions_failing_alike_ends_nothing(
    as_operator: APIClient, three: list[Version], engines: Engines
) -> None:
    engines.fails.update({1: "model_failed", 2: "model_failed"})
    rollout = start(as_operator)
    for number in range(3):
        for arm, times in ((Arm.CANDIDATE, 1), (Arm.CONTROL, 1), (Arm.REST, 3)):
            for more in range(times):
                sent(person(rollout, arm, number * times + more))
    worked()
    rollout.refresh_from_db()
    assert rollout.state == State.RUNNING


def test_what_people_correct_counts_until_they_take_it_back(
    as_operator: APIClient, three: list[Version], engines: Engines
) -> None:
    rollout = start(as_operator)
    clients = [person(rollout, Arm.CANDIDATE, number) for number in range(5)]
    rows = [sent(client) for client in clients]
    worked()
    for row, client in list(zip(rows, clients, strict=True))[:4]:
        address = f"/api/v1/predictions/{row.pk}/feedback"
        assert client.put(address, {"label": "dog"}, format="json").status_code == 200
    assert clients[3].delete(f"/api/v1/predictions/{rows[3].pk}/feedback").status_code == 200
    assert clients[4].put(f"/api/v1/predictions/{rows[4].pk}/feedback", {"label": "cat"}, format="json").json()
    figures = of(rollout, as_operator)["figures"]
    assert figures["guards"][2]["candidate_people"] == 3  # type: ignore[index]
    for number in (3, 4):
        clients[number].put(f"/api/v1/predictions/{rows[number].pk}/feedback", {"correct": False}, format="json")
    rollout.refresh_from_db()
    assert rollout.state == State.ABORTED
    assert rollout.end_reason.startswith("Guard corrected: corrected answers of 5 people")
