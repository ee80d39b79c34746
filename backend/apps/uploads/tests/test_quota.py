"""A user keeps no more than is allowed, and room that was made counts at once."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.core.errors import Problem
from apps.uploads import quota
from apps.uploads.models import Upload
from apps.uploads.quota import Kept, kept_by, require_quota
from conftest import Configure


@pytest.fixture(autouse=True)
def _nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quota, "_known", {})


@pytest.fixture
def keep(owner: User) -> Callable[[int], Upload]:
    def make(size: int) -> Upload:
        return Upload.objects.create(
            owner=owner, name="a.png", kind="k", content_type="image/png", size=size, sha256=""
        )

    return make


def test_without_limits_nothing_is_counted(owner: User, django_assert_num_queries: Callable[..., object]) -> None:
    with django_assert_num_queries(0):  # type: ignore[attr-defined]  # a context manager
        require_quota(owner, [10**12] * 64)


@pytest.mark.parametrize(
    ("limits", "sizes", "sentence"),
    [
        ({"max_user_files": 3}, [1, 1], "You keep 2 files here, with these it would be 4, and the limit is 3."),
        ({"max_user_bytes": 100}, [41], "You keep 60 bytes here, with these it would be 101, and the limit is 100."),
    ],
)
def test_what_would_be_too_much_is_refused_with_both_figures(
    owner: User,
    keep: Callable[[int], Upload],
    configure: Configure,
    limits: dict[str, int],
    sizes: list[int],
    sentence: str,
) -> None:
    keep(30), keep(30)
    configure(**limits)
    with pytest.raises(Problem) as caught:
        require_quota(owner, sizes)
    assert (caught.value.status, caught.value.code) == (413, "quota_exceeded")
    assert caught.value.detail == f"{sentence} Delete some first."
    require_quota(owner, [40])


def test_what_came_since_counts_without_looking_again(
    owner: User, configure: Configure, django_assert_num_queries: Callable[..., object]
) -> None:
    configure(max_user_files=2)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]  # a context manager
        require_quota(owner, [1])
        require_quota(owner, [1])
        with pytest.raises(Problem):
            require_quota(owner, [1])


def test_many_requests_at_once_get_no_more_room_than_there_is(
    owner: User, configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counts_slowly(_: User) -> Kept:
        time.sleep(0.02)
        return Kept(0, 0)

    def is_taken(_: int) -> bool:
        try:
            require_quota(owner, [1])
        except Problem:
            return False
        return True

    monkeypatch.setattr(quota, "kept_by", counts_slowly)
    configure(max_user_files=3)
    with ThreadPoolExecutor(12) as threads:
        assert sum(threads.map(is_taken, range(12))) == 3


def test_others_have_a_quota_of_their_own(
    owner: User, stranger: User, keep: Callable[[int], Upload], configure: Configure
) -> None:
    keep(1)
    configure(max_user_files=1)
    require_quota(stranger, [1])
    assert (kept_by(owner), kept_by(stranger)) == (Kept(1, 1), Kept(0, 0))


def test_a_user_sees_what_is_kept_and_how_much_may_be(
    as_owner: APIClient, keep: Callable[[int], Upload], configure: Configure
) -> None:
    keep(30), keep(12)
    configure(max_user_bytes=100)
    expected = {"files": 2, "bytes": 42, "max_files": None, "max_bytes": 100}
    assert as_owner.get("/api/v1/me/storage").json() == expected
