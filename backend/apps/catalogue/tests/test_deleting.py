"""A version that nobody used is deleted by staff with its files; what was used stays."""

from collections.abc import Callable
from pathlib import Path

import pytest
from rest_framework.test import APIClient

from apps.catalogue.bundles import local_folder
from apps.catalogue.install import install
from apps.catalogue.models import Model, Version
from apps.catalogue.tests.test_install import bundle
from conftest import Configure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(configure: Configure, tmp_path: Path) -> None:
    configure(data_dir=tmp_path / "data")


def installed(tmp_path: Path, slug: str, count: int = 1, *, is_default: bool = False) -> list[Version]:
    """The first version answers by the model's bare name."""
    found = [
        install(bundle(tmp_path / f"{slug}{one}", slug=slug, weights=f"{slug}{one}".encode())) for one in range(count)
    ]
    Model.objects.filter(slug=slug).update(is_default=is_default)
    return found


def delete(client: APIClient, version: str) -> tuple[int, str]:
    answer = client.delete(f"/api/v1/models/{version}")
    return answer.status_code, answer.json()["detail"] if answer.content else ""


@pytest.fixture
def deleted(
    as_operator: APIClient, django_capture_on_commit_callbacks: Callable[..., object]
) -> Callable[[str], tuple[int, str]]:
    """What the operator hears, after the commit."""

    def ask(version: str) -> tuple[int, str]:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            return delete(as_operator, version)

    return ask


def test_a_version_goes_with_its_files_and_its_number_is_never_given_again(
    tmp_path: Path, deleted: Callable[[str], tuple[int, str]]
) -> None:
    _, second = installed(tmp_path, "m", 2)
    folder = local_folder(second)
    assert folder.is_dir()
    assert deleted("m/versions/2") == (204, "")
    assert (folder.exists(), list(Version.objects.filter(model="m").values_list("number", flat=True))) == (False, [1])
    assert install(bundle(tmp_path / "third", slug="m", weights=b"3")).number == 3
    assert deleted("m/versions/2")[0] == 404


def test_with_its_last_version_a_model_is_gone(tmp_path: Path, deleted: Callable[[str], tuple[int, str]]) -> None:
    installed(tmp_path, "wrong")
    assert deleted("wrong/versions/1") == (204, "")
    assert not Model.objects.filter(slug="wrong").exists()


def test_what_answers_stays(tmp_path: Path, deleted: Callable[[str], tuple[int, str]]) -> None:
    installed(tmp_path, "m", 2)
    installed(tmp_path, "usual", is_default=True)
    status, detail = deleted("m/versions/1")
    assert (status, "@production means it" in detail) == (409, True)
    status, detail = deleted("usual/versions/1")
    assert (status, "answers files that name no model" in detail) == (409, True)


def test_what_comes_with_slipway_stays(tmp_path: Path, deleted: Callable[[str], tuple[int, str]]) -> None:
    installed(tmp_path, "m", 2)
    Version.objects.filter(model="m", number=2).update(shipped=True)
    status, detail = deleted("m/versions/2")
    assert (status, "comes with Slipway" in detail) == (409, True)


def test_only_staff_delete(tmp_path: Path, as_owner: APIClient, nobody: APIClient) -> None:
    installed(tmp_path, "m", 2)
    assert (delete(as_owner, "m/versions/2")[0], delete(nobody, "m/versions/2")[0]) == (403, 401)


def test_a_key_needs_the_right_to_change_models(
    tmp_path: Path, operator: object, with_key: Callable[..., APIClient]
) -> None:
    installed(tmp_path, "m", 2)
    assert delete(with_key(operator, "predict"), "m/versions/2")[0] == 403
    assert delete(with_key(operator, "models:write"), "m/versions/2")[0] == 204
