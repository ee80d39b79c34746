"""CTC frames to text: greedy decoding, with the time and the confidence of every word."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ml.bundle import Manifest
from ml.speech.spec import SoundSpec
from ml.types import Transcript, Word

PAUSE_SECONDS = 0.5
Logits = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The labels of the frames: characters, the index of the CTC blank, and the character between words."""

    vocabulary: Sequence[str]
    blank: int
    delimiter: str


class Reader(Protocol):
    """Reads the frames of a whole recording with a grammar (`ml.speech.grammar.read`)."""

    def read(self, logits: Logits, frame_seconds: float, duration: float, /) -> Transcript:
        """The transcript of frames (n, vocabulary)."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring frames ``first`` to ``stop`` with the same best label, which CTC reads as one character."""

    character: str
    first: int
    stop: int


def alphabet_of(manifest: Manifest) -> Alphabet:
    """What a speech model writes."""
    return Alphabet(manifest.vocabulary or (), manifest.blank or 0, manifest.word_delimiter or " ")


def runs(labels: npt.NDArray[np.intp], alphabet: Alphabet) -> Iterator[Run]:
    """Merge repeats and drop blanks (Graves et al. 2006, section 3.2)."""
    edges = [*np.flatnonzero(np.diff(labels, prepend=-1)).tolist(), len(labels)]
    for first, stop in pairwise(edges):
        if labels[first] != alphabet.blank:
            yield Run(alphabet.vocabulary[labels[first]], first, stop)


def collapse(labels: npt.NDArray[np.intp], alphabet: Alphabet) -> str:
    """The text of best labels, words separated by one space."""
    characters = "".join(run.character for run in runs(labels, alphabet))
    return " ".join(characters.replace(alphabet.delimiter, " ").split())


def stitch(parts: Sequence[Logits], spec: SoundSpec) -> Logits:
    """Join the frames (n, vocabulary) of overlapping windows: each overlap is cut in its middle.

    The frames near a window's edge know little of what is beyond it, hence the half that is dropped.
    """
    half = round(spec.overlap_seconds * spec.sample_rate / spec.frame_stride / 2)
    last = len(parts) - 1
    stop = round(spec.window_seconds * spec.sample_rate / spec.frame_stride) - half
    kept = [part[half if index else 0 : stop if index < last else None] for index, part in enumerate(parts)]
    return np.concatenate(kept)


def probabilities(logits: Logits) -> Logits:
    """Softmax over the vocabulary."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Logits = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def spelled_words(characters: Iterable[Run], delimiter: str, pause: int) -> Iterator[list[Run]]:
    """Gather characters into words, which end at a delimiter and at a pause of so many frames.

    The last word of a clip in training has no delimiter after it, so a network need not write one before a silence.
    """
    word: list[Run] = []
    for run in characters:
        if word and (run.character == delimiter or run.first - word[-1].stop >= pause):
            yield word
            word = []
        if run.character != delimiter:
            word.append(run)
    if word:
        yield word


def transcript(logits: Logits, alphabet: Alphabet, frame_seconds: float, duration: float) -> Transcript:
    """Decode the frames (n, vocabulary) of a whole recording of ``duration`` seconds.

    A word's confidence is the mean probability of the best label over its frames that are not blank.
    """
    labels, best = logits.argmax(axis=-1), probabilities(logits).max(axis=-1)
    words = []
    for letters in spelled_words(runs(labels, alphabet), alphabet.delimiter, round(PAUSE_SECONDS / frame_seconds)):
        frames = np.concatenate([best[run.first : run.stop] for run in letters])
        start, end = (min(duration, frame * frame_seconds) for frame in (letters[0].first, letters[-1].stop))
        text = "".join(run.character for run in letters)
        words.append(Word(text, round(start, 3), round(end, 3), round(float(frames.mean()), 4)))
    confidence = round(sum(word.confidence for word in words) / len(words), 4) if words else 0.0
    return Transcript(" ".join(word.word for word in words), tuple(words), confidence)


def of_sound(samples: int, logits: Logits, spec: SoundSpec) -> Logits:
    """The frames of sound; those of the padding behind it say nothing."""
    return logits[: max(1, -(-samples // spec.frame_stride))]


def answer(
    outputs: Sequence[tuple[int, Logits]], spec: SoundSpec, alphabet: Alphabet, grammar: Reader | None = None
) -> Transcript:
    """The transcript of a recording from the (samples, logits) of its windows in order; of no window, an empty one.

    Without a grammar anything may be heard.
    """
    if not outputs:
        return Transcript("", (), 0.0)
    hop = spec.window_seconds - spec.overlap_seconds
    duration = (len(outputs) - 1) * hop + outputs[-1][0] / spec.sample_rate
    frames = stitch([of_sound(samples, logits, spec) for samples, logits in outputs], spec)
    frame_seconds = spec.frame_stride / spec.sample_rate
    if grammar:
        read = grammar.read(frames, frame_seconds, duration)
    else:
        read = transcript(frames, alphabet, frame_seconds, duration)
    return without_margin(read, spec, duration)


def without_margin(read: Transcript, spec: SoundSpec, duration: float) -> Transcript:
    """Times as they are in the recording, which begins behind the margin and ends before the other one."""
    margin = spec.margin_seconds or 0.0
    if not margin:
        return read
    last = max(0.0, duration - 2 * margin)

    def place(seconds: float) -> float:
        return round(min(last, max(0.0, seconds - margin)), 3)

    words = tuple(replace(word, start=place(word.start), end=place(word.end)) for word in read.words)
    return replace(read, words=words)
