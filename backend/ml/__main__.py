"""The life of a model from the command line: ``python -m ml STEP ...``.

A step is a module with ``add_parser(steps)``, which adds its arguments and says with ``set_defaults(run=...)`` what to
call: ``run(arguments) -> int`` gives the exit code. Only the chosen step is imported, so that checking a data set needs
no torch.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from ml.errors import Explained

# ONNX Runtime since 1.29 reports to its makers, unless it is told not to before it is imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
STEPS = {
    "data": "ml.commands.data",
    "recipe": "ml.commands.recipe",
    "train": "ml.commands.train",
    "familiar": "ml.commands.familiar",
    "reference": "ml.commands.reference",
    "drift": "ml.commands.drift",
    "evaluate": "ml.commands.evaluate",
    "export": "ml.commands.export",
    "blend": "ml.commands.blend",
    "optimise": "ml.commands.optimise",
    "compare": "ml.commands.compare",
    "device": "ml.commands.device",
    "job": "ml.commands.job",
}


def build_parser(chosen: str | None) -> argparse.ArgumentParser:
    """The parser with the arguments of the chosen step; of the others only their names."""
    parser = argparse.ArgumentParser(prog="python -m ml", description="Data in, a better model out, each step alone.")
    steps = parser.add_subparsers(dest="step", required=True)
    for step, module in STEPS.items():
        if step == chosen:
            import_module(module).add_parser(steps)
        else:
            steps.add_parser(step)
    return parser


def main(words: Sequence[str]) -> int:
    """Run one step; what a person can put right is one sentence on stderr and exit code 1."""
    chosen = next((word for word in words if not word.startswith("-")), None)
    try:
        arguments = build_parser(chosen).parse_args(words)
        return int(arguments.run(arguments))
    except Explained as error:
        print(f"{chosen}: {error}", file=sys.stderr)  # noqa: T201 - a command line speaks by printing
    except OSError as error:  # a folder that may not be written, a disk that fails: the system's own words say it
        print(f"{chosen}: {error}", file=sys.stderr)  # noqa: T201
    except ModuleNotFoundError as error:
        print(f"{chosen}: {error.name} is not installed; `make install-train` brings it.", file=sys.stderr)  # noqa: T201
    except KeyboardInterrupt:
        print(f"{chosen}: stopped.", file=sys.stderr)  # noqa: T201
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
