"""Training batches: clips cut, chained, augmented, normalised alone and padded with zeros to their bucket of length."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ml.speech.augment import Random, Wave, add_noise, change_speed, colour, white
from ml.speech.corpus import RATE, Clip, read_cache
from ml.speech.phrases import DIGITS
from ml.speech.preprocess import bucket_samples, normalise
from ml.speech.recipes import Recipe

Batch = tuple[npt.NDArray[np.float32], list[str]]


def held_out(speaker: str) -> bool:
    """Whether this AN4 training speaker belongs to the development set: about one in ten, by hash."""
    return sha256(speaker.encode()).digest()[0] % 10 == 0


@dataclass
class Pool:
    """All cached clips, sorted into the kinds that a recipe mixes."""

    samples: dict[str, npt.NDArray[np.int16]] = field(default_factory=dict)
    clips: dict[str, list[Clip]] = field(default_factory=dict)

    def add(self, kind: str, clip: Clip) -> None:
        """File a clip under a kind."""
        self.clips.setdefault(kind, []).append(clip)

    def wave(self, clip: Clip, before: int = 0, after: int = 0) -> Wave:
        """Samples of the clip's speech with so many samples of its own margin before and after."""
        start = max(clip.start, clip.start + clip.onset - before)
        stop = min(clip.stop, clip.start + clip.offset + after)
        return self.samples[clip.source][start:stop].astype(np.float32) / np.float32(32768)


def open_pool(cache: Path) -> Pool:
    """Read the caches that are there. Digits get a kind of their own, to be drawn more often."""
    pool = Pool()
    for path in sorted(cache.glob("*.i16")):
        source = path.stem
        pool.samples[source], clips = read_cache(cache, source)
        for clip in clips:
            for kind in kinds_of(clip):
                pool.add(kind, clip)
    return pool


def kinds_of(clip: Clip) -> list[str]:
    """The kinds of one clip: noise, dev, or by source for training."""
    if clip.split == "noise":
        return ["noise"]
    if clip.split == "test":
        return []
    if clip.split == "dev" or (clip.source == "an4" and held_out(clip.speaker)):
        return [f"dev-{clip.source}"]
    if clip.source == "an4":
        return ["spelled", "word"] if " " not in clip.text else ["spelled"]
    if " " in clip.text:
        return ["synthetic_phrase"]
    kinds = ["word", "command" if clip.source == "speech-commands" else "synthetic_word"]
    return [*kinds, "digit"] if clip.text in DIGITS else kinds


class Composer:
    """Draws one training utterance after the other: a wave and its text."""

    def __init__(self, pool: Pool, recipe: Recipe, seed: int) -> None:
        self.pool = pool
        self.random: Random = np.random.default_rng(seed)
        self.kinds = list(recipe.mixture)
        weights = np.array([recipe.mixture[kind] for kind in self.kinds])
        self.weights = weights / weights.sum()

    def draw(self) -> tuple[Wave, str]:
        """One utterance, augmented, not yet normalised."""
        kind = str(self.random.choice(self.kinds, p=self.weights))
        special: dict[str, Callable[[], tuple[Wave, str]]] = {"string": self.chain, "silence": self.silence}
        wave, text = special[kind]() if kind in special else self.cut(self.pick(kind))
        return self.augment(wave), text

    def pick(self, kind: str) -> Clip:
        """One clip of a kind."""
        clips = self.pool.clips[kind]
        return clips[int(self.random.integers(len(clips)))]

    def cut(self, clip: Clip, margin: float = 0.5) -> tuple[Wave, str]:
        """The clip's speech with random margins, half of the time tight as in sets that were trimmed."""
        spare = margin if self.random.random() < 0.5 else 0.02
        before, after = (int(RATE * self.random.uniform(0, spare)) for _ in range(2))
        return self.pool.wave(clip, before, after), clip.text

    def chain(self) -> tuple[Wave, str]:
        """Two to six single words in a row, mostly digits half of the time, with short gaps."""
        kind = "digit" if self.random.random() < 0.5 else "word"
        parts, texts = [], []
        for _ in range(int(self.random.integers(2, 7))):
            wave, text = self.cut(self.pick(kind), margin=0.1)
            wave = wave / np.float32(np.abs(wave).max() + 1e-4) * np.float32(self.random.uniform(0.5, 1))
            gap = np.zeros(int(RATE * self.random.uniform(0, 0.15)), np.float32)
            parts += [wave, gap]
            texts.append(text)
        return np.concatenate(parts), " ".join(texts)

    def silence(self) -> tuple[Wave, str]:
        """Noise alone, in which there is nothing to write."""
        wave = self.pool.wave(self.pick("noise"))
        return wave[: int(RATE * self.random.uniform(0.2, 1))], ""

    def augment(self, wave: Wave) -> Wave:
        """Speed, microphone and noise, each at random."""
        random = self.random
        wave = colour(change_speed(wave, random), random)
        if random.random() < 0.3:
            wave = add_noise(wave, self.pool.wave(self.pick("noise")), random)
        return add_noise(wave, white(len(wave), random), random, 15, 60)


def batches(pool: Pool, recipe: Recipe, seed: int) -> Iterator[Batch]:
    """Endless batches: waves float32 (n, bucket samples), texts; n times the bucket is ``seconds_per_batch``."""
    composer = Composer(pool, recipe, seed)
    waiting: dict[int, list[tuple[Wave, str]]] = {}
    while True:
        wave, text = composer.draw()
        if len(wave) > recipe.buckets[-1] * RATE:
            continue
        size = bucket_samples(len(wave), recipe.buckets, RATE)
        queue = waiting.setdefault(size, [])
        queue.append((wave, text))
        if len(queue) * size >= recipe.seconds_per_batch * RATE:
            yield collate(queue, size)
            waiting[size] = []


def collate(items: list[tuple[Wave, str]], size: int) -> Batch:
    """Normalise each wave alone, pad with zeros at the end, stack."""
    stacked = np.zeros((len(items), size), np.float32)
    for row, (wave, _) in zip(stacked, items, strict=True):
        row[: len(wave)] = normalise(wave)
    return stacked, [text for _, text in items]


def development_batches(pool: Pool, recipe: Recipe, kind: str, most: int = 400) -> Iterator[Batch]:
    """The first clips of a development kind as recorded, in batches by bucket."""
    by_size: dict[int, list[tuple[Wave, str]]] = {}
    for clip in pool.clips[kind][:most]:
        wave = pool.samples[clip.source][clip.start : clip.stop].astype(np.float32) / np.float32(32768)
        by_size.setdefault(bucket_samples(len(wave), recipe.buckets, RATE), []).append((wave, clip.text))
    for size, items in sorted(by_size.items()):
        for first in range(0, len(items), 32):
            yield collate(items[first : first + 32], size)
