"""Learning rate as a share of its peak, a function of the progress alone: a run that goes on needs no state of it."""

import math
from collections.abc import Callable

from ml.training.recipe import BaseRecipe


def cosine(progress: float, recipe: BaseRecipe) -> float:
    """Up in a line while it warms up, then down half a cosine (Loshchilov and Hutter 2017, arXiv:1608.03983)."""
    if progress < recipe.warmup:
        return progress / recipe.warmup
    return (1 + math.cos(math.pi * (progress - recipe.warmup) / (1 - recipe.warmup))) / 2


def one_cycle(progress: float, recipe: BaseRecipe, first: float = 1 / 25) -> float:
    """Up and down by cosines (Smith and Topin 2018, arXiv:1708.07120)."""
    if progress < recipe.warmup:
        return first + (1 - first) * (1 - math.cos(math.pi * progress / recipe.warmup)) / 2
    return (1 + math.cos(math.pi * (progress - recipe.warmup) / (1 - recipe.warmup))) / 2


def triangle(progress: float, recipe: BaseRecipe, first: float = 0.2, last: float = 0.07) -> float:
    """Up and down in lines, neither from nor to zero (arXiv:2404.00498)."""
    if progress < recipe.warmup:
        return first + (1 - first) * progress / recipe.warmup
    return 1 + (last - 1) * (progress - recipe.warmup) / (1 - recipe.warmup)


def warm_hold_fall(progress: float, recipe: BaseRecipe) -> float:
    """Up in a line, constant, down in a line to zero (Hu et al. 2024, arXiv:2404.06395)."""
    rising = progress / recipe.warmup if recipe.warmup else 1.0
    return min(1.0, rising, (1 - progress) / recipe.fall if recipe.fall else 1.0)


SHAPES: dict[str, Callable[[float, BaseRecipe], float]] = {
    "cosine": cosine,
    "one-cycle": one_cycle,
    "triangle": triangle,
    "warm-hold-fall": warm_hold_fall,
}


def rate_factor(step: int, steps: int, recipe: BaseRecipe) -> float:
    """The factor of the highest learning rate for the step that is about to be made, 0 to 1."""
    return SHAPES[recipe.schedule]((step + 0.5) / steps, recipe)
