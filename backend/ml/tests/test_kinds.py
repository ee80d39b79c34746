"""The table of kinds: what a row is asked, and what a manifest of each kind has to say."""

from pathlib import Path

import pytest

from ml.bundle import MODEL, Bundle, write_bundle
from ml.errors import BadInput, BundleError
from ml.kinds import KINDS, Kind, kind_of, kind_that_learns, kinds_reading, metric_of, trainable
from ml.media import inspect
from ml.options import OPTIONS
from ml.serving.predictor import predictor_of
from ml.types import Limits

BUNDLES = sorted((Path(__file__).parents[1] / "bundles").iterdir())
PICTURES, SPEECH = "image-classification", "speech-recognition"


def manifest(**changes: object) -> dict[str, object]:
    return {
        "slug": "tiny", "kind": PICTURES, "title": "", "summary": "", "licence": "", "metrics": {}, "lineage": {},
        "preprocess": {"size": 32, "resize": "squash", "mean": [0, 0, 0], "std": [1, 1, 1]}, "labels": ["a", "b"],
        "parameters": 1, **changes,
    }  # fmt: skip


def written(folder: Path, **changes: object) -> Bundle:
    (folder / "weights").write_bytes(b"weights")
    return write_bundle(folder / "tiny", manifest(**changes), {MODEL: folder / "weights"})


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_the_files_that_serving_reads(name: str) -> None:
    bundles = [found for found in map(Bundle.load, BUNDLES) if found.manifest.kind == name]
    assert bundles
    for predictor in map(predictor_of, bundles):
        blank = predictor.blank()
        assert 0 < blank.length <= blank.array.size
        assert predictor.batch_limit(blank.array.shape) >= 1
        assert predictor.describe(blank.array)


@pytest.mark.parametrize("name", KINDS)
def test_every_option_has_a_default_and_says_what_it_does(name: str) -> None:
    for field in OPTIONS.of(name).OPTIONS.model_fields.values():
        assert not field.is_required()
        assert field.description


def test_a_kind_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(ValueError, match=r"'smell' is no kind of model; there are image-classification, speech"):
        kind_of("smell")


def test_a_file_goes_to_the_first_kind_of_its_medium() -> None:
    assert (kinds_reading("image"), kinds_reading("sound")) == ([PICTURES], [SPEECH])
    assert kind_that_learns("text", "sound").name == SPEECH
    assert trainable() == [PICTURES, SPEECH]


def test_a_kind_that_is_only_served_has_no_metric(monkeypatch: pytest.MonkeyPatch) -> None:
    served = Kind("served", "Served", "ml.vision", "image", "label", "pixels", (0,))
    monkeypatch.setitem(KINDS, "served", served)
    assert "served" not in trainable()
    with pytest.raises(ValueError, match="models for served are not measured here"):
        metric_of("served")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "smell"}, "is no kind of model"),
        ({"labels": None}, "needs labels"),
        ({"kind": SPEECH}, "preprocess"),
        ({"preprocess": {"size": 32}}, "preprocess"),
        ({"preprocess": {"size": 4, "resize": "squash", "mean": [0, 0, 0], "std": [1, 1, 1]}}, "greater than or equal"),
        ({"slug": "No Slug"}, "slug"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_manifest_that_means_nothing_is_refused(tmp_path: Path, changes: dict[str, object], words: str) -> None:
    with pytest.raises(BundleError, match=words):
        written(tmp_path, **changes)


def test_a_file_that_is_missing_or_changed_is_named(tmp_path: Path) -> None:
    bundle = written(tmp_path)
    bundle.file(MODEL).write_bytes(b"others")
    with pytest.raises(BundleError, match=r"model.onnx differs from the sha256"):
        Bundle.load(bundle.folder)
    bundle.file(MODEL).unlink()
    with pytest.raises(BundleError, match=r"model.onnx is missing"):
        Bundle.load(bundle.folder)
    with pytest.raises(BundleError, match=r"secret is not part of this bundle"):
        bundle.file("secret")


@pytest.mark.parametrize("content", [b"", b"no picture and no sound", b"%PDF-1.7" + bytes(60)])
def test_what_no_kind_recognises_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(BadInput) as caught:
        inspect(tmp_path / "file", Limits())
    assert caught.value.code == "unsupported_media_type"
