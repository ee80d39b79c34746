"""A signal holds a rollout and asks: less sure answers, stranger files, another share of the people than asked."""

from dataclasses import dataclass

import pytest
from rest_framework.test import APIClient

from apps.audit.models import Entry
from apps.catalogue.models import Version
from apps.catalogue.splits import Arm
from apps.predictions import batch
from apps.predictions.batch import Room
from apps.predictions.tests.conftest import InstantEngine, Waiting
from apps.rollouts import decide
from apps.rollouts.models import Participant, Rollout, RolloutCount, State
from apps.rollouts.tests.conftest import STEP, Engines, person, sent, start, worked
from ml.errors import BadInput
from ml.types import Classification, LabelScore, Result, Timing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
TWO = [STEP, {"share": 0.5, "bake_seconds": 0, "least": 1}]
ARMED = {"confidence": "armed", "familiarity": "armed", "ratio": "armed"}


@dataclass
class Sure(InstantEngine):
    """Is as sure as it was told to be, of a file that is as familiar."""

    score: float
    familiar: float

    def __post_init__(self) -> None:
        super().__init__()

    def end(self, begun: Waiting, room: Room) -> list[Result | BadInput]:
        output = Classification((LabelScore("cat", 0, self.score),), self.familiar)
        return [Result(output, Timing(0.001, 0.002, 0.0, 1, 0.002)) for _ in begun.requests]


@pytest.fixture
def less_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Version 2 is."""
    engines = {1: Sure(0.95, 0.8), 2: Sure(0.55, 0.8)}
    monkeypatch.setattr(batch, "engine_for", lambda version: engines[version.number])


def of(rollout: Rollout, client: APIClient) -> tuple[str, dict[str, dict[str, object]]]:
    """What it does, and its signals."""
    figures = client.get(f"/api/v1/rollouts/{rollout.pk}").json()["figures"]
    return figures["doing"], {one["signal"]: one for one in figures["signals"]}


def answered(rollout: Rollout, times: int) -> None:
    """So many files of one person of each arm, and of three of the rest, so that the share is what was asked for."""
    people = [person(rollout, Arm.CANDIDATE), person(rollout, Arm.CONTROL)]
    people += [person(rollout, Arm.REST, number) for number in range(3)]
    for client in people[2:]:
        sent(client)
    for _ in range(times):
        for client in people[:2]:
            sent(client)
    worked()


@pytest.mark.usefixtures("less_sure")
def test_a_mean_that_is_surely_lower_holds_until_somebody_has_looked(
    as_operator: APIClient, three: list[Version]
) -> None:
    rollout = start(as_operator, steps=TWO, signals=ARMED)
    answered(rollout, 60)
    doing, signals = of(rollout, as_operator)
    assert doing == "held"
    assert [signals[name]["crossed"] for name in ARMED] == [True, False, False]
    assert signals["confidence"]["candidate"] == pytest.approx(0.55)
    assert signals["confidence"]["production"] == pytest.approx(0.95)
    decide.sweep()
    decide.sweep()
    rollout.refresh_from_db()
    assert (rollout.step, rollout.state) == (0, State.RUNNING)
    address, body = f"/api/v1/rollouts/{rollout.pk}", {"reason": "It is calibrated better", "revision": 1}
    refused = as_operator.post(f"{address}/promote", body, format="json")
    assert (refused.status_code, "signal" in refused.json()["detail"]) == (409, True)
    assert as_operator.post(f"{address}/continue", {**body, "revision": 9}, format="json").status_code == 409
    told = as_operator.post(f"{address}/continue", body, format="json").json()
    assert (told["figures"]["doing"], told["revision"]) == ("ready", 2)
    assert [event["what"] for event in told["events"]] == ["started", "held", "continued"]
    assert "It is calibrated better" in Entry.objects.get(event="rollout_continued").facts
    again = as_operator.post(f"{address}/continue", {**body, "revision": 2}, format="json")
    assert (again.status_code, again.json()["detail"]) == (409, "No signal holds this rollout.")
    decide.sweep()
    rollout.refresh_from_db()
    assert rollout.step == 1


@pytest.mark.usefixtures("less_sure")
def test_one_in_a_dry_run_is_shown_and_holds_nothing(as_operator: APIClient, three: list[Version]) -> None:
    rollout = start(as_operator)
    answered(rollout, 60)
    doing, signals = of(rollout, as_operator)
    assert (signals["confidence"]["mode"], signals["confidence"]["crossed"]) == ("dry_run", True)
    assert doing == "inconclusive"


def test_another_share_of_the_people_than_asked_holds(
    as_operator: APIClient, three: list[Version], engines: Engines
) -> None:
    rollout = start(as_operator, steps=TWO)
    for number in range(9):
        sent(person(rollout, Arm.CANDIDATE, number))
    sent(person(rollout, Arm.CONTROL))
    sent(person(rollout, Arm.CONTROL))
    worked()
    assert Participant.objects.count() == 10
    doing, signals = of(rollout, as_operator)
    assert (doing, signals["ratio"]["crossed"], signals["ratio"]["candidate"]) == ("held", True, 0.9)
    decide.sweep()
    told = as_operator.get(f"/api/v1/rollouts/{rollout.pk}").json()
    assert told["events"][-1]["detail"] == (
        "Signal ratio: 90.0% of the people have the candidate, and 20.0% were asked for."
    )


def test_what_ended_before_there_were_signals_is_still_shown(
    as_operator: APIClient, three: list[Version], engines: Engines
) -> None:
    rollout = start(as_operator)
    body = {"reason": "Enough", "revision": 1}
    assert as_operator.post(f"/api/v1/rollouts/{rollout.pk}/abort", body, format="json").status_code == 200
    rollout.refresh_from_db()
    old = {name: value for name, value in (rollout.evidence or {}).items() if name != "signals"}
    Rollout.objects.update(evidence=old)
    assert of(rollout, as_operator)[1] == {}
    assert not RolloutCount.objects.exists()
