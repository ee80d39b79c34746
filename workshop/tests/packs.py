"""Packs in the form of AN4's and Speech Commands', and synthetic words that were spoken before, of tones."""

import csv
import tarfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from small_world.clip import RATE, Clip, write_wave

Row = tuple[str, str, str, str]
TEXTS = {"an4": ("YES", "A B", "NINE"), "speech-commands": ("ONE", "STOP", "ZERO")}


def tone(seconds: float, hertz: float, silence: float = 0.25) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    """A tone with silence around it."""
    sound = 0.3 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE)
    return np.pad(sound, int(silence * RATE)).astype(np.float32)


def write_packs(folder: Path) -> Path:
    """Both packs with three splits, and noise."""
    for place, pack in enumerate(TEXTS):
        rows = list(_rows(pack))
        inside = folder / f"{pack}-files"
        for number, (name, *_) in enumerate(rows):
            (inside / name).parent.mkdir(parents=True, exist_ok=True)
            noise = 0.05 * np.random.default_rng(number).standard_normal(RATE)
            write_wave(
                inside / name, noise.astype(np.float32) if "noise" in name else tone(0.4, 300 + 10 * number + 5 * place)
            )
        (folder / pack).mkdir()
        with (folder / pack / f"{pack}.tsv").open("w", newline="") as table:
            csv.writer(table, delimiter="\t").writerows([("file", "speaker", "split", "text"), *rows])
        with tarfile.open(folder / pack / f"{pack}.tar", "w") as archive:
            for name, *_ in rows:
                archive.add(inside / name, name)
    return folder


def _rows(pack: str) -> Iterator[Row]:
    for number in range(18):
        for split in ("train", "test", "dev") if pack == "speech-commands" else ("train", "test"):
            yield f"{split}/{number}.wav", f"{split}{number}", split, TEXTS[pack][number % 3]
    if pack == "speech-commands":
        yield "noise/0.wav", "-", "noise", ""


def spoken_before(folder: Path, text: str = "TWO") -> Clip:
    """A synthetic word whose file is there."""
    folder.mkdir(parents=True, exist_ok=True)
    write_wave(folder / f"{text}.wav", tone(0.4, 700))
    return Clip(folder / f"{text}.wav", text, "synthetic")
