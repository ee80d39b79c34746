"""`python -m ml train --about FILE`: names and licences are long, and stand in a file."""

from argparse import Namespace
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("accelerate")

from ml.commands.train import naming
from ml.errors import TrainingError

SHIPPED = sorted((Path(__file__).parents[4] / "workshop/models").glob("*.json"))


def arguments(about: Path | None, **words: str) -> Namespace:
    return Namespace(**{"about": about, "slug": "", "title": "", "summary": "", "licence": "", **words})


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_the_shipped_models_have_a_name_and_a_licence(file: Path) -> None:
    found = naming(arguments(file))
    assert found.slug == file.stem
    assert found.title
    assert "licence of this project" in found.licence


def test_an_argument_goes_before_the_file() -> None:
    found = naming(arguments(SHIPPED[0], slug="another"))
    assert found.slug == "another"
    assert found.title == naming(arguments(SHIPPED[0])).title


def test_without_a_file_the_data_set_names_the_model() -> None:
    assert naming(arguments(None)).slug == ""


def test_a_file_with_another_field_is_refused(tmp_path: Path) -> None:
    (tmp_path / "about.json").write_text('{"name": "x"}')
    with pytest.raises(TrainingError, match="slug, title, summary and licence alone"):
        naming(arguments(tmp_path / "about.json"))
