"""Guests: what a link opens, what it does not, and when it no longer does."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.catalogue.models import Alias, Version
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import send, work
from apps.sharing import links
from apps.sharing.models import Link
from apps.sharing.tests.conftest import PICTURES, SOUNDS, Phone, Share
from apps.uploads.models import Upload
from apps.uploads.tests.files import photo, sound
from config.env import ROOT
from conftest import Configure

pytestmark = pytest.mark.usefixtures("engine")
DOCUMENT = json.loads((ROOT / "frontend" / "openapi.json").read_text(encoding="utf-8"))
GUESTS = ("/api/v1/guest", "/api/v1/guest/predictions/{prediction_id}")


def test_a_guest_is_told_what_the_link_opens(share: Share) -> None:
    _, phone = share(most_a_day=3)
    phone.send()
    told = phone.look().json()
    assert (told["name"], told["title"], told["kind"], told["left_today"]) == ("tea fair", PICTURES, PICTURES, 2)
    assert told.keys() == {"name", "title", "summary", "kind", "expires_at", "left_today", "unserved", "spoken"}
    assert told["spoken"] is None


@pytest.mark.parametrize("method", ["put", "post", "patch", "delete"])
def test_what_a_link_opens_is_asked_for_and_nothing_else_is_done_there(phone: Phone, method: str) -> None:
    assert getattr(phone.client, method)("/api/v1/guest").status_code == 405


def test_a_guest_sends_a_picture_and_reads_its_answer(phone: Phone) -> None:
    sent = phone.send()
    assert (sent.status_code, sent.json()["status"]) == (202, "queued")
    work()
    answer = phone.ask(sent.json()["id"]).json()
    assert (answer["status"], answer["output"]["labels"][0]["label"]) == ("succeeded", "cat")


def test_nothing_of_where_it_is_kept_is_shown_to_a_guest(phone: Phone) -> None:
    sent = phone.send().json()
    assert sent.keys() == {
        "id", "status", "kind", "output", "error", "position", "eta_seconds", "created_at", "completed_at",
    }  # fmt: skip


def test_what_a_guest_sent_is_the_owners_and_says_by_which_link(
    as_operator: APIClient, operator: User, share: Share
) -> None:
    link, phone = share()
    number = phone.send().json()["id"]
    shown = as_operator.get(f"/api/v1/predictions/{number}").json()
    assert shown["via"] == {"link": link.pk, "name": "tea fair"}
    assert Upload.objects.get().owner == operator
    assert as_operator.delete(f"/api/v1/predictions/{number}").status_code == 204
    assert phone.ask(number).status_code == 404


def test_what_the_owner_sends_names_no_link(as_operator: APIClient) -> None:
    assert "via" not in send(as_operator, photo()).json()


def test_the_name_of_a_link_stays_with_what_came_by_it(as_operator: APIClient, share: Share) -> None:
    link, phone = share()
    number = phone.send().json()["id"]
    link.delete()
    assert as_operator.get(f"/api/v1/predictions/{number}").json()["via"]["name"] == "tea fair"


def test_the_same_file_sent_twice_under_its_id_runs_and_counts_once(share: Share) -> None:
    link, phone = share()
    mine = uuid4()
    assert [phone.send(under=mine).status_code for _ in range(2)] == [202, 200]
    link.refresh_from_db()
    assert (Prediction.objects.count(), link.uses) == (1, 1)


def test_guests_of_one_link_and_of_another_do_not_see_each_other(share: Share) -> None:
    (_, mine), (_, others) = share(), share()
    number = mine.send().json()["id"]
    assert others.ask(number).status_code == 404
    assert others.send(under=number).status_code == 404
    assert others.send(photo(shade=1), under=number).status_code == 404


def test_a_guest_does_not_see_what_the_owner_sent(as_operator: APIClient, phone: Phone) -> None:
    number = send(as_operator, photo()).json()["id"]
    assert phone.ask(number).status_code == 404
    told = [phone.send(file, under=number) for file in (photo(), photo(shade=1))]
    assert [answer.status_code for answer in told] == [404, 404]
    assert told[0].json()["detail"] == told[1].json()["detail"]


@pytest.mark.parametrize("field", ["model", "owner"])
def test_a_guest_chooses_nothing(phone: Phone, field: str) -> None:
    refused = phone.send(more={field: "speech-recognition"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, f"/{field}")


def test_one_file_comes_at_a_time(phone: Phone) -> None:
    two = {"file": [photo("a.png"), photo("b.png")]}
    refused = phone.client.put(f"/api/v1/guest/predictions/{uuid4()}", two, format="multipart")
    assert refused.status_code in {400, 413}
    assert not Prediction.objects.exists()


@pytest.mark.parametrize(("slug", "file", "word"), [(PICTURES, sound, "image"), (SOUNDS, photo, "sound")])
def test_a_file_of_another_kind_is_refused_without_the_names_of_models(
    share: Share, slug: str, file: Any, word: str
) -> None:
    refused = share(slug)[1].send(file())
    assert (refused.status_code, refused.json()["code"]) == (422, "wrong_kind")
    assert refused.json()["detail"] == f"This link takes {word}s, and this file is none."


def test_a_refused_file_counts_for_nothing(share: Share) -> None:
    link, phone = share()
    phone.send(sound())
    link.refresh_from_db()
    assert (link.uses, Upload.objects.count()) == (0, 0)


def operations() -> Iterator[tuple[str, str]]:
    """All that there are but what guests are for, and what is open to everybody; with a path that could be."""
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            if path not in GUESTS and operation["security"]:
                values = {
                    one["name"]: str(_some(one)) for one in operation.get("parameters", ()) if one["in"] == "path"
                }
                yield method, path.format(**values)


def _some(parameter: dict[str, Any]) -> object:
    named = {"sha256": "0" * 64, "number": 1}.get(parameter["name"])
    if named:
        return named
    kind = parameter["schema"]
    return uuid4() if kind.get("format") == "uuid" else 1 if kind["type"] == "integer" else PICTURES


@pytest.mark.parametrize(("method", "path"), list(operations()))
def test_a_link_opens_nothing_else(phone: Phone, method: str, path: str) -> None:
    assert getattr(phone.client, method)(path).status_code in {401, 403}


@pytest.mark.parametrize("method", ["get", "put"])
def test_whoever_is_signed_in_is_no_guest_by_that(as_operator: APIClient, method: str) -> None:
    assert getattr(as_operator, method)(f"/api/v1/guest/predictions/{uuid4()}").status_code == 401
    assert as_operator.get("/api/v1/guest").status_code == 401


def test_a_key_is_no_link(operator: User, with_key: Any) -> None:
    assert with_key(operator, "predict", "models:write", "admin").get("/api/v1/guest").status_code == 404


@pytest.mark.parametrize("token", ["a", "x" * 22, "slip_0_a", "ä", "%00", ""])
def test_a_token_that_there_is_not_opens_nothing(db: None, token: str) -> None:
    assert Phone(token).look().status_code in {401, 404}


def revoked(link: Link) -> None:
    links.revoke(link.owner, link.model_id, link.pk)


def expired(link: Link) -> None:
    Link.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def deactivated(link: Link) -> None:
    User.objects.filter(pk=link.owner_id).update(is_active=False)


def no_longer_staff(link: Link) -> None:
    User.objects.filter(pk=link.owner_id).update(is_staff=False)


@pytest.mark.parametrize(
    ("happens", "sentence"),
    [
        (revoked, "This link was taken back. Ask whoever gave it to you for another one."),
        (expired, "This link was good until"),
        (deactivated, "Whoever made this link may not share this model any more."),
        (no_longer_staff, "Whoever made this link may not share this model any more."),
    ],
)
def test_a_link_that_has_ended_says_why_and_opens_nothing(share: Share, happens: Any, sentence: str) -> None:
    link, phone = share()
    number = phone.send().json()["id"]
    happens(link)
    for refused in (phone.look(), phone.ask(number), phone.send()):
        assert (refused.status_code, refused.json()["code"]) == (410, "link_ended")
        assert refused.json()["detail"].startswith(sentence)
    assert Prediction.objects.count() == 1


def test_a_deleted_owner_takes_the_link_along(operator: User, share: Share) -> None:
    _, phone = share()
    operator.delete()
    assert phone.look().status_code == 404


def test_a_link_follows_its_model_to_another_version(share: Share, versions: dict[str, Version]) -> None:
    _, phone = share()
    model = versions[PICTURES].model
    newer = Version.objects.create(model=model, number=2, digest="1" * 64, manifest=versions[PICTURES].manifest, size=1)
    Alias.objects.filter(model=model).update(version=newer)
    phone.send()
    assert Prediction.objects.get().version == newer


def test_a_model_without_a_version_in_production_names_no_other_model(share: Share) -> None:
    _, phone = share()
    Alias.objects.filter(model_id=PICTURES).delete()
    refused = phone.send()
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_model")
    assert SOUNDS not in refused.content.decode()


def test_while_nobody_is_there_to_answer_a_guest_is_told_so(phone: Phone) -> None:
    assert phone.look().json()["unserved"] is True


def test_an_owner_without_room_is_told_to_the_guest_without_figures(share: Share, configure: Configure) -> None:
    configure(max_user_files=1)
    _, phone = share()
    phone.send()
    refused = phone.send(photo(shade=1))
    assert (refused.status_code, refused.json()["code"]) == (413, "quota_exceeded")
    assert "1" not in refused.json()["detail"]
