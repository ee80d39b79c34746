"""``python -m ml data check SOURCE`` and ``... freeze SOURCE FOLDER``."""

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

from ml.bundle import Bundle
from ml.datasets.examine import Examination, examine
from ml.datasets.freeze import About, freeze
from ml.datasets.layouts.read import read_source
from ml.datasets.options import Options, characters_of
from ml.datasets.printed import printed
from ml.datasets.progress import Watch
from ml.progress import Progress
from ml.types import Kind


def add_parser(steps: "argparse._SubParsersAction[Any]") -> None:
    """Add the step `data` to the command line."""
    parser = steps.add_parser("data", help="check a data set, split and freeze it")
    actions = parser.add_subparsers(dest="action", required=True)
    check = actions.add_parser("check", help="look at every file and report; changes nothing")
    check.add_argument("--json", action="store_true", help="the whole report as JSON")
    check.set_defaults(run=_check)
    frozen = actions.add_parser("freeze", help="check, split, and write a folder that a training run can name")
    for action in (check, frozen):
        _add_choices(action)
    frozen.add_argument("folder", type=Path, help="the new folder")
    frozen.add_argument("--slug", required=True, help="the name in lower case letters, digits and '-'")
    frozen.add_argument("--title", required=True)
    frozen.add_argument("--licence", required=True, help="under which terms the files may be used")
    frozen.set_defaults(run=_freeze)


def _add_choices(action: argparse.ArgumentParser) -> None:
    action.add_argument("source", type=Path, help="a folder, a zip or tar, or a .npz file")
    action.add_argument("--kind", choices=get_args(Kind), help="refuse the other kind")
    action.add_argument(
        "--exclude",
        default="",
        metavar="CODE,…",
        help="leave out the files of findings, by the code that `check` shows",
    )
    action.add_argument("--seed", type=int, default=1, help="another seed, another split (default 1)")
    action.add_argument("--split", choices=("source", "new"), default="source", help="follow the source's own split")
    action.add_argument("--validation", type=float, default=0.1, metavar="SHARE", help="0 to 0.5 (default 0.1)")
    action.add_argument("--test", type=float, default=0.1, metavar="SHARE", help="0 to 0.5 (default 0.1)")
    action.add_argument("--bundle", type=Path, help="speech: compare with the vocabulary of this model")
    action.add_argument("--wordless", action="store_true", help="speech: clips without text teach to write nothing")
    action.add_argument("--case", choices=("upper", "lower", "kept"), help="speech: rewrite the texts")
    action.add_argument("--punctuation", choices=("removed", "kept"), help="speech: rewrite the texts")
    action.add_argument("--digits", choices=("kept", "spelled"), help="speech: 42 stays 42, or becomes FOUR TWO")


def _check(arguments: argparse.Namespace) -> int:
    with _examined(arguments) as (examination, _):
        report = examination.report
        _say(report.model_dump_json(indent=2) if arguments.json else printed(report))
        return 0 if report.ready else 1


def _freeze(arguments: argparse.Namespace) -> int:
    with _examined(arguments) as (examination, watch):
        about = About(arguments.slug, arguments.title, arguments.licence, arguments.source.name)
        data_set = freeze(examination, arguments.folder, about, watch)
        _say(printed(examination.report))
        _say(f"Frozen as {data_set.folder}, version {data_set.digest}.")
        return 0


@contextmanager
def _examined(arguments: argparse.Namespace) -> Iterator[tuple[Examination, Watch]]:
    """What is unpacked lies beside the folder that will be written, or else in the system's place for such files."""
    watch, options = _watch(), _options(arguments)
    folder: Path | None = getattr(arguments, "folder", None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ends as Ctrl-C does, and takes along what was unpacked
    if folder:
        folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".unpacked-", dir=folder.parent if folder else None) as workspace:
        source = read_source(arguments.source, Path(workspace), watch, arguments.kind)
        codes = [code.strip() for code in arguments.exclude.split(",") if code.strip()]
        yield examine(source, options, watch).without(codes), watch


def _options(arguments: argparse.Namespace) -> Options:
    options = Options(
        arguments.seed, arguments.split, arguments.validation, arguments.test, wordless=arguments.wordless
    )
    if arguments.bundle:
        characters, seconds, rules = characters_of(Bundle.load(arguments.bundle))
        options = replace(options, characters=characters, frame_seconds=seconds, text=rules)
    chosen = {name: getattr(arguments, name) for name in ("case", "punctuation", "digits") if getattr(arguments, name)}
    return replace(options, text=options.text.model_copy(update=chosen))


def _watch() -> Watch:
    return Watch(_show if sys.stderr.isatty() else lambda _: None)


def _show(progress: Progress) -> None:
    total = f" of {progress.total:,}" if progress.total else ""
    end = "\n" if progress.done == progress.total else "\r"
    print(f"{progress.stage}: {progress.done:,}{total}", end=end, file=sys.stderr, flush=True)  # noqa: T201


def _say(text: str) -> None:
    print(text)  # noqa: T201 - a command line speaks by printing
