"""The job `train`: a run, which goes on from its last checkpoint when it is started again."""

import logging
import signal
from collections.abc import Mapping
from pathlib import Path
from threading import Event as Flag
from typing import Any

import torch

from ml.bundle import Bundle
from ml.commands.job import Say
from ml.datasets.frozen import DataSet
from ml.training.control import Control, either, wish_of_file
from ml.training.finish import Naming
from ml.training.recipe import ADAPTER
from ml.training.run import run


def work(order: Mapping[str, Any], say: Say) -> dict[str, Any]:
    """Train to the end.

    Args:
        order: `recipe`, `data_set` and `parent` (folders, no parent: from scratch), `folder` (the run's own), `slug`
            and `title` of the model, `threads` (0: one per core), `cpu` (leave a GPU alone).
    """
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    if order["threads"]:
        torch.set_num_threads(order["threads"])
    torch.set_flush_denormal(True)
    folder = Path(order["folder"])
    bundle = run(
        ADAPTER.validate_python(order["recipe"]),
        DataSet.open(Path(order["data_set"])),
        folder,
        lambda event: say(event.model_dump(mode="json")),
        init_from=Bundle.load(Path(order["parent"])) if order["parent"] else None,
        control=either(lambda: wish_of_file(folder), at_sigterm()),
        naming=Naming(slug=order["slug"], title=order["title"]),
        cpu=order["cpu"],
    )
    return {"bundle": str(bundle)}


def at_sigterm() -> Control:
    """Pause when the process is asked to end."""
    stopping = Flag()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    return lambda: "pause" if stopping.is_set() else "run"
