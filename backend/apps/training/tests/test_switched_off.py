"""A Slipway that offers no training."""

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.training.tests.conftest import URL
from conftest import Configure


@pytest.fixture(autouse=True)
def _switched_off(configure: Configure) -> None:
    configure(training=False)


@pytest.mark.parametrize("path", ["data-sets", "runs", "jobs", "trainer", "recipes", "corrections"])
def test_where_training_is_switched_off_nothing_of_it_is_there(as_operator: APIClient, path: str) -> None:
    answer = as_operator.get(f"{URL}/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "training_off")
    assert "SLIPWAY_TRAINING" in answer.json()["detail"]


def test_a_stranger_is_not_told_that_it_is_switched_off(as_owner: APIClient) -> None:
    assert as_owner.get(f"{URL}/data-sets").status_code == 403


def test_the_page_is_told_whether_to_offer_it(as_operator: APIClient, operator: User, configure: Configure) -> None:
    assert as_operator.get(f"{URL}/session").json()["user"]["can_train"] is False
    configure(training=True)
    assert as_operator.get(f"{URL}/session").json()["user"]["can_train"] is True


def test_training_is_offered_to_staff_alone(as_owner: APIClient, configure: Configure) -> None:
    configure(training=True)
    assert as_owner.get(f"{URL}/session").json()["user"]["can_train"] is False
