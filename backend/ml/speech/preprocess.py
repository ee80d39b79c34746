"""Sound as the network takes it: mono, zero mean and unit variance, in windows, each padded to its bucket of length."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ml.speech.spec import SoundSpec

Wave = npt.NDArray[np.float32]
SHORTEST_SECONDS = 0.1  # so that a network has a frame to answer with


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of a recording: ``wave`` float32 (bucket,), of which the first ``samples`` are sound, then zeros."""

    wave: Wave
    samples: int


def normalise(wave: Wave) -> Wave:
    """Zero mean, unit variance over the clip alone, before any padding (as Wav2Vec2FeatureExtractor does)."""
    scaled: Wave = ((wave - wave.mean()) / np.sqrt(wave.var() + 1e-7)).astype(np.float32)
    return scaled


def bucket_samples(samples: int, buckets: Sequence[float], rate: int) -> int:
    """Length in samples of the smallest bucket (seconds) that holds so many samples; the largest if none does."""
    return next((size for size in (round(b * rate) for b in buckets) if size >= samples), round(buckets[-1] * rate))


def padded(wave: Wave, spec: SoundSpec) -> Window:
    """One window, normalised alone and padded at the end to a length that depends on nothing but its own."""
    least = round(SHORTEST_SECONDS * spec.sample_rate)
    whole = least if spec.padding == "none" else _bucket(len(wave), spec)
    size = max(len(wave), whole)
    row = np.zeros(size, np.float32)
    row[: len(wave)] = normalise(wave) if spec.normalize else wave
    return Window(row, len(wave))


def _bucket(samples: int, spec: SoundSpec) -> int:
    """Margins come on top, so that a recording that just fills its bucket needs no larger one."""
    margins = 2 * spec.margin
    return bucket_samples(max(0, samples - margins), spec.buckets, spec.sample_rate) + margins


def with_margins(chunks: Iterable[Wave], spec: SoundSpec) -> Iterator[Wave]:
    """A stream between the silence that the network wants there; one without samples stays so."""
    silence, empty = np.zeros(spec.margin, np.float32), True
    for chunk in chunks:
        if empty and len(chunk):
            yield silence
            empty = False
        yield chunk
    if not empty:
        yield silence


def windows(chunks: Iterable[Wave], spec: SoundSpec) -> Iterator[Window]:
    """The windows of a stream as the network takes them."""
    return (padded(wave, spec) for wave in cut(chunks, spec))


def cut(chunks: Iterable[Wave], spec: SoundSpec) -> Iterator[Wave]:
    """Cut a stream into pieces of ``window_seconds`` that overlap by ``overlap_seconds``; the last one is shorter.

    The first begins and the last ends with the silence that the network wants there. No more than one window and one
    chunk are in memory. A stream without samples gives no window.
    """
    size = round(spec.window_seconds * spec.sample_rate)
    hop = size - round(spec.overlap_seconds * spec.sample_rate)
    waiting, first = np.zeros(0, np.float32), True
    for chunk in with_margins(chunks, spec):
        waiting = np.concatenate([waiting, chunk])
        while len(waiting) > size:
            yield waiting[:size]
            waiting, first = waiting[hop:], False
    if len(waiting) and (first or len(waiting) > size - hop):
        yield waiting
