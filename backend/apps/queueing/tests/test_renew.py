"""A lease is renewed well before it runs out, for as long as the work takes and no longer."""

import threading
from datetime import datetime
from typing import Any, cast

import pytest
from django.db import OperationalError
from django.db.models import QuerySet
from django.utils import timezone

from apps.queueing.models import Leased
from apps.queueing.renew import renewed
from conftest import Configure

LEASE = 0.8


class Rows:
    """Claimed rows that note when their leases would end; `errors` are raised one by one before."""

    def __init__(self, *errors: Exception) -> None:
        self.errors, self.ends = list(errors), [timezone.now()]
        self.touched = threading.Event()

    def update(self, *, lease_expires_at: datetime) -> int:
        """What a query set does."""
        if self.errors:
            raise self.errors.pop(0)
        self.ends.append(lease_expires_at)
        self.touched.set()
        return 1


@pytest.fixture(autouse=True)
def _short(configure: Configure) -> None:
    configure(lease_seconds=LEASE)


def rows(*errors: Exception) -> Any:
    return cast("QuerySet[Leased]", Rows(*errors))


def test_a_lease_is_renewed_before_half_of_it_is_over() -> None:
    claimed = rows()
    with renewed(lambda: claimed):
        assert claimed.touched.wait(LEASE / 2)
    assert claimed.ends[-1] > claimed.ends[0]


def test_no_lease_waits_for_one_that_lasts_longer(configure: Configure) -> None:
    short, long = rows(), rows()
    with renewed(lambda: short):
        assert short.touched.wait(5)
    configure(lease_seconds=1000)
    with renewed(lambda: long):
        threading.Event().wait(LEASE / 2)
        configure(lease_seconds=LEASE)
        short.touched.clear()
        with renewed(lambda: short):
            assert short.touched.wait(5)


def test_a_database_that_is_away_for_a_moment_costs_no_lease(caplog: pytest.LogCaptureFixture) -> None:
    claimed = rows(OperationalError("server closed the connection"))
    with renewed(lambda: claimed):
        assert claimed.touched.wait(5)
    assert "server closed the connection" in caplog.text


def test_nothing_is_renewed_after_the_work() -> None:
    claimed = rows()
    with pytest.raises(KeyError), renewed(lambda: claimed):
        raise KeyError("the work failed")
    claimed.touched.clear()
    assert not claimed.touched.wait(LEASE / 2)
