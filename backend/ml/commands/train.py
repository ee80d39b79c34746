"""``python -m ml train``: one run from a frozen data set to a bundle; started again, it goes on.

On several GPUs or machines: ``accelerate launch -m ml train ...``; on several processes of a CPU:
``ACCELERATE_USE_CPU=true torchrun --nproc-per-node 2 -m ml train ...``. SIGTERM and Ctrl-C pause it, and so does the
word ``pause`` in the file ``control`` of its folder (``cancel`` cancels it).
"""

import argparse
import json
import logging
import os
import signal
from dataclasses import replace
from pathlib import Path
from threading import Event as Flag
from typing import Any

import torch

from ml.bundle import Bundle
from ml.commands.tell import printed
from ml.datasets.frozen import DataSet
from ml.errors import Cancelled, TrainingError
from ml.training.control import Control, either, wish_of_file
from ml.training.events import Event
from ml.training.finish import Naming
from ml.training.presets import PRESETS, recipe_called
from ml.training.recipe import SpeechRecipe, VisionRecipe, parse
from ml.training.run import run

STOPPED = 3


def add_parser(steps: Any) -> None:
    """The arguments of the step."""
    parser = steps.add_parser("train", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data_set", type=Path, help="a frozen data set")
    parser.add_argument("folder", type=Path, help="the run's own folder")
    parser.add_argument("--recipe", required=True, help=f"a JSON file, or one of {', '.join(PRESETS)}")
    parser.add_argument(
        "--set", action="append", default=[], metavar="FIELD=VALUE", help="change a field of the recipe"
    )
    parser.add_argument("--from", dest="parent", type=Path, metavar="BUNDLE", help="fine-tune this model")
    parser.add_argument("--about", type=Path, metavar="FILE", help="JSON with slug, title, summary and licence")
    parser.add_argument("--slug", default="", help="name of the model")
    parser.add_argument("--title", default="", help="title of the model")
    parser.add_argument("--summary", default="", help="what the model can do, a sentence or two")
    parser.add_argument("--licence", default="", help="of the weights")
    parser.add_argument("--threads", type=int, default=0, help="threads of each process (default: one per core)")
    parser.add_argument("--workers", type=int, default=0, help="processes that read ahead (default: none)")
    parser.add_argument("--cpu", action="store_true", help="leave a GPU alone")
    parser.add_argument("--json", action="store_true", help="print the events as lines of JSON")
    parser.set_defaults(run=train)


def train(arguments: argparse.Namespace) -> int:
    """0 when the bundle is written, 3 when the run was paused or cancelled."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)
    tell = printed_as_json if arguments.json else printed
    try:
        bundle = run(
            changed(recipe_called(arguments.recipe), arguments.set),
            DataSet.open(arguments.data_set),
            arguments.folder,
            tell,
            init_from=Bundle.load(arguments.parent) if arguments.parent else None,
            control=either(lambda: wish_of_file(arguments.folder), on_signals()),
            naming=naming(arguments),
            cpu=arguments.cpu,
            workers=arguments.workers,
        )
    except Cancelled as stopped:
        print(stopped, flush=True)  # noqa: T201
        return STOPPED
    if os.environ.get("RANK", "0") == "0":
        print(f"The model is in {bundle}.", flush=True)  # noqa: T201
    return 0


def naming(arguments: argparse.Namespace) -> Naming:
    """What the model is called: by the file ``--about``, and before it by the arguments. Raises TrainingError."""
    said = {name: getattr(arguments, name) for name in ("slug", "title", "summary", "licence")}
    return replace(described(arguments.about), **{name: words for name, words in said.items() if words})


def described(file: Path | None) -> Naming:
    """What a file says of a model. Raises TrainingError."""
    if file is None:
        return Naming()
    try:
        return Naming(**json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise TrainingError(f"{file} is not JSON with slug, title, summary and licence alone: {error}.") from error


def printed_as_json(event: Event) -> None:
    """One line, for a program that reads along."""
    print(event.model_dump_json(), flush=True)  # noqa: T201


def changed(recipe: VisionRecipe | SpeechRecipe, changes: list[str]) -> VisionRecipe | SpeechRecipe:
    """The recipe with some fields changed; a value is JSON or, where it is none, a word. Raises RecipeError."""
    content = recipe.model_dump(mode="json")
    for change in changes:
        field, _, value = change.partition("=")
        try:
            content[field] = json.loads(value)
        except ValueError:
            content[field] = value
    return parse(json.dumps(content))


def on_signals() -> Control:
    """Pause at SIGTERM and Ctrl-C."""
    stopping = Flag()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    return lambda: "pause" if stopping.is_set() else "run"
