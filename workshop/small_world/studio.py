"""Training utterances out of clips: cut, chained into strings, under recorded noise, or noise alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ml.datasets.options import FRAME_SECONDS
from ml.speech.augment import Random, Wave, add_noise
from ml.speech.vocabulary import needed_frames
from small_world.clip import RATE, Clip, bounds

NOISY = 0.3
LONGEST_SECONDS = 8.0
SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Take:
    """What is trained on: samples at 16 kHz and their text, empty for noise."""

    wave: Wave
    text: str
    speaker: str


class Studio:
    """Draws takes of each kind, without end."""

    def __init__(self, clips: Mapping[str, Sequence[Clip]], seed: int) -> None:
        self.clips, self.random = clips, np.random.default_rng(seed)

    def takes(self, kind: str) -> Iterator[Take]:
        """Takes of a kind: its clips in turn, or `string` or `silence`. Too long or too short ones are drawn anew."""
        drawn = {"string": self.strings, "silence": self.silences}.get(kind, lambda: self.cuts(self.clips[kind]))
        for take in drawn():
            seconds = len(take.wave) / RATE
            if needed_frames(take.text) + 1 < seconds / FRAME_SECONDS and seconds <= LONGEST_SECONDS:
                yield self.noisy(take)

    def cuts(self, clips: Sequence[Clip]) -> Iterator[Take]:
        """Every clip as often as the others, each time with other margins."""
        while True:
            for place in self.random.permutation(len(clips)):
                clip = clips[place]
                yield Take(cut(clip, self.random), clip.text, clip.speaker)

    def strings(self) -> Iterator[Take]:
        """Two to six single words in a row, half of the time digits, each as loud as it likes, with short gaps."""
        while True:
            kind = "digit" if self.random.random() < 0.5 else "word"
            chosen = [self.pick(kind) for _ in range(self.random.integers(2, 7))]
            parts = [part for clip in chosen for part in self.link(clip)]
            yield Take(np.concatenate(parts), " ".join(clip.text for clip in chosen), SEVERAL)

    def link(self, clip: Clip) -> tuple[Wave, Wave]:
        """A word of a string and the gap after it."""
        wave = cut(clip, self.random, margin=0.1)
        loudness = np.float32(self.random.uniform(0.5, 1) / (np.abs(wave).max() + 1e-4))
        return wave * loudness, np.zeros(int(RATE * self.random.uniform(0, 0.15)), np.float32)

    def silences(self) -> Iterator[Take]:
        """Noise alone, in which there is nothing to write."""
        for take in self.cuts(self.clips["noise"]):
            if np.abs(take.wave).max() > 0.003:
                yield Take(take.wave[: int(RATE * self.random.uniform(0.2, 1))], "", take.speaker)

    def noisy(self, take: Take) -> Take:
        """Three takes of ten with recorded noise at 6 to 40 dB below them."""
        if self.random.random() >= NOISY:
            return take
        noise = self.pick("noise").wave()
        return Take(add_noise(take.wave, noise, self.random), take.text, take.speaker)

    def pick(self, kind: str) -> Clip:
        """One clip of a kind."""
        clips = self.clips[kind]
        return clips[int(self.random.integers(len(clips)))]


def cut(clip: Clip, random: Random, margin: float = 0.5) -> Wave:
    """The clip's speech with random margins in seconds, half of the time tight as in sets that were trimmed."""
    wave = clip.wave()
    first, last = bounds(wave)
    spare = margin if random.random() < 0.5 else 0.02
    before, after = (int(RATE * random.uniform(0, spare)) for _ in range(2))
    return wave[max(0, first - before) : last + after]
