"""``python -m ml recipe``: the recipes there are, one of them as JSON to be changed, or the schema of all."""

import argparse
import json

from ml.commands.arguments import Steps
from ml.training.presets import PRESETS, recipe_called
from ml.training.recipe import json_schema


def add_parser(steps: Steps) -> None:
    """The arguments of the step."""
    parser = steps.add_parser("recipe", description=__doc__)
    parser.add_argument("name", nargs="?", help="without it, the names")
    parser.add_argument("--schema", action="store_true", help="the JSON schema of recipes")
    parser.set_defaults(run=recipe)


def recipe(arguments: argparse.Namespace) -> int:
    """Print what was asked for."""
    if arguments.schema:
        print(json.dumps(json_schema(), indent=2))  # noqa: T201
    elif arguments.name:
        print(recipe_called(arguments.name).model_dump_json(indent=2))  # noqa: T201
    else:
        print(*PRESETS, sep="\n")  # noqa: T201
    return 0
