"""Small frozen data sets of generated files, in the form that `ml.datasets` writes."""

import json
import wave
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from ml.bundle import sha256_of
from ml.datasets.frozen import DataItem, DataSet, Split

SPLITS: tuple[Split, ...] = ("train", "validation", "test")
HERTZ = {"A": 350.0, "B": 900.0, "C": 2000.0, "D": 3500.0}
RATE = 16_000


def frozen(folder: Path, kind: str, items: Iterable[DataItem], **facts: object) -> DataSet:
    """Write the lists of a frozen set whose files are there."""
    ordered = sorted(items, key=lambda item: (item.split, item.name))
    lines = "".join(f"{replace(item, sha256=sha256_of(folder / item.file)).line()}\n" for item in ordered)
    (folder / "items.jsonl").write_text(lines)
    manifest = {
        "slug": folder.name, "kind": kind, "title": "Made for a test", "licence": "none needed", "source": "generated",
        "seed": 1, "splitting": "new", "items_sha256": sha256_of(folder / "items.jsonl"),
        "counts": {split: {"items": sum(item.split == split for item in ordered)} for split in SPLITS},
    }  # fmt: skip
    (folder / "dataset.json").write_text(json.dumps(manifest | facts))
    return DataSet.open(folder)


def pictures(
    folder: Path, counts: tuple[int, int, int] = (40, 12, 12), classes: tuple[str, ...] = ("dark", "light")
) -> DataSet:
    """Noise of 32 x 32 pixels, brighter from class to class, so many for training, validation and test."""
    random, items = np.random.default_rng(3), []
    (folder / "files").mkdir(parents=True)
    for split, count in zip(SPLITS, counts, strict=True):
        for number in range(count):
            place = number % len(classes)
            name = f"{split}-{number:03d}.png"
            noise = random.integers(0, 100, (32, 32, 3)) + 150 * place // max(1, len(classes) - 1)
            Image.fromarray(noise.astype(np.uint8)).save(folder / "files" / name)
            items.append(DataItem(f"files/{name}", name, "", split, label=classes[place], width=32, height=32))
    return frozen(folder, "image-classification", items, classes=classes)


def sounds(
    folder: Path, counts: tuple[int, int, int] = (24, 6, 6), texts: tuple[str, ...] = ("A", "B", "A B", "B A")
) -> DataSet:
    """A tone for each letter, 0.3 s with pauses, so many clips for training, validation and test."""
    items = []
    (folder / "files").mkdir(parents=True)
    for split, count in zip(SPLITS, counts, strict=True):
        for number in range(count):
            name, text = f"{split}-{number:03d}.wav", texts[number % len(texts)]
            samples = spoken(text, 1 + 0.01 * (number % 7))
            write_wave(folder / "files" / name, samples)
            items.append(
                DataItem(
                    f"files/{name}", name, "", split, text=text, speaker=f"{split}{number % 3}",
                    seconds=len(samples) / RATE, sample_rate=RATE,
                )
            )  # fmt: skip
    return frozen(folder, "speech-recognition", items, characters="".join(sorted(set("".join(texts)))))


def spoken(text: str, pitch: float) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """Tones for letters, silence for spaces and around."""
    time = np.arange(int(0.3 * RATE)) / RATE
    tone: Callable[[str], np.ndarray[tuple[int], np.dtype[np.float64]]] = lambda letter: (  # noqa: E731
        np.sin(2 * np.pi * HERTZ[letter] * pitch * time) if letter in HERTZ else 0 * time
    )
    parts = [tone(letter) for letter in f" {text} "]
    return (np.concatenate(parts) * 9000).astype(np.int16)


def write_wave(file: Path, samples: np.ndarray[tuple[int], np.dtype[np.int16]]) -> None:
    """16 bit, mono, 16 kHz."""
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples.tobytes())
