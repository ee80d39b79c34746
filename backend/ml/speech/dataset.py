"""Training clips as waves: decoded by the code that serves, augmented, normalised alone, padded to their bucket."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from ml.speech.augment import Wave, add_noise, at_speed, colour, room, white
from ml.speech.decode import read_sound
from ml.speech.preprocess import padded, with_margins
from ml.speech.recipe import SpeechRecipe
from ml.speech.spec import SoundSpec
from ml.training.plan import Draw
from ml.training.reading import reading


class Clips(Dataset[tuple[list[Tensor], str]]):  # type: ignore[misc]
    """Sound files and their texts; a draw of the same epoch gives the same samples."""

    def __init__(self, paths: Sequence[Path], texts: Sequence[str], spec: SoundSpec, recipe: SpeechRecipe) -> None:
        self.paths, self.texts, self.spec, self.recipe = paths, texts, spec, recipe

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, draw: Draw) -> tuple[list[Tensor], str]:
        """The augmented views of a clip, of its bucket's length, with its text.

        All views have one speed, so that their frames say the same at the same time.
        """
        random = np.random.default_rng([self.recipe.seed, draw.epoch, draw.index])
        wave = at_speed(self.read(draw.index), draw.speed) if self.recipe.speed else self.read(draw.index)
        views = [self.ready(augmented(wave, self.recipe, random)) for _ in range(self.recipe.views)]
        return views, self.texts[draw.index]

    def read(self, index: int) -> Wave:
        """All samples of a file, mono. Raises TrainingError."""
        with reading(self.paths[index]):
            return np.concatenate(list(read_sound(self.paths[index], self.spec.sample_rate)))

    def ready(self, wave: Wave) -> Tensor:
        """With its margins, normalised and padded as in service."""
        whole = np.concatenate(list(with_margins([wave], self.spec)))
        return torch.from_numpy(padded(whole, self.spec).wave)


class ServedClips(Dataset[tuple[Tensor, int]]):  # type: ignore[misc]
    """Clips as they are served, each with its number."""

    def __init__(self, clips: Clips) -> None:
        self.clips = clips

    def __len__(self) -> int:
        return len(self.clips)

    def __getitem__(self, number: int) -> tuple[Tensor, int]:
        return self.clips.ready(self.clips.read(number)), number


def augmented(wave: Wave, recipe: SpeechRecipe, random: np.random.Generator) -> Wave:
    """A room, another microphone and noise, each for the recipe's share of the clips."""
    if recipe.room and random.random() < recipe.room:
        wave = room(wave, random)
    if random.random() < recipe.colour:
        wave = colour(wave, random)
    if random.random() < recipe.noise:
        wave = add_noise(wave, white(len(wave), random), random)
    return wave
