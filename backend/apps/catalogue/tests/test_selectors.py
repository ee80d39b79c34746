"""Which version a request means."""

import pytest

from apps.catalogue.models import Alias, Model, Version
from apps.catalogue.selectors import resolve
from apps.core.errors import Problem

pytestmark = pytest.mark.django_db
IMAGE, SPEECH = "image-classification", "speech-recognition"


def model(slug: str, kind: str = IMAGE, *, versions: int = 1, is_default: bool = False) -> dict[int, Version]:
    """A model whose newest version is in production; its versions by number."""
    row = Model.objects.create(slug=slug, kind=kind, title=slug, summary="For tests.", is_default=is_default)
    made = {
        number: Version.objects.create(model=row, number=number, digest=f"{number:064x}", manifest={}, size=1)
        for number in range(1, versions + 1)
    }
    Alias.objects.create(model=row, name="production", version=made[versions])
    return made


def refusal(reference: str | None, kind: str = IMAGE) -> Problem:
    with pytest.raises(Problem) as caught:
        resolve(reference, kind)
    return caught.value


def test_without_a_name_the_default_model_of_the_kind_answers_by_its_production() -> None:
    model("other")
    default = model("cats", versions=2, is_default=True)
    model("speech", SPEECH, is_default=True)
    found = resolve(None, IMAGE)
    assert (found.version, found.alias) == (default[2], "production")
    assert resolve("", SPEECH).version.model_id == "speech"


def test_a_bare_name_means_what_is_in_production_even_where_newer_versions_are_there() -> None:
    made = model("cats", versions=3)
    Alias.objects.filter(model="cats").update(version=made[1])
    found = resolve("cats", IMAGE)
    assert (found.version, found.alias) == (made[1], "production")


def test_an_alias_and_a_number_name_one_version() -> None:
    made = model("cats", versions=3)
    Alias.objects.create(model_id="cats", name="candidate", version=made[2])
    by_alias, by_number = resolve("cats@candidate", IMAGE), resolve("cats/versions/1", IMAGE)
    assert (by_alias.version, by_alias.alias) == (made[2], "candidate")
    assert (by_number.version, by_number.alias) == (made[1], None), "a version that is named has no alias"


@pytest.mark.parametrize(
    "reference",
    [
        "dogs", "dogs@production", "dogs/versions/1", "cats/versions/1234567890", "cats/versions/one",
        "Cats", "cats@", "cats/", " cats", "cats\n", "../cats", "cats@production/versions/1",
    ],
)  # fmt: skip
def test_what_names_nothing_is_refused_with_what_there_is(reference: str) -> None:
    model("cats")
    problem = refusal(reference)
    assert (problem.status, problem.code) == (422, "unknown_model")
    assert [error["pointer"] for error in problem.errors] == ["/model"]
    assert problem.detail.endswith("There are: cats.")


@pytest.mark.parametrize("missing", ["@nobody", "/versions/2", "/versions/0"])
def test_of_a_model_that_there_is_the_missing_part_is_told_and_what_it_has(missing: str) -> None:
    model("cats")
    problem = refusal(f"cats{missing}")
    assert (problem.status, problem.code) == (422, "unknown_model")
    assert problem.detail == f"cats has no {missing!r}. Its versions: 1; its aliases: @production."


def test_a_name_of_any_length_makes_a_short_sentence() -> None:
    assert len(refusal("x" * 100_000).detail) < 200


def test_a_model_of_another_kind_is_refused_before_it_fails() -> None:
    model("cats")
    problem = refusal("cats", SPEECH)
    assert (problem.status, problem.code) == (422, "wrong_kind")
    assert problem.detail == "cats does image-classification, and this file needs speech-recognition."


def test_where_no_default_is_installed_the_refusal_names_the_kind() -> None:
    model("cats")
    problem = refusal(None, SPEECH)
    assert (problem.status, problem.code) == (422, "unknown_model")
    assert "speech-recognition" in problem.detail
