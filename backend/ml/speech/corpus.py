"""Decode every training clip once into one flat int16 file per source, to be memory-mapped while training."""

import csv
import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

RATE = 16_000
Wave = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Clip:
    """One utterance in a cache: samples ``start`` to ``stop``, of which ``onset`` to ``offset`` are speech."""

    source: str
    speaker: str
    split: str
    text: str
    start: int
    stop: int
    onset: int
    offset: int


def speech_bounds(wave: Wave, frame: int = 160) -> tuple[int, int]:
    """Find first and last sample of speech by energy: over 6 % of the loudest 10 ms and twice the quietest tenth.

    A clip without a clear contrast counts as speech from end to end.
    """
    frames = len(wave) // frame
    if frames < 5:
        return 0, len(wave)
    level = np.sqrt(np.mean(wave[: frames * frame].reshape(frames, frame).astype(np.float32) ** 2, axis=1))
    threshold = max(0.06 * float(level.max()), 2.0 * float(np.quantile(level, 0.1)))
    loud = np.flatnonzero(level > threshold)
    if len(loud) < 5 or threshold > 0.5 * float(level.max()):
        return 0, len(wave)
    return max(0, (int(loud[0]) - 2) * frame), min(len(wave), (int(loud[-1]) + 4) * frame)


def packed_clips(folder: Path) -> Iterator[tuple[dict[str, str], Wave]]:
    """Walk a pack (one tar of sound files, one TSV with file, speaker, split, seconds, text) at 16 kHz."""
    with (folder / f"{folder.name}.tsv").open() as table:
        rows = {row["file"]: row for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)}
    with tarfile.open(folder / f"{folder.name}.tar") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.name in rows else None
            if stream is None:
                continue
            wave, rate = soundfile.read(io.BytesIO(stream.read()), dtype="int16")
            if rate != RATE:
                raise ValueError(f"{folder.name}/{member.name} is at {rate} Hz, the cache is at {RATE}")
            yield rows[member.name], wave


def write_cache(folder: Path, source: str, clips: Iterator[tuple[dict[str, str], Wave]]) -> None:
    """Write ``source.i16`` and ``source.tsv`` into ``folder``; renamed at the end, so that a cache is complete."""
    folder.mkdir(parents=True, exist_ok=True)
    position = 0
    partial = folder / f"{source}.i16.part"
    with partial.open("wb") as samples, (folder / f"{source}.tsv").open("w") as table:
        for row, wave in clips:
            onset, offset = speech_bounds(wave)
            samples.write(wave.astype("<i2").tobytes())
            fields = (row["speaker"], row["split"], row["text"], position, position + len(wave), onset, offset)
            print(*fields, sep="\t", file=table)
            position += len(wave)
    partial.rename(folder / f"{source}.i16")


def read_cache(folder: Path, source: str) -> tuple[Wave, list[Clip]]:
    """Memory-map a cache: all samples of the source, and where each clip lies in them."""
    samples: Wave = np.memmap(folder / f"{source}.i16", dtype="<i2", mode="r")
    with (folder / f"{source}.tsv").open() as table:
        rows = [line.rstrip("\n").split("\t") for line in table]
    return samples, [Clip(source, row[0], row[1], row[2], *map(int, row[3:])) for row in rows]
