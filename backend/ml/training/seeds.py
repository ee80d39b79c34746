"""Random numbers that depend on where a run is, and on nothing that happened before."""

import random

import numpy as np
import torch


def seed_of(*place: int) -> int:
    """A seed of 32 bits for a place such as (seed, epoch, item)."""
    return int(np.random.SeedSequence(place).generate_state(1)[0])


def reseed(*place: int) -> None:
    """Set Python's, numpy's and torch's global generators for one part of one step: dropout, masks."""
    seed = seed_of(*place)
    random.seed(seed)
    np.random.seed(seed)  # Hugging Face draws its masks from the global generator
    torch.manual_seed(seed)
