"""``python -m ml device``: what training computes on here, as one line such as ``cuda:0 NVIDIA L4``."""

import argparse

import torch

from ml.commands.arguments import Steps
from ml.commands.printing import say


def add_parser(steps: Steps) -> None:
    """The step has no arguments."""
    steps.add_parser("device", description=__doc__).set_defaults(run=device)


def device(_: argparse.Namespace) -> int:
    """Ask torch, as the training does."""
    found = torch.accelerator.current_accelerator(check_available=True)
    if found is None:
        say("cpu")
    else:
        say(f"cuda:0 {torch.cuda.get_device_name(0)}" if found.type == "cuda" else found.type)
    return 0
