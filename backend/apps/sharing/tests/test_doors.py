"""How much comes by a link: each day, from each address, and nothing while nobody counts."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.utils import timezone
from redis import Redis

from apps.core import rate
from apps.core.errors import Problem
from apps.core.rate import Limit
from apps.predictions.models import Prediction
from apps.sharing import doors, uses
from apps.sharing.models import Link
from apps.sharing.tests.conftest import Phone, Share

pytestmark = pytest.mark.usefixtures("engine")


def test_when_the_days_files_have_come_the_next_is_told_until_when(share: Share) -> None:
    _, phone = share(most_a_day=2)
    assert [phone.send().status_code for _ in range(3)] == [202, 202, 429]
    refused = phone.send()
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0).timestamp() + 86_400
    assert abs(int(refused["Retry-After"]) - (midnight - timezone.now().timestamp())) < 5
    assert refused.json()["detail"].startswith("This link takes 2 files a day")
    assert phone.look().json()["left_today"] == 0


def test_of_two_files_at_once_the_days_last_place_takes_one(share: Share) -> None:
    link, _ = share(most_a_day=1)
    uses.count_use(link)
    with pytest.raises(Problem) as refused:
        uses.count_use(link)  # as it was read before the first
    assert refused.value.status == 429
    link.refresh_from_db()
    assert link.uses == 1


def test_what_was_taken_as_the_days_last_file_may_be_sent_once_more(share: Share) -> None:
    link, phone = share(most_a_day=1)
    mine = uuid4()
    assert [phone.send(under=mine).status_code for _ in range(2)] == [202, 200]
    assert phone.send().status_code == 429
    link.refresh_from_db()
    assert link.uses == 1


@pytest.mark.parametrize("ended", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now()}])
def test_a_link_that_ended_while_the_file_came_keeps_none(share: Share, ended: dict[str, datetime]) -> None:
    link, _ = share()
    Link.objects.update(**ended)
    with pytest.raises(Problem) as refused:
        uses.count_use(link)
    assert refused.value.status == 410
    assert Link.objects.get().uses == 0


def test_one_address_sends_so_many_files_a_minute_by_all_links(share: Share, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "FILES_OF_ADDRESS", Limit(2, 60))
    (_, one), (_, two) = share(), share()
    assert [one.send().status_code, two.send().status_code, one.send().status_code] == [202, 202, 429]
    assert share(address="10.0.0.2")[1].send().status_code == 202


def test_one_link_takes_so_many_files_a_minute_from_all_addresses(
    share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "FILES_OF_LINK", Limit(2, 60))
    _, phone = share()
    answers = []
    for last in range(3):
        phone.move_to(f"10.0.0.{last}")
        answers.append(phone.send())
    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_tokens_are_not_tried_without_end(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "KNOCKS", Limit(2, 60))
    assert [Phone(str(guess)).look().status_code for guess in range(3)] == [404, 404, 429]


def test_nobody_passes_while_the_broker_is_away(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    away = Redis.from_url("redis://127.0.0.1:1/0")
    monkeypatch.setattr(rate, "broker", lambda: away)
    for refused in (phone.look(), phone.send()):
        assert (refused.status_code, refused["Retry-After"]) == (503, "5")
        assert "let in by a link" in refused.json()["detail"]
    assert not Prediction.objects.exists()
