"""``python -m ml train``: one run from a frozen data set to a bundle; started again, it goes on.

On several GPUs or machines: ``accelerate launch -m ml train ...``; on several processes of a CPU:
``ACCELERATE_USE_CPU=true torchrun --nproc-per-node 2 -m ml train ...``. SIGTERM and Ctrl-C pause it, and so does the
word ``pause`` in the file ``control`` of its folder (``cancel`` cancels it).
"""

import argparse
import json
import os
from dataclasses import replace
from pathlib import Path

from ml.commands.arguments import Steps, changed
from ml.commands.printing import print_update, say
from ml.errors import Cancelled, TrainingError
from ml.jobs.messages import Update
from ml.jobs.orders import TrainOrder
from ml.jobs.train import run
from ml.training.naming import Naming
from ml.training.presets import PRESETS, recipe_called

STOPPED = 3


def add_parser(steps: Steps) -> None:
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
    order = TrainOrder(
        recipe=changed(recipe_called(arguments.recipe), arguments.set),
        data_set=arguments.data_set,
        folder=arguments.folder,
        parent=arguments.parent,
        naming=naming(arguments),
        threads=arguments.threads,
        workers=arguments.workers,
        cpu=arguments.cpu,
    )
    try:
        bundle = run(order, print_json if arguments.json else print_update).bundle
    except Cancelled as stopped:
        say(str(stopped))
        return STOPPED
    if os.environ.get("RANK", "0") == "0":
        say(f"The model is in {bundle}.")
    return 0


def print_json(update: Update) -> None:
    """What is going on, a line of JSON each, for a program that reads along."""
    say(update.model_dump_json())


def naming(arguments: argparse.Namespace) -> Naming:
    """What the model is called: by the file ``--about``, and before it by the arguments. Raises TrainingError."""
    overrides = {name: getattr(arguments, name) for name in ("slug", "title", "summary", "licence")}
    return replace(described(arguments.about), **{name: words for name, words in overrides.items() if words})


def described(file: Path | None) -> Naming:
    """What a file says of a model. Raises TrainingError."""
    if file is None:
        return Naming()
    try:
        return Naming(**json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise TrainingError(f"{file} is not JSON with slug, title, summary and licence alone: {error}.") from error
