"""Frames to a transcript that keeps to a grammar."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ml.speech.grammar.align import Span, spans
from ml.speech.grammar.automaton import Automaton, one_of
from ml.speech.grammar.emissions import Emissions, heard
from ml.speech.grammar.graph import graph_of, labels_of
from ml.speech.grammar.search import Floats, Search
from ml.speech.postprocess import Alphabet, Logits
from ml.types import Transcript, Word

# Natural logarithms, tuned on development clips: how much likelier than the best text it must be that nothing was said,
# for an empty answer; and how much less likely than they seem other characters are taken to be, beside the grammar's.
SILENCE, ANYTHING_ELSE = 3.0, 5.0
MARGIN = 25  # frames of a silence beside a word that are looked at with it
NOTHING = Transcript("", (), 0.0)


class GrammarReader:
    """Reads frames with one grammar. It has no state, so that threads may share it."""

    def __init__(self, automaton: Automaton, alphabet: Alphabet) -> None:
        """Raises KeyError for a character that is none of the alphabet."""
        self._alphabet, self._labels = alphabet, labels_of(alphabet)
        self._graph = graph_of(automaton, alphabet)
        words = one_of([word] for word in automaton.words)
        self._words, self._state = graph_of(words, alphabet), words.arcs[0]

    def read(self, logits: Logits, frame_seconds: float, duration: float) -> Transcript:
        """The likeliest text of the grammar in the frames (n, vocabulary) of a recording of ``duration`` seconds.

        Of phrases the confidence is the share of the one among all of them and whatever else was spelled; else it is
        the mean of the words', each the share among all words of the grammar over its frames.
        """
        sound = heard(logits, self._alphabet)
        telling = sound.telling
        search = Search(self._graph)
        ends = search.over(telling)
        best = int(ends.argmax())
        if ends[best] == -np.inf or telling.nothing - ends[best] > SILENCE:
            return NOTHING
        words = [self._graph.words[number] for number in search.words(best)]
        places = spans(sound, [[self._labels[letter] for letter in word] for word in words]) if words else None
        if places is None:
            return NOTHING
        if self._graph.one:
            shares = [_share(ends, best, telling)] * len(words)
        else:
            shares = [self._share_of_word(word, part) for word, part in zip(words, _parts(sound, places), strict=True)]
        return _transcript(words, places, shares, frame_seconds, duration)

    def _share_of_word(self, word: str, sound: Emissions) -> float:
        telling = sound.telling
        return _share(Search(self._words).over(telling), self._state[word], telling)


def _share(ends: Floats, chosen: int, sound: Emissions) -> float:
    """What of all that was possible was the chosen one, 0 to 1."""
    everything = np.logaddexp(np.logaddexp.reduce(ends), sound.anything - ANYTHING_ELSE)
    return float(np.exp(ends[chosen] - everything))


def _parts(sound: Emissions, places: Sequence[Span]) -> list[Emissions]:
    """The frames of each word, with half of the silences beside it."""
    borders = [0, *((one.stop + other.first + 1) // 2 for one, other in pairwise(places)), len(sound)]
    around = zip(places, pairwise(borders), strict=True)
    return [
        sound.part(slice(max(before, place.first - MARGIN), min(after, place.stop + MARGIN)))
        for place, (before, after) in around
    ]


def _transcript(
    words: Sequence[str], places: Sequence[Span], shares: Sequence[float], frame_seconds: float, duration: float
) -> Transcript:
    ends = [(min(duration, frame * frame_seconds) for frame in place) for place in places]
    spoken = [
        Word(word, round(start, 3), round(end, 3), round(share, 4))
        for word, (start, end), share in zip(words, ends, shares, strict=True)
    ]
    return Transcript(" ".join(words), tuple(spoken), round(sum(shares) / len(shares), 4))
