"""A word is found anywhere in a name or an answer, among however many."""

import unicodedata
from collections.abc import Collection

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from apps.catalogue.models import Version
from apps.predictions import search, selectors
from apps.predictions.models import Prediction, Status
from apps.uploads.models import Upload

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
CAFE = "café-orléans.jpg"
NAMES = (
    "holiday cat.jpg", "猫咪在花园.png", "白猫.png", CAFE, unicodedata.normalize("NFD", "Crème-Brûlée.jpg").lower(),
    'say "100%" or_not.jpg', "x.png",
)  # fmt: skip


@pytest.fixture(params=[Status.SUCCEEDED, Status.QUEUED, Status.PROCESSING])
def status(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["with its index", "without it"])
def _index(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "without it":
        monkeypatch.setattr(search._indexed, "get", lambda: False)


def add(owner: User, version: Version, name: str, status: str = Status.SUCCEEDED) -> Prediction:
    """A row as it would be written; there is no file."""
    upload = Upload.objects.create(owner=owner, file=name, name=name, kind=version.model.kind, size=1)
    return Prediction.objects.create(
        owner=owner, upload=upload, version=version, kind=upload.kind, status=status, search=name,
        created_at=timezone.now(), completed_at=timezone.now() if status == Status.SUCCEEDED else None,
    )  # fmt: skip


def found(owner: User, text: str, statuses: Collection[str] = ()) -> list[str]:
    rows = selectors.filtered(selectors.with_parts(), owner=owner, text=text, statuses=statuses)
    return [row.upload.name for row in rows.order_by("created_at")]


@pytest.mark.usefixtures("_index")
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("holiday", [NAMES[0]]),
        ("oliDA", [NAMES[0]]),
        ("cat day", [NAMES[0]]),
        ("cat dog", []),
        ("在花园", [NAMES[1]]),
        ("猫", [NAMES[1], NAMES[2]]),
        ("猫咪", [NAMES[1]]),
        ("orléans", [CAFE]),
        (unicodedata.normalize("NFD", "orléans"), [CAFE]),
        ("crème", [NAMES[4]]),
        ('"100%"', [NAMES[5]]),
        ("100_", []),
        ("r_n", [NAMES[5]]),
        ("x", [NAMES[6]]),
        ("x.png 猫", []),
        ("  ", list(NAMES)),
    ],
)
def test_words_are_found_in_names_whatever_became_of_them(
    owner: User, stranger: User, versions: dict[str, Version], status: str, text: str, names: list[str]
) -> None:
    for name in NAMES:
        add(owner, versions["image-classification"], name, status)
    assert found(owner, text) == names
    assert found(stranger, text) == []
    assert found(owner, text, statuses=[status]) == names
    assert found(owner, text, statuses=["failed", "canceled"]) == []


def test_an_answer_is_found_once_it_is_there(owner: User, versions: dict[str, Version]) -> None:
    row = add(owner, versions["image-classification"], "holiday.jpg", Status.PROCESSING)
    assert found(owner, "airplane") == []
    row.search, row.status = "holiday.jpg airplane", Status.SUCCEEDED
    row.save()
    assert found(owner, "airplane") == found(owner, "holiday") == ["holiday.jpg"]


def test_of_more_than_are_named_one_by_one_all_are_found(
    owner: User, versions: dict[str, Version], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST", 5)
    names = [f"photo-{number}.jpg" for number in range(7)]
    for name in names:
        add(owner, versions["image-classification"], name, Status.QUEUED if name == names[3] else Status.SUCCEEDED)
    assert search.candidates("photo") is None
    assert found(owner, "photo") == names
    assert found(owner, "photo-3") == [names[3]]


@pytest.fixture
def _without_scans() -> None:
    """PostgreSQL would rather read a small table as a whole."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")


@pytest.mark.usefixtures("_without_scans")
def test_a_word_is_looked_up_in_the_index(owner: User, versions: dict[str, Version]) -> None:
    if not search._is_indexed():
        pytest.skip("this PostgreSQL has no pg_trgm")
    row = add(owner, versions["image-classification"], "holiday.jpg")
    assert search.candidates("olid") == [row.pk]
    assert search.candidates("olida -nothing") == []
    assert search.candidates("ol") is None
    if connection.vendor == "postgresql":
        ended = Prediction.objects.filter(search.having("olid"), status__in=["succeeded", "failed", "canceled"])
        assert search.INDEX in ended.order_by().explain()
    else:
        few = selectors.filtered(selectors.with_parts(), owner=owner, text="olid").order_by("-created_at", "-id")
        assert "history_order" not in few.explain()
        under_way = search.ids_under_way(search.UNDER_WAY, search.having("olid")).explain()
        assert "waiting_order" in under_way
        assert "claimed_order" in under_way


def test_what_is_deleted_is_in_no_index(owner: User, versions: dict[str, Version]) -> None:
    row = add(owner, versions["image-classification"], "secret-holiday.jpg")
    other = add(owner, versions["image-classification"], "other-holiday.jpg")
    row.delete()
    assert found(owner, "holiday") == [other.upload.name]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT search FROM {search.INDEX}")
            assert cursor.fetchall() == [("other-holiday.jpg",)]
            cursor.execute(f"INSERT INTO {search.INDEX}_trigrams ({search.INDEX}_trigrams) VALUES ('integrity-check')")


def test_all_migrations_leave_the_triggers_there() -> None:
    """A migration that has SQLite copy the table loses them, and must end with those of 0006 and 0012."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL needs none")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'predictions_prediction'")
        assert {name for (name,) in cursor.fetchall()} == {
            f"{search.INDEX}_{what}" for what in ("come", "end", "change", "go")
        }


@pytest.mark.parametrize(
    ("statuses", "index"),
    [
        (["failed"], "unanswered_of_owner"),
        (["failed", "canceled"], "unanswered_of_owner"),
        (["queued"], "waiting_order"),
        (["queued", "processing"], "claimed_order"),
    ],
)
def test_what_is_rare_has_an_index_of_its_own(owner: User, statuses: list[str], index: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL decides by what the table holds")
    rows = selectors.filtered(selectors.with_parts(), owner=owner, statuses=statuses)
    plan = rows.order_by("-created_at", "-id").explain()
    assert index in plan
    assert "history_order" not in plan


def test_a_search_for_too_many_words_is_refused(as_owner: APIClient) -> None:
    assert as_owner.get("/api/v1/predictions", {"q": "word " * 20}).status_code == 200
    answer = as_owner.get("/api/v1/predictions", {"q": "word " * 10_000})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/q")
    assert answer.json()["detail"] == "Search for 20 words at most; these are 10000."
