"""Look at a data set; what was found becomes a report with files that can be shown."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ml.bundle import Bundle
from ml.datasets.candidate import compared_with
from ml.datasets.examine import Examination, examine
from ml.datasets.layouts.read import read_source
from ml.datasets.options import Options
from ml.datasets.progress import Watch
from ml.datasets.sample import Source
from ml.jobs import orders
from ml.jobs.messages import CheckResult, Emit
from ml.jobs.orders import CheckOrder
from ml.jobs.report import ShortReport, short_report


def run(order: CheckOrder, emit: Emit) -> CheckResult:
    """Check. What was unpacked stays in the workspace. Raises DataSetError, Cancelled."""
    return CheckResult(report=reported(*examined(order.examination, Watch(emit)), order.examination.index))


def examined(order: orders.Examination, watch: Watch) -> tuple[Examination, Source]:
    """What was found without what is to be left out, and the whole source."""
    with emptied(order.workspace) as workspace:
        source = read_source(order.source, workspace, watch, order.kind)
        return examine(source, options_of(order), watch).without(order.options.exclude), source


@contextmanager
def emptied(workspace: Path) -> Iterator[Path]:
    """A new folder for what is unpacked, of which nothing stays when that fails or is stopped."""
    shutil.rmtree(workspace, ignore_errors=True)
    workspace.mkdir(parents=True)
    try:
        yield workspace
    except BaseException:
        shutil.rmtree(workspace, ignore_errors=True)
        raise


def options_of(order: orders.Examination) -> Options:
    """What was chosen, with the vocabulary of a model where one is named."""
    chosen = order.options
    options = Options(chosen.seed, chosen.splitting, chosen.validation, chosen.test, wordless=chosen.wordless)
    if order.vocabulary:
        options = compared_with(options, Bundle.load(order.vocabulary))
    changes = chosen.model_dump(include={"case", "punctuation", "digits"}, exclude_none=True)
    return replace(options, text=options.text.model_copy(update=changes))


def reported(examination: Examination, source: Source, index: Path | None) -> ShortReport:
    """The report; its files have numbers where there is an index for them."""
    return short_report(examination, source, write_index(source, index) if index else {})


def write_index(source: Source, file: Path) -> dict[str, int]:
    """Number the files of the source. Returns the number of each name."""
    new = file.with_name(f".{file.name}.new")
    with new.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"path": str(sample.path.resolve())}) + "\n" for sample in source.samples)
    new.replace(file)
    return {sample.name: number for number, sample in enumerate(source.samples)}
