"""``python -m ml data check SOURCE`` and ``... freeze SOURCE FOLDER``."""

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ml.commands.arguments import Steps
from ml.commands.printing import say
from ml.datasets.freeze import About, freeze
from ml.datasets.printed import printed
from ml.datasets.progress import Watch
from ml.jobs.check import examined
from ml.jobs.orders import CheckOptions, Examination
from ml.kinds import KINDS
from ml.progress import Progress


def add_parser(steps: Steps) -> None:
    """Add the step `data` to the command line."""
    parser = steps.add_parser("data", help="check a data set, split and freeze it")
    actions = parser.add_subparsers(dest="action", required=True)
    check = actions.add_parser("check", help="look at every file and report; changes nothing")
    check.add_argument("--json", action="store_true", help="the whole report as JSON")
    check.set_defaults(run=run_check)
    frozen = actions.add_parser("freeze", help="check, split, and write a folder that a training run can name")
    for action in (check, frozen):
        add_choices(action)
    frozen.add_argument("folder", type=Path, help="the new folder")
    frozen.add_argument("--slug", required=True, help="the name in lower case letters, digits and '-'")
    frozen.add_argument("--title", required=True)
    frozen.add_argument("--licence", required=True, help="under which terms the files may be used")
    frozen.set_defaults(run=run_freeze)


def add_choices(action: argparse.ArgumentParser) -> None:
    """How to look at the set."""
    action.add_argument("source", type=Path, help="a folder, a zip or tar, or a .npz file")
    action.add_argument("--kind", choices=list(KINDS), help="refuse the other kind")
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


def run_check(arguments: argparse.Namespace) -> int:
    """0 where the set is ready to be frozen."""
    with examination_of(arguments) as order:
        examination, _ = examined(order, watch())
        report = examination.report
        say(report.model_dump_json(indent=2) if arguments.json else printed(report))
        return 0 if report.ready else 1


def run_freeze(arguments: argparse.Namespace) -> int:
    """Freeze, and say which version that is."""
    about = About(arguments.slug, arguments.title, arguments.licence, arguments.source.name)
    with examination_of(arguments) as order:
        examination, _ = examined(order, watch())
        data_set = freeze(examination, arguments.folder, about, watch())
        say(printed(examination.report))
        say(f"Frozen as {data_set.folder}, version {data_set.digest}.")
        return 0


@contextmanager
def examination_of(arguments: argparse.Namespace) -> Iterator[Examination]:
    """What is unpacked lies beside the folder that will be written, or else in the system's place for such files."""
    folder: Path | None = getattr(arguments, "folder", None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ends as Ctrl-C does, and takes along what was unpacked
    if folder:
        folder.parent.mkdir(parents=True, exist_ok=True)
    options = CheckOptions(
        seed=arguments.seed, splitting=arguments.split, validation=arguments.validation, test=arguments.test,
        exclude=tuple(code.strip() for code in arguments.exclude.split(",") if code.strip()),
        wordless=arguments.wordless, case=arguments.case, punctuation=arguments.punctuation, digits=arguments.digits,
    )  # fmt: skip
    with TemporaryDirectory(prefix=".unpacked-", dir=folder.parent if folder else None) as place:
        workspace = Path(place) / "files"
        yield Examination(
            source=arguments.source, workspace=workspace, options=options, vocabulary=arguments.bundle,
            kind=arguments.kind,
        )  # fmt: skip


def watch() -> Watch:
    """Shows how far it is, to a person."""
    return Watch(show if sys.stderr.isatty() else lambda _: None)


def show(progress: Progress) -> None:
    """One line that is written over until its stage is through."""
    total = f" of {progress.total:,}" if progress.total else ""
    end = "\n" if progress.done == progress.total else "\r"
    sys.stderr.write(f"{progress.stage}: {progress.done:,}{total}{end}")
    sys.stderr.flush()
