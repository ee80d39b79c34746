"""Which people a candidate answers."""

from collections import Counter

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from apps.catalogue.models import Split, Version
from apps.catalogue.selectors import resolve
from apps.catalogue.splits import Arm, arm_of
from apps.rollouts.tests.conftest import IMAGE, person, sent, start

pytestmark = pytest.mark.django_db
PEOPLE = range(20_000)


def test_as_many_people_are_compared_with_as_get_the_candidate() -> None:
    arms = Counter(arm_of("salt", one, 0.2) for one in PEOPLE)
    assert arms[Arm.CANDIDATE] / len(PEOPLE) == pytest.approx(0.2, abs=0.01)
    assert arms[Arm.CONTROL] / len(PEOPLE) == pytest.approx(0.2, abs=0.01)


def test_a_larger_share_only_adds_people_to_either_arm() -> None:
    for one in PEOPLE[:2000]:
        small, large = (arm_of("salt", one, share) for share in (0.05, 0.5))
        assert small is large or small is Arm.REST
        assert large is not Arm.REST


def test_others_are_the_first_in_the_next_rollout() -> None:
    first, next_ = ({one for one in PEOPLE if arm_of(salt, one, 0.1) is Arm.CANDIDATE} for salt in "ab")
    assert len(first & next_) / len(first) == pytest.approx(0.1, abs=0.03)


def test_a_person_has_one_version_whatever_they_send_and_the_row_keeps_it(
    as_operator: APIClient, three: list[Version]
) -> None:
    rollout = start(as_operator)
    for arm, number in ((Arm.CANDIDATE, 2), (Arm.CONTROL, 1), (Arm.REST, 1)):
        client = person(rollout, arm)
        rows = [sent(client), sent(client, model=f"{IMAGE}@production")]
        assert [row.version.number for row in rows] == [number] * 2
        assert rows[0].trial == {"rollout": str(rollout.pk), "step": 0, "arm": arm.value}
        assert rows[0].alias == "production"


def test_a_retry_keeps_the_arm(as_operator: APIClient, three: list[Version]) -> None:
    rollout = start(as_operator)
    client = person(rollout, Arm.CANDIDATE)
    again = client.post(f"/api/v1/predictions/{sent(client).pk}/retry").json()
    assert again["model"] == {"slug": IMAGE, "version": 2, "alias": "production"}


def test_who_names_a_version_gets_it_and_has_no_part(as_operator: APIClient, three: list[Version]) -> None:
    rollout = start(as_operator)
    client = person(rollout, Arm.CANDIDATE)
    as_operator.put(f"/api/v1/models/{IMAGE}/aliases/candidate", {"version": 3}, format="json")
    for model, number in ((f"{IMAGE}/versions/1", 1), (f"{IMAGE}/versions/2", 2), (f"{IMAGE}@candidate", 3)):
        row = sent(client, model=model)
        assert (row.version.number, row.trial) == (number, None)
    row = sent(client, headers={"Slipway-Version": f"{IMAGE}/versions/1"})
    assert (row.version.number, row.trial) == (1, None)


@pytest.mark.parametrize("header", ["2", IMAGE, f"{IMAGE}@production", f"{IMAGE}/versions/x"])
def test_a_header_that_pins_nothing_is_refused(as_owner: APIClient, three: list[Version], header: str) -> None:
    answer = as_owner.post("/api/v1/predictions", {}, headers={"Slipway-Version": header})
    assert answer.status_code == 400


def test_nobody_is_asked_once_more_while_a_rollout_runs(as_operator: APIClient, three: list[Version]) -> None:
    user = User.objects.create(username="one")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as statements:
            resolve(IMAGE, IMAGE, by=user)
        counts.append(len(statements))
        start(as_operator) if not Split.objects.exists() else None
    assert counts == [1, 1]
