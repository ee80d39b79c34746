"""Which folders are classes and which are splits, in the forms that people bring, and what is told of the rest."""

import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest

from ml.datasets.examine import Examination, examine
from ml.datasets.layouts.read import read_source
from ml.datasets.layouts.split_names import names_only_a_split, split_named
from ml.tests.datasets.material import picture_bytes, write


def examined(tmp_path: Path, folders: Sequence[str], each: int = 4) -> Examination:
    """Of pictures in these folders, all different."""
    names = [f"{folder}/{number}.png" for folder in folders for number in range(each)]
    files = {name: picture_bytes(seed) for seed, name in enumerate(names)}
    return examine(read_source(write(tmp_path / "in", files), tmp_path / "workspace"))


def severities(examination: Examination) -> dict[str, str]:
    return {finding.code: finding.severity for finding in examination.findings}


TWO = {("cat", "train"), ("dog", "train"), ("cat", "test"), ("dog", "test")}


@pytest.mark.parametrize(
    ("folders", "expected", "codes"),
    [
        (["train/cat", "train/dog", "test"], {("cat", "train"), ("dog", "train")}, {"without-class"}),
        (["train", "train/cat", "train/dog", "test/cat", "test/dog"], TWO, {"without-class"}),
        (["training_set/cat", "training_set/dog", "test_set/cat", "test_set/dog"], TWO, set()),
        (["Train2017/cat", "Train2017/dog", "Test2017/cat", "Test2017/dog"], TWO, set()),
        (["trainset/cat", "trainset/dog", "testset/cat", "testset/dog"], TWO, set()),
        (["pets_train/cat", "pets_train/dog", "pets_test/cat", "pets_test/dog"], TWO, set()),
        (
            [*(f"seg_{part}/seg_{part}/{pet}" for part in ("train", "test") for pet in ("cat", "dog")), "seg_pred/p"],
            TWO,
            {"without-class"},
        ),
        (["train/images/cat", "train/images/dog", "test/images/cat", "test/images/dog"], TWO, set()),
        (["images/train/cat", "images/train/dog", "images/test/cat", "images/test/dog"], TWO, set()),
        (["data/train/cat", "data/train/dog", "data/test/cat", "data/x/y", "data/test/dog"], TWO, {"without-class"}),
        (["train/cat", "train/dog", "unlabelled", "test/cat", "test/dog"], TWO, {"without-class"}),
        (["cat/train", "cat/test", "dog/train", "dog/test"], TWO, set()),
        (["train/car", "train/train", "test/car", "test/train"],
         {("car", "train"), ("train", "train"), ("car", "test"), ("train", "test")}, {"split-like-classes"}),
        (["birds/robin", "birds/crow", "fish/carp"], {("birds", None), ("fish", None)}, {"merged-folders"}),
        (["fold1/cat", "fold1/dog", "fold2/cat", "fold2/dog"], {("fold1", None), ("fold2", None)}, {"merged-folders"}),
        (["test_tube", "train ride", "tester"], {("test_tube", None), ("train ride", None), ("tester", None)}, set()),
    ],
)  # fmt: skip
def test_folders_mean_what_people_mean(
    tmp_path: Path, folders: list[str], expected: set[tuple[str, str | None]], codes: set[str]
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/README.md").write_text("beside them")
    found = examined(tmp_path, folders)
    assert {(sample.label, sample.split) for sample in found.source.samples} == expected
    assert set(severities(found)) & {"without-class", "merged-folders", "split-like-classes", "one-class"} == codes


def test_what_is_merged_and_what_is_left_out_is_named(tmp_path: Path) -> None:
    merged = examined(tmp_path / "a", ["birds/robin", "birds/crow", "fish"]).report.findings
    assert any("1 class has folders inside" in one.sentence and "birds (crow, robin)" in one.sentence for one in merged)
    flat = examined(tmp_path / "b", ["train/cat", "train/dog", "test"]).report.findings
    assert any("4 pictures lie in no folder of a class, and are left out: test (4)" in one.sentence for one in flat)


@pytest.mark.parametrize(
    ("folders", "code", "severity"),
    [
        (["train", "valid", "test"], "split-like-classes", "error"),
        (["training_set", "photos"], "split-like-classes", "error"),
        (["car", "bus", "train"], "split-like-classes", "warning"),
        (["Cat", "cat", "dog"], "colliding-classes", "error"),
        (["dog ", "dog", "cat"], "colliding-classes", "error"),
        (["hot_dog", "Hot dog", "cat"], "colliding-classes", "error"),
    ],
)
def test_names_that_are_no_classes_stop_the_set(tmp_path: Path, folders: list[str], code: str, severity: str) -> None:
    found = examined(tmp_path, folders)
    assert severities(found)[code] == severity
    assert found.report.ready == (severity != "error")


def test_letters_as_classes_may_differ_in_case(tmp_path: Path) -> None:
    assert examined(tmp_path, ["A", "a", "b"]).report.ready


def test_a_class_is_one_however_its_accents_are_written(tmp_path: Path) -> None:
    forms = [unicodedata.normalize(form, "café") for form in ("NFC", "NFD")]
    found = examined(tmp_path, [f"train/{forms[0]}", f"test/{forms[1]}", "train/thé", "test/thé"])
    assert {sample.label for sample in found.source.samples} == {"café", "thé"}


def test_a_picture_with_an_odd_name_is_known_by_its_bytes(tmp_path: Path) -> None:
    files = {f"{label}/{name}": picture_bytes(1) for label in ("cat", "dog") for name in ("a.jpg?size=200", "b", "c.1")}
    source = read_source(write(tmp_path / "in", files | {"cat/LICENCE": b"free"}), tmp_path / "workspace")
    assert {sample.name for sample in source.samples} == set(files)


@pytest.mark.parametrize(
    ("name", "split", "alone"),
    [
        ("train-clean-5", "train", True),
        ("Testing", "test", True),
        ("X_val", "validation", True),
        ("bullet train", "train", False),
        ("trainers", None, False),
        ("contest", None, False),
    ],
)
def test_names_of_splits(name: str, split: str | None, alone: bool) -> None:
    assert (split_named(name), names_only_a_split(name)) == (split, alone)
