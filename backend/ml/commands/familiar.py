"""``python -m ml familiar BUNDLE SET``: let a speech version tell speech that is unlike what it knows.

What it is sure of is measured on the validation clips of a frozen set and written into `bundle.json`, which so becomes
another version; training does the same at its end.
"""

import argparse
import json
from pathlib import Path

from ml.bundle import MANIFEST, Bundle
from ml.commands.arguments import Steps
from ml.commands.printing import say
from ml.datasets.frozen import DataSet
from ml.errors import TrainingError
from ml.kinds import kind_of
from ml.serving.familiarity import OUTSIDE
from ml.speech.reference import familiarity_of


def add_parser(steps: Steps) -> None:
    """The arguments of the step."""
    parser = steps.add_parser("familiar", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path, help="folder of a speech model, which is changed")
    parser.add_argument("data_set", type=Path, help="a frozen data set")
    parser.set_defaults(run=measure)


def measure(arguments: argparse.Namespace) -> int:
    """Write the figures into the manifest. Raises TrainingError where there is too little to tell by."""
    bundle, data_set = Bundle.load(arguments.bundle), DataSet.open(arguments.data_set)
    if kind_of(bundle.manifest.kind).answer != "text" or data_set.kind != bundle.manifest.kind:
        raise TrainingError(f"{bundle.manifest.slug} and {data_set.manifest.slug} are not both of speech.")
    found = familiarity_of(bundle, data_set)
    if found is None:
        raise TrainingError(
            f"{bundle.manifest.slug} is right about fewer than {1 / OUTSIDE:.0f} validation clips "
            f"of {data_set.manifest.slug}; that is too little to tell by."
        )
    file = bundle.folder / MANIFEST
    content = json.loads(file.read_text(encoding="utf-8")) | {"familiarity": found.model_dump(mode="json")}
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    say(f"Strange from {found.strangeness[round((1 - OUTSIDE) * (len(found.strangeness) - 1))]:.3f} nats a frame on.")
    return 0
