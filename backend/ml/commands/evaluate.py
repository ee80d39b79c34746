"""``python -m ml evaluate``: measure a bundle on a data set, or a split of one, through the code that serves."""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ml.bundle import Bundle
from ml.commands.arguments import Steps
from ml.datasets.candidate import compared_with
from ml.datasets.examine import examine
from ml.datasets.freeze import About, freeze
from ml.datasets.frozen import MANIFEST, SPLITS, DataSet
from ml.datasets.layouts.read import read_source
from ml.datasets.options import Options
from ml.errors import DataSetError
from ml.kinds import kind_of
from ml.training.evaluate import evaluate
from ml.training.progress import write_json


def add_parser(steps: Steps) -> None:
    """The arguments of the step."""
    parser = steps.add_parser("evaluate", description=__doc__)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("data_set", type=Path, help="a frozen one, or a folder or archive as it came")
    parser.add_argument("--split", choices=(*SPLITS, "all"), default="test")
    heard = parser.add_mutually_exclusive_group()
    heard.add_argument("--keywords", type=Path, metavar="FILE", help="only these words are heard, one a line")
    heard.add_argument("--one-of", type=Path, metavar="FILE", help="each sound is one of these phrases, one a line")
    heard.add_argument("--grammar", metavar="NAME", help="one that the bundle offers")
    parser.add_argument(
        "--strangers", type=Path, action="append", default=[], metavar="FOLDER",
        help="files of nothing that it knows, to be told apart from those that it does",
    )  # fmt: skip
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda:N")
    parser.add_argument("--threads", type=int, default=0, help="default: one per core")
    parser.add_argument("--to", type=Path, metavar="FILE", help="write everything there, and print only the figures")
    parser.set_defaults(run=measure)


def measure(arguments: argparse.Namespace) -> int:
    """Print the evaluation as JSON."""
    bundle = Bundle.load(arguments.bundle)
    with opened(arguments.data_set, bundle, whole=arguments.split == "all") as data_set:
        evaluation = evaluate(
            bundle,
            data_set,
            arguments.split,
            device=arguments.device,
            threads=arguments.threads,
            options=options_in(arguments),
            strangers={folder.name: files_in(folder) for folder in arguments.strangers},
            callback=lambda step: print(f"\r{step.done} of {step.total}", end="", file=sys.stderr),  # noqa: T201
        )
    print(file=sys.stderr)  # noqa: T201
    found = evaluation.to_json()
    if arguments.to:
        write_json(arguments.to, found)
        found = {name: value for name, value in found.items() if name in SHORT}
    print(json.dumps(found, indent=2, ensure_ascii=False))  # noqa: T201
    return 0


def options_in(arguments: argparse.Namespace) -> dict[str, object]:
    """What may be heard, as a request says it."""
    if arguments.grammar:
        return {"grammar": arguments.grammar}
    lists = {"keywords": arguments.keywords, "one_of": arguments.one_of}
    return {name: lines_of(file) for name, file in lists.items() if file}


def lines_of(file: Path) -> list[str]:
    """The lines that are not empty."""
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def files_in(folder: Path) -> list[Path]:
    """All files of a folder and of those in it. Raises DataSetError where there are none."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    if not found:
        raise DataSetError(f"{folder} has no files of strangers.")
    return found


@contextmanager
def opened(path: Path, bundle: Bundle, *, whole: bool) -> Iterator[DataSet]:
    """A frozen set; what is none is checked and frozen for as long as it is needed.

    Args:
        whole: its splits do not matter, so it may be one that its makers call all of it test.

    Raises:
        DataSetError: it holds no data of the bundle's kind, or is not fit to measure on.
    """
    if (path / MANIFEST).is_file():
        yield DataSet.open(path)
        return
    options = Options(splitting="new" if whole else "source")
    if kind_of(bundle.manifest.kind).answer == "text":
        options = replace(options, text=compared_with(options, bundle).text)
    slug = re.sub(r"[^a-z0-9]+", "-", path.resolve().stem.lower()).strip("-")[:63] or "data"
    with TemporaryDirectory() as workspace:
        source = read_source(path, Path(workspace), kind=bundle.manifest.kind)
        yield freeze(
            examine(source, options), Path(workspace) / "frozen", About(slug, path.name or slug, "not said", path.name)
        )


SHORT = {
    "items",
    "strangers",
    "top1",
    "top1_interval",
    "top5",
    "calibration_error",
    "wer",
    "wer_interval",
    "cer",
    "cer_interval",
}
