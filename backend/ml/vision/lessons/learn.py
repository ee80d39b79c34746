"""From photos that were looked at to a bundle."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from pydantic import JsonValue

from ml.bundle import MODEL, REFERENCE, Bundle, write_bundle
from ml.errors import LessonError
from ml.progress import Frozen
from ml.training.thresholds import chosen
from ml.vision.lessons.fitting import Answers, Values
from ml.vision.lessons.graph import starts, with_layer
from ml.vision.lessons.report import LessonReport, report
from ml.vision.lessons.seeing import Seen, lesson_spec
from ml.vision.lessons.twins import twin_groups
from ml.vision.lessons.validation import FOLDS, validated
from ml.vision.likeness import reference_of
from ml.vision.oddness import Arrays

# Which photos it was fitted to: by their sums, since names may tell of people.
PHOTOS = "photos.json"


class About(Frozen):
    """What the model is called."""

    slug: str
    title: str


class Example(NamedTuple):
    """A photo with its label."""

    seen: Seen
    label: str
    sha256: str


class Learned(NamedTuple):
    """The bundle, and how good it is."""

    bundle: Bundle
    report: LessonReport


def learn(
    base: Bundle, about: About, examples: Sequence[Example], folder: Path, pause: Callable[[], None] = lambda: None
) -> Learned:
    """Fit a last layer behind `base` and write the bundle into `folder`.

    Args:
        pause: called between pieces of the work that take some tenths of a second; it may raise.

    Raises:
        LessonError: there is one label only, or all photos of one show the same.
    """
    labels = sorted({example.label for example in examples})
    twins = twin_groups([one.seen.fingerprint for one in examples])
    _refuse_nothing_to_compare(labels, examples, twins)
    answers = np.array([labels.index(example.label) for example in examples])
    views = np.stack([example.seen.views for example in examples])
    found = validated(views, answers, len(labels), twins, pause)
    told = report(found.scores, [example.label for example in examples], labels)
    with TemporaryDirectory() as place:
        model, photos = Path(place) / MODEL, Path(place) / PHOTOS
        parameters = with_layer(base.file(MODEL), found.layer, model)
        photos.write_text(json.dumps([{"sha256": one.sha256, "label": one.label} for one in examples], indent=0))
        licence = {name: base.file(name) for name in base.manifest.files if name.startswith(("LICENSE", "NOTICE"))}
        sure = _sure(found.scores, answers, labels)
        manifest = {**_manifest(base, about, told, sure), "labels": labels, "parameters": parameters}
        right = found.scores.argmax(1) == answers
        known = _known(reference_of(views, answers, twins, right, starts(views.shape[2])), Path(place) / REFERENCE)
        return Learned(write_bundle(folder, manifest, {MODEL: model, PHOTOS: photos, **known, **licence}), told)


def _sure(scores: Values, answers: Answers, labels: Sequence[str]) -> dict[str, JsonValue]:
    """From which confidence on its answers count, by cross-validation."""
    best = scores.argmax(1)
    return chosen(scores.max(1), best == answers, [labels[place] for place in best])


def _known(arrays: Arrays | None, file: Path) -> dict[str, Path]:
    """The file by which it tells what it does not know, if there is enough to tell by."""
    if arrays is None:
        return {}
    with file.open("wb") as target:
        np.savez_compressed(target, allow_pickle=False, **arrays)
    return {REFERENCE: file}


def _refuse_nothing_to_compare(labels: Sequence[str], examples: Sequence[Example], twins: Sequence[int]) -> None:
    if len(labels) < 2:
        raise LessonError("Show photos of at least two kinds: what it learns is what tells them apart.")
    shown = {(one.label, twin) for one, twin in zip(examples, twins, strict=True)}
    for label in labels:
        if sum(one == label for one, _ in shown) < 2:
            raise LessonError(f"All photos of {label} show the same; add others.")


def _manifest(base: Bundle, about: About, told: LessonReport, sure: dict[str, JsonValue]) -> dict[str, object]:
    per_class = {one.label: round(one.right / one.photos, 4) for one in told.labels}
    return {
        "format": 1,
        "slug": about.slug,
        "kind": base.manifest.kind,
        "title": about.title,
        "summary": f"Learned from {told.photos} photos of {len(told.labels)} kinds.",
        "licence": f"The last layer is its maker's; what is before it: {base.manifest.licence}",
        "preprocess": lesson_spec(base).model_dump(mode="json", exclude_none=True),
        "metrics": {
            "test_set": f"its own photos, {FOLDS} folds of cross-validation",
            "test_items": told.photos,
            "top1": told.accuracy,
            "top1_interval": list(told.interval),
            "per_class": per_class,
            "confusions": [[one.label, one.taken_for, one.count] for one in told.confusions],
            "sure": sure,
        },
        "lineage": {"parent": base.reference, "photos": told.photos, "photos_in": PHOTOS, "code": "ml.vision.lessons"},
    }
