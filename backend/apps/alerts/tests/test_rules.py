"""Staff make of a rule what suits them, and it is looked at as they want it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.alerts.evaluate import judge
from apps.alerts.figures import Window
from apps.alerts.models import Alert, RuleChange, Status
from apps.alerts.readings import Reading, readings
from apps.alerts.rules import RULES
from apps.alerts.tuning import tuned_rules
from apps.audit.models import Entry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
URL = "/api/v1/operations/alert-rules"


def one(browser: APIClient, key: str) -> dict[str, object]:
    (found,) = [rule for rule in browser.get(URL).json()["results"] if rule["key"] == key]
    return dict(found)


def test_as_shipped_until_somebody_changes_one_and_again_after_that(as_operator: APIClient) -> None:
    shipped = one(as_operator, "queue_old")
    assert (shipped["threshold"], shipped["seconds"], shipped["is_on"], shipped["changed_at"]) == (300, 300, True, None)
    changed = as_operator.patch(f"{URL}/queue_old", {"threshold": 60, "seconds": 0}, format="json").json()
    assert (changed["threshold"], changed["seconds"], changed["default_threshold"]) == (60, 0, 300)
    assert (changed["changed_by"], changed) == ("operator", one(as_operator, "queue_old"))
    assert as_operator.delete(f"{URL}/queue_old").status_code == 204
    assert one(as_operator, "queue_old") == shipped
    noted = list(Entry.objects.order_by("pk").values_list("event", "facts"))
    assert noted == [
        ("alert_rule_changed", '{"rule":"queue_old","seconds":0,"threshold":60.0}'),
        ("alert_rule_reset", '{"rule":"queue_old"}'),
    ]


def test_one_that_is_changed_back_counts_as_not_changed(as_operator: APIClient) -> None:
    as_operator.patch(f"{URL}/slow.image-classification", {"is_on": False}, format="json")
    back = as_operator.patch(f"{URL}/slow.image-classification", {"is_on": True}, format="json").json()
    assert (back["changed_at"], RuleChange.objects.count()) == (None, 0)


@pytest.mark.usefixtures("broker")
def test_it_is_looked_at_with_the_new_threshold_and_not_at_all_when_it_is_off(as_operator: APIClient) -> None:
    def of(key: str) -> list[Reading]:
        return [reading for reading in readings(Window()) if reading.rule.key == key]

    assert {reading.rule.key for reading in readings(Window())} >= {"no_worker", "queue_old", "sign_in_guessing"}
    as_operator.patch(f"{URL}/disk_full", {"threshold": 1}, format="json")
    assert [reading.rule.threshold for reading in of("disk_full")] == [1]
    as_operator.patch(f"{URL}/disk_full", {"is_on": False}, format="json")
    assert of("disk_full") == []


def test_what_is_open_is_over_when_its_rule_is_switched_off(operator: User) -> None:
    (rule,) = [tuned.rule for tuned in tuned_rules() if tuned.rule.key == "sign_in_guessing"]
    now = timezone.now()
    for seconds in (0, 1):
        judge([Reading(rule, "", 30)], now + timedelta(seconds=seconds))
    assert Alert.objects.get().status == Status.OPEN
    judge([], now)
    assert Alert.objects.get().status == Status.RESOLVED


@pytest.mark.parametrize(
    ("key", "wrong", "pointer"),
    [
        ("failing", {"threshold": 1.1}, "/threshold"),
        ("failing", {"threshold": -0.1}, "/threshold"),
        ("failing", {"threshold": "nan"}, "/threshold"),
        ("failing", {"threshold": "much"}, "/threshold"),
        ("no_worker", {"threshold": 2}, "/threshold"),
        ("failing", {"seconds": -1}, "/seconds"),
        ("failing", {"seconds": 10**9}, "/seconds"),
        ("failing", {"is_on": "perhaps"}, "/is_on"),
        ("failing", {"severity": "critical"}, "/severity"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(
    as_operator: APIClient, key: str, wrong: dict[str, object], pointer: str
) -> None:
    answer = as_operator.patch(f"{URL}/{key}", wrong, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)
    assert not RuleChange.objects.exists()


def test_one_that_there_is_not(as_operator: APIClient) -> None:
    assert as_operator.patch(f"{URL}/moon_full", {"is_on": False}, format="json").status_code == 404
    assert as_operator.delete(f"{URL}/moon_full").status_code == 404


def test_they_are_for_staff(as_owner: APIClient, nobody: APIClient) -> None:
    for browser, status in ((as_owner, 403), (nobody, 401)):
        assert browser.get(URL).status_code == status
        assert browser.patch(f"{URL}/failing", {"is_on": False}, format="json").status_code == status
        assert browser.delete(f"{URL}/failing").status_code == status


def test_all_have_keys_of_their_own() -> None:
    assert len({rule.key for rule in RULES}) == len(RULES)
