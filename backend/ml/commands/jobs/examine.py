"""The jobs `check` and `freeze`: look at a data set; what was found becomes a report with files that can be shown."""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ml.bundle import Bundle
from ml.commands.job import Say
from ml.datasets.candidate import Candidate
from ml.datasets.checks.finding import Finding
from ml.datasets.examine import Examination, examine
from ml.datasets.freeze import About, freeze
from ml.datasets.layouts.read import read_source
from ml.datasets.options import Options, characters_of
from ml.datasets.progress import Watch
from ml.datasets.sample import Source

CASES, FILES, EXAMPLES = 12, 6, 24
TEXT_RULES = ("case", "punctuation", "digits")


def work(order: Mapping[str, Any], say: Say) -> dict[str, Any]:
    """Check; for `freeze` also write the frozen folder.

    Args:
        order: `source`, `workspace` (what is unpacked lies there afterwards), `index` (the file that numbers the
            items), `options`; and to freeze `folder` and `about`.
    """
    watch = Watch(lambda progress: say(progress.model_dump()))
    with emptied(Path(order["workspace"])) as workspace:
        source = read_source(Path(order["source"]), workspace, watch)
        examination = examine(source, options_of(order["options"]), watch).without(order["options"].get("exclude", ()))
        numbers = write_index(source, Path(order["index"]))
    result: dict[str, Any] = {"report": report_of(examination, source, numbers)}
    if order["work"] == "freeze":
        data_set = freeze(examination, Path(order["folder"]), About(**order["about"]), watch)
        result |= {"digest": data_set.digest, "manifest": data_set.manifest.model_dump(mode="json", exclude_none=True)}
    return result


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


def options_of(asked: Mapping[str, Any]) -> Options:
    """What was chosen, with the vocabulary of a model where one is named."""
    options = Options(asked["seed"], asked["splitting"], asked["validation"], asked["test"])
    if asked.get("bundle"):
        characters, seconds, rules = characters_of(Bundle.load(Path(asked["bundle"])))
        options = replace(options, characters=characters, frame_seconds=seconds, text=rules)
    chosen = {name: asked[name] for name in TEXT_RULES if asked.get(name)}
    return replace(options, text=options.text.model_copy(update=chosen))


def write_index(source: Source, file: Path) -> dict[str, int]:
    """Number the files of the source. Returns the number of each name."""
    new = file.with_name(f".{file.name}.new")
    with new.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"path": str(sample.path.resolve())}) + "\n" for sample in source.samples)
    new.replace(file)
    return {sample.name: number for number, sample in enumerate(source.samples)}


def report_of(examination: Examination, source: Source, numbers: Mapping[str, int]) -> dict[str, Any]:
    """The report with the first cases of each finding and some examples, in place of lists without an end."""
    report = examination.report.model_dump(mode="json")
    answers = {sample.name: sample.label or sample.text or "" for sample in source.samples}

    def item(name: str) -> dict[str, Any]:
        return {"name": name, "number": numbers.get(name), "answer": answers.get(name, "")}

    report["findings"] = [shortened(finding, item) for finding in examination.report.findings]
    report["examples"] = [item(one.name) for one in spread(examination.candidates)]
    return report


def shortened(finding: Finding, item: Any) -> dict[str, Any]:
    """A finding with its first cases."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "sentence": finding.sentence,
        "advice": finding.advice,
        "cases": [
            {"files": [item(name) for name in case.files[:FILES]], "note": case.note} for case in finding.cases[:CASES]
        ],
        "cases_total": len(finding.cases),
        "leaving": len(finding.leaving),
    }


def spread(candidates: Sequence[Candidate]) -> Iterable[Candidate]:
    """Some readable files, evenly over the set."""
    readable = [one for one in candidates if not one.problem]
    return readable[:: max(1, len(readable) // EXAMPLES)][:EXAMPLES]
