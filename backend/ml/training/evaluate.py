"""Measure a bundle on a split of a data set, through the very code that serves: the numbers that people rely on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from pydantic import JsonValue

from ml.bundle import REFERENCE, Bundle
from ml.datasets.frozen import DataItem, DataSet, Split
from ml.errors import BadInput, TrainingError
from ml.kinds import KindFile
from ml.options import check, check_for
from ml.progress import Progress, ProgressCallback
from ml.serving.engine import Engine, load
from ml.training.strangers import told_apart
from ml.types import Item, JsonObject, Output

EVALUATION = "evaluation.json"
CHUNK = 64


class ScoreFile(Protocol):
    """The figures of an evaluation."""

    @property
    def OPTIONS(self) -> Mapping[str, object]:  # noqa: N802 - a constant of a module
        """What every item is asked with."""

    @property
    def FIGURES(self) -> Sequence[str]:  # noqa: N802 - a constant of a module
        """The figures that go into a bundle's metrics."""

    def score(
        self, items: Sequence[DataItem], answers: Sequence[Output | None], outputs: Sequence[str], /
    ) -> JsonObject:
        """JSON values; an item without an answer counts as wrong. Raises TrainingError where the set does not fit."""


SCORE: KindFile[ScoreFile] = KindFile("score")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The answers to a split, or to the whole set, scored.

    `data_set` is its slug, title and digest; `figures` are JSON values, those of the kind; `failed` are the items that
    got no answer, which count as wrong.
    """

    kind: str
    data_set: Mapping[str, str]
    split: Split | Literal["all"]
    items: int
    failed: Sequence[dict[str, str]]
    figures: Mapping[str, JsonValue]

    def to_json(self) -> dict[str, object]:
        """As it stands in a bundle's file."""
        return {
            "data_set": self.data_set,
            "split": self.split,
            "items": self.items,
            "failed": self.failed,
            **self.figures,
        }


def evaluate(
    bundle: Bundle,
    data_set: DataSet,
    split: Split | Literal["all"],
    *,
    device: str = "auto",
    threads: int = 0,
    options: Mapping[str, object] | None = None,
    strangers: Mapping[str, Sequence[Path]] | None = None,
    callback: ProgressCallback = lambda _: None,
) -> Evaluation:
    """The answers of the exported model to every item of a split, or of the whole set, scored.

    Args:
        options: what every item is asked with, beside what the kind's figures need.
        strangers: files of nothing that it knows, by what they show, to be told apart beside those that are made.
        callback: called with how many items are done and how many there are.

    Raises:
        TrainingError: the split is empty, or the data set is of another kind.
        OptionsError: the bundle does not know the options.
    """
    manifest = bundle.manifest
    items = data_set.all_items if split == "all" else data_set.items(split)
    if manifest.kind != data_set.kind:
        raise TrainingError(f"{manifest.slug} is for {manifest.kind}, {data_set.manifest.slug} for {data_set.kind}.")
    if not items:
        raise TrainingError(f"{data_set.manifest.slug} has no {split} split; freeze it with one.")
    asked = {**SCORE.of(manifest.kind).OPTIONS, **(options or {})}
    check_for(check(manifest.kind, asked), manifest)
    engine = load(bundle.folder, device, threads)
    answers, failed = answers_of(engine, data_set, items, callback, asked)
    figures = dict(SCORE.of(manifest.kind).score(items, answers, manifest.outputs))
    if REFERENCE in manifest.files or manifest.familiarity:
        figures["strangers"] = told_apart(engine, answers, strangers or {})
    known = {"slug": data_set.manifest.slug, "title": data_set.manifest.title, "digest": data_set.digest}
    return Evaluation(manifest.kind, known, split, len(items), failed, figures)


def answers_of(
    engine: Engine,
    data_set: DataSet,
    items: Sequence[DataItem],
    callback: ProgressCallback,
    options: Mapping[str, object] | None = None,
) -> tuple[list[Output | None], list[dict[str, str]]]:
    """The output for each item, None for one that failed, and the failures with their reasons."""
    asked = SCORE.of(data_set.kind).OPTIONS if options is None else options
    answers: list[Output | None] = []
    failed: list[dict[str, str]] = []
    for start in range(0, len(items), CHUNK):
        part = items[start : start + CHUNK]
        for item, result in zip(part, engine.predict_many([Item(data_set.path(i), asked) for i in part]), strict=True):
            if isinstance(result, BadInput):
                failed.append({"name": item.name, "file": item.file, "reason": str(result)})
            answers.append(None if isinstance(result, BadInput) else result.output)
        callback(Progress(stage="measure", done=start + len(part), total=len(items)))
    return answers, failed


def metrics_of(evaluation: Evaluation) -> dict[str, JsonValue]:
    """What of an evaluation goes into a bundle's metrics, under the names that the catalogue shows."""
    figures = evaluation.figures
    return {
        "test_set": f"{evaluation.data_set['slug']}-{evaluation.split}",
        "test_items": evaluation.items,
        **{name: figures[name] for name in SCORE.of(evaluation.kind).FIGURES if name in figures},
    }
