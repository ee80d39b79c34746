"""Links as those see them who share: made, listed, counted, ended."""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import Settings
from rest_framework.test import APIClient

from apps.accounts.keys import digest_of
from apps.catalogue.models import Model, Version
from apps.sharing import links
from apps.sharing.models import Link
from apps.sharing.network import own_address
from apps.sharing.tests.conftest import PICTURES, Answer, Phone, Share

pytestmark = pytest.mark.usefixtures("versions")
LINKS = f"/api/v1/models/{PICTURES}/links"
Sign = Callable[..., APIClient]


def make(client: APIClient, form: Mapping[str, object] | None = None, path: str = LINKS) -> Answer:
    return client.post(path, {"name": "tea fair", **(form or {})}, format="json")


def test_a_link_opens_its_model_for_a_week_where_nothing_else_is_said(as_operator: APIClient) -> None:
    made = make(as_operator)
    assert made.status_code == 201
    page, _, token = made.json()["path"].partition("#")
    assert page == "/s"
    link = Link.objects.get()
    assert timedelta(days=6, hours=23) < link.expires_at - timezone.now() <= timedelta(days=7)
    assert link.most_a_day == 100
    assert Phone(token).look().json()["name"] == "tea fair"


def test_a_link_says_where_phones_reach_this_computer(as_operator: APIClient, settings: Settings) -> None:
    assert make(as_operator).json()["origin"] is None
    settings.LISTENS_TO_NETWORK = True
    address = own_address()
    expected = f"http://{address}:{settings.SLIPWAY.port}" if address else None
    assert make(as_operator).json()["origin"] == expected
    assert not str(address).startswith("127.")


def test_of_a_token_nothing_is_kept_but_its_digest(as_operator: APIClient) -> None:
    token = make(as_operator).json()["path"].partition("#")[2]
    assert len(token) == 22
    row = Link.objects.values().get()
    assert row["digest"] == digest_of(token)
    assert token not in str(row)
    assert token not in as_operator.get(LINKS).content.decode()


@pytest.mark.parametrize(
    ("form", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"name": "x" * 101}, "/name"),
        ({"hours": 0}, "/hours"),
        ({"hours": 24 * 90 + 1}, "/hours"),
        ({"most_a_day": 0}, "/most_a_day"),
        ({"most_a_day": 10_001}, "/most_a_day"),
        ({"expires_at": None}, "/expires_at"),
    ],
)
def test_what_cannot_be_a_link_is_told_by_its_field(
    as_operator: APIClient, form: dict[str, object], pointer: str
) -> None:
    made = make(as_operator, form)
    assert (made.status_code, made.json()["errors"][0]["pointer"]) == (400, pointer)


def test_only_who_may_share_a_model_makes_links_to_it(as_owner: APIClient, nobody: APIClient) -> None:
    assert make(as_owner).status_code == 403
    assert make(nobody).status_code == 401
    assert as_owner.get(LINKS).json() == {"results": [], "may_share": False}


def test_who_made_a_model_for_themselves_shares_it_and_others_do_not_see_it(
    as_owner: APIClient, as_stranger: APIClient, owner: User, versions: dict[str, Version]
) -> None:
    Model.objects.filter(slug=PICTURES).update(owner=owner, is_default=False)
    assert as_owner.get(LINKS).json()["may_share"] is True
    token = make(as_owner).json()["path"].partition("#")[2]
    assert Phone(token).send().status_code == 202
    assert make(as_stranger).status_code == 404
    assert as_stranger.get(LINKS).status_code == 404


def test_a_program_needs_the_scope_of_models(operator: User, with_key: Sign) -> None:
    assert make(with_key(operator, "predict")).status_code == 403
    assert make(with_key(operator, "models:write")).status_code == 201


def test_there_is_no_link_to_a_model_that_there_is_not(as_operator: APIClient) -> None:
    assert make(as_operator, path="/api/v1/models/nothing/links").status_code == 404
    assert as_operator.get("/api/v1/models/nothing/links").status_code == 404


def test_a_person_has_a_hundred_links_at_most(as_operator: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MOST_LINKS", 2)
    assert [make(as_operator).status_code for _ in range(3)] == [201, 201, 409]
    as_operator.delete(f"{LINKS}/{Link.objects.first().pk}")  # type: ignore[union-attr]  # there are two
    assert make(as_operator).status_code == 201


def test_the_list_tells_how_much_came_by_each(as_operator: APIClient, share: Share) -> None:
    _, phone = share()
    phone.send()
    phone.send()
    (shown,) = as_operator.get(LINKS).json()["results"]
    assert (shown["uses"], shown["uses_today"], shown["owner"]) == (2, 2, "operator")
    assert shown["last_used_at"] is not None


def test_uses_of_yesterday_are_not_todays(as_operator: APIClient, share: Share) -> None:
    link, phone = share(most_a_day=1)
    phone.send()
    Link.objects.filter(pk=link.pk).update(used_on=timezone.now().date() - timedelta(days=1))
    (shown,) = as_operator.get(LINKS).json()["results"]
    assert (shown["uses"], shown["uses_today"]) == (1, 0)
    assert phone.send().status_code == 202


def test_staff_end_links_of_others_and_nobody_else_does(
    as_operator: APIClient, as_stranger: APIClient, owner: User, share: Share
) -> None:
    link, _ = share()
    assert as_stranger.delete(f"{LINKS}/{link.pk}").status_code == 404
    owner.is_staff = True
    owner.save()
    other = APIClient()
    other.force_login(owner)
    assert other.delete(f"{LINKS}/{link.pk}").status_code == 204
    assert as_operator.get(LINKS).json()["results"][0]["revoked_at"] is not None


def test_a_link_is_ended_by_the_address_of_its_own_model_alone(as_operator: APIClient, share: Share) -> None:
    link, phone = share()
    assert as_operator.delete(f"/api/v1/models/speech-recognition/links/{link.pk}").status_code == 404
    assert phone.look().status_code == 200


def test_ended_links_are_forgotten_after_ninety_days(as_operator: APIClient, share: Share) -> None:
    old, _ = share()
    Link.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(days=91))
    recent, _ = share()
    Link.objects.filter(pk=recent.pk).update(expires_at=timezone.now() - timedelta(days=89))
    make(as_operator)
    assert not Link.objects.filter(pk=old.pk).exists()
    assert Link.objects.filter(pk=recent.pk).exists()


def test_who_makes_and_ends_a_link_is_in_the_audit_trail(
    as_operator: APIClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "slipway.audit"):
        number = make(as_operator).json()["id"]
        as_operator.delete(f"{LINKS}/{number}")
        as_operator.delete(f"{LINKS}/{number}")
    told = [record.facts for record in caplog.records if record.facts["event"].startswith("link_")]  # type: ignore[attr-defined]
    assert [fact["event"] for fact in told] == ["link_made", "link_revoked"]
    assert {(fact["by"], fact["link"], fact["model"]) for fact in told} == {("operator", number, PICTURES)}


def test_a_deleted_model_takes_its_links_along(share: Share, versions: dict[str, Version]) -> None:
    _, phone = share()
    version = versions[PICTURES]
    version.aliases.all().delete()
    version.delete()
    version.model.delete()
    assert phone.look().status_code == 404
