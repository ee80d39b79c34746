"""The likeliest text of a grammar, and how likely each of its ends is: CTC over a graph, frame by frame.

As in CTC prefix search (Graves and Jaitly 2014; Hannun et al. 2014) a node has two probabilities: to have just written
its letter, and to rest in the blank after it. All alignments of one text are added up; where two texts meet in a node,
the likelier one goes on. So each phrase of a tree gets its exact CTC probability, and of a grammar with loops a text is
found that is the best one wherever no second text is nearly as likely in between. Time is linear in the frames,
memory in frames and nodes, and no frame costs more than MOST nodes do.

Between two words stands the delimiter. A network need not write it in a pause, so a blank will do, at a price.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ml.speech.grammar.emissions import Emissions
from ml.speech.grammar.graph import NONE, Graph, Numbers

Floats = NDArray[np.float64]
# What is so much less likely than the best node of a frame is dropped; of phrases, which are compared as wholes, less.
FLOOR, FLOOR_OF_PHRASES = 1e-10, 1e-100
MOST = 8_192


@dataclass(frozen=True, slots=True)
class Weights:
    """By what the probability of a text is multiplied: for each word, and where no delimiter stands before one.

    Tuned on the development clips of AN4 and Speech Commands alone: docs/models/wav2vec2-small.md.
    """

    word: float = 1.0
    no_delimiter: float = 0.03


USUAL = Weights()


@dataclass(slots=True)
class _Chances:
    """How likely places are, and the number of the text that leads to each."""

    chance: Floats
    text: Numbers

    @classmethod
    def none(cls, size: int) -> "_Chances":
        return cls(np.zeros(size), np.zeros(size, np.int64))

    def of(self, places: Numbers) -> "_Chances":
        return _Chances(self.chance[places], self.text[places])

    def put(self, places: Numbers, others: "_Chances") -> None:
        self.chance[places], self.text[places] = others.chance, others.text

    def times(self, factor: Floats | float) -> "_Chances":
        return _Chances(self.chance * factor, self.text)

    def __add__(self, other: "_Chances") -> "_Chances":
        """Alignments of one text add up; of two texts the likelier goes on."""
        mine = self.chance >= other.chance
        better = np.where(mine, self.chance, other.chance)
        total = np.where(self.text == other.text, self.chance + other.chance, better)
        return _Chances(total, np.where(mine, self.text, other.text))


class Search:
    """One walk over the frames of a sound."""

    def __init__(self, graph: Graph, weights: Weights = USUAL) -> None:
        self._graph, self._weights = graph, weights
        self._differs = graph.label != graph.label[graph.parent]
        self._entered = np.where(graph.begins, weights.word, 1.0)
        self._floor = FLOOR_OF_PHRASES if graph.one else FLOOR
        # Of each letter: just written, or in the blank after it. A state is never written; it rests where words begin.
        self._written, self._resting = _Chances.none(len(graph.label)), _Chances.none(len(graph.label))
        # Of each state: a word has just ended there, or the delimiter was written after it.
        self._ended, self._gap = _Chances.none(graph.states), _Chances.none(graph.states)
        # The last letters of words, by the state that follows, and which of them lead to each state.
        self._last = np.flatnonzero(graph.after != NONE)
        self._last = self._last[np.argsort(graph.after[self._last], kind="stable")]
        self._ways = _ways(graph.after[self._last])
        self._near = np.zeros(0, np.int64)
        self._texts, self._numbers = [(NONE, NONE)], dict[tuple[int, int], int]()
        self._log = 0.0
        self._gap.chance[0] = self._resting.chance[0] = 1.0

    def over(self, heard: Emissions) -> Floats:
        """Walk over the frames of a sound.

        Returns:
            The logarithm of how likely each state is as the end; -inf where no text ends.
        """
        for letters, blank, delimiter in zip(heard.letters, heard.blank, heard.delimiter, strict=True):
            self._step(letters, float(blank), float(delimiter))
        with np.errstate(divide="ignore"):
            return np.where(self._graph.final, np.log((self._gap + self._ended).chance) + self._log, -np.inf)

    def words(self, state: int) -> list[int]:
        """The numbers of the words of the best text that ends in a state."""
        if self._graph.one:
            return self._graph.phrase(state)
        text, words = int((self._gap + self._ended).text[state]), []
        while text:
            text, word = self._texts[text]
            words.append(word)
        return words[::-1]

    def _step(self, letters: NDArray[np.float32], blank: float, delimiter: float) -> None:
        graph, near = self._graph, self._within_reach()
        parent = graph.parent[near]
        straight = self._written.of(parent).times(self._differs[near])
        entering = (self._resting.of(parent) + straight).times(self._entered[near])
        before = self._written.of(near)
        written = (before + entering).times(letters[graph.label[near]].astype(np.float64))
        resting = (before + self._resting.of(near)).times(blank)
        gap = self._gap.times(blank + delimiter) + self._ended.times(delimiter)
        top = max(written.chance.max(initial=0.0), resting.chance.max(initial=0.0), gap.chance.max()) or 1.0
        self._log += math.log(top)
        self._written.chance[self._near] = self._resting.chance[self._near] = 0.0
        self._written.put(near, written.times(1 / top))
        self._resting.put(near, resting.times(1 / top))
        self._gap, self._near = gap.times(1 / top), near
        self._end_words()

    def _within_reach(self) -> Numbers:
        """The letters that something may come of: likely enough themselves, or after such a one."""
        states, chance = self._graph.states, self._written.chance + self._resting.chance
        likely = chance > self._floor
        if np.count_nonzero(likely) > MOST:
            likely = chance > np.partition(chance, -MOST)[-MOST]
        return states + np.flatnonzero(likely[states:] | likely[self._graph.parent[states:]])

    def _end_words(self) -> None:
        """The words that end in this frame lead to states, from which others may begin."""
        written, resting = self._written.of(self._last), self._resting.of(self._last)
        self._ended = self._best(written + resting)
        rested = self._best(resting).times(self._weights.no_delimiter)
        self._resting.put(np.arange(self._graph.states), self._gap + rested)

    def _best(self, ends: _Chances) -> _Chances:
        """Of each state the likeliest of the words that lead there, as the text with that word."""
        graph, found = self._graph, _Chances.none(self._graph.states)
        if graph.one:  # one word alone leads to a state, and the text is known by it
            found.chance[graph.after[self._last]] = ends.chance
            return found
        for state, words in self._ways:
            at = words.start + int(ends.chance[words].argmax())
            if ends.chance[at] > 0:
                found.chance[state] = ends.chance[at]
                found.text[state] = self._longer(int(ends.text[at]), int(graph.word[self._last[at]]))
        return found

    def _longer(self, text: int, word: int) -> int:
        """The number of a text with one more word: the same for the same words."""
        number = self._numbers.setdefault((text, word), len(self._texts))
        if number == len(self._texts):
            self._texts.append((text, word))
        return number


def _ways(after: Numbers) -> list[tuple[int, slice]]:
    """Each state with the slice of those that lead to it, in their order."""
    borders = [0, *(np.flatnonzero(np.diff(after)) + 1).tolist(), len(after)]
    return [(int(after[first]), slice(first, stop)) for first, stop in pairwise(borders) if first < stop]
