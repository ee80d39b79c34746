"""A run in a process of its own that is killed, as by `kill -9`, when it tells of a step.

``python -m ml.tests.training.killed_run DATA_SET FOLDER RECIPE STEP [BYTES]``: with BYTES no file may grow beyond them,
as on a full disk.
"""

import os
import resource
import signal
import sys
from pathlib import Path

import torch

from ml.datasets.frozen import DataSet
from ml.errors import Explained
from ml.training import loop
from ml.training.events import Event, Step
from ml.training.recipe import parse
from ml.training.run import run


def killer(step: int):  # type: ignore[no-untyped-def]
    """A callback that does not survive a step."""

    def tell(event: Event) -> None:
        if isinstance(event, Step) and event.step == step:
            os.kill(os.getpid(), signal.SIGKILL)

    return tell


if __name__ == "__main__":
    data_set, folder, recipe, at, *limit = sys.argv[1:]
    torch.set_num_threads(1)
    loop.TOLD_EVERY_SECONDS = 0
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit[0]), int(limit[0])))
    try:
        run(parse(recipe), DataSet.open(Path(data_set)), Path(folder), killer(int(at)))
    except Explained as error:
        sys.exit(str(error))
