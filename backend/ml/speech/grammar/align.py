"""When each word of a known text was spoken: its likeliest alignment with the frames (Viterbi)."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from ml.speech.grammar.emissions import TINY, Emissions, Shares
from ml.speech.grammar.graph import NONE

# A place that is so much less likely than the best one of its frame is not followed (a natural logarithm), unless the
# end cannot be reached otherwise.
BAND = 100.0
LARGEST = 50_000_000  # frames times places, where everything is followed


class Span(NamedTuple):
    """The frames of a word: from the first one that writes its first letter, to the one after its last letter."""

    first: int
    stop: int


class Places(NamedTuple):
    """The letters of a text with what lies between them: gaps around words, blanks inside.

    `label` is a column of what is heard, `leap` whether a place may follow the last but one, `word` the number of the
    letter's word, NONE of what is no letter.
    """

    label: NDArray[np.int64]
    leap: NDArray[np.bool_]
    word: NDArray[np.int64]

    @classmethod
    def of(cls, words: Sequence[Sequence[int]], gap: int, blank: int) -> Self:
        rows = [(gap, False, NONE)]
        for number, letters in enumerate(words):
            rows.append((letters[0], False, number))
            for before, letter in pairwise(letters):
                rows += [(blank, False, NONE), (letter, before != letter, number)]
            rows.append((gap, False, NONE))
        label, leap, word = zip(*rows, strict=True)
        return cls(np.array(label), np.array(leap), np.array(word))


def spans(heard: Emissions, words: Sequence[Sequence[int]]) -> list[Span] | None:
    """The span of each word, given by its labels; None where there are too few frames for the text."""
    labels = heard.letters.shape[1]
    places = Places.of(words, labels, labels + 1)
    shares = np.column_stack([heard.letters, heard.blank + heard.delimiter, heard.blank])
    chances = np.log(np.maximum(shares, TINY))
    path = _path(chances, places, BAND)
    if path is None and len(chances) * len(places.label) <= LARGEST:
        path = _path(chances, places, np.inf)
    return None if path is None else _spans_on(path, places, len(words))


def _path(chances: Shares, places: Places, band: float) -> NDArray[np.int64] | None:
    """The place of each frame; None where the last ones cannot be reached."""
    size = len(places.label)
    score = np.full(size + 2, -np.inf)  # behind two that cannot be
    score[2] = 0.0  # as if there had been a gap before the first frame
    low, high = 0, 2
    steps: list[tuple[int, NDArray[np.int8]]] = []
    for frame in chances:
        stay, one = score[low + 2 : high + 2], score[low + 1 : high + 1]
        two = np.where(places.leap[low:high], score[low:high], -np.inf)
        ways = np.stack([stay, one, two])
        step = ways.argmax(axis=0)
        new = np.take_along_axis(ways, step[None], axis=0)[0] + frame[places.label[low:high]]
        steps.append((low, step.astype(np.int8)))
        score[low : low + 2] = -np.inf
        score[low + 2 : high + 2] = new
        alive = low + np.flatnonzero(new > max(new.max() - band, -np.finfo(float).max))
        if not len(alive):
            return None
        score[alive[-1] + 3 : high + 2] = -np.inf
        low, high = int(alive[0]), min(size, int(alive[-1]) + 3)
    ends = [place for place in (size - 1, size - 2) if low <= place < high]
    if not ends or score[2:][ends].max() == -np.inf:
        return None
    return _back(steps, ends[int(score[2:][ends].argmax())])


def _back(steps: Sequence[tuple[int, NDArray[np.int8]]], place: int) -> NDArray[np.int64]:
    """The places from the last frame to the first, turned round."""
    path = []
    for low, step in reversed(steps):
        path.append(place)
        place -= int(step[place - low])
    return np.array(path[::-1])


def _spans_on(path: NDArray[np.int64], places: Places, words: int) -> list[Span]:
    word = places.word[path]
    return [Span(int(frames[0]), int(frames[-1]) + 1) for frames in (np.flatnonzero(word == n) for n in range(words))]
