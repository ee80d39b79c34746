"""An automaton over words as one over characters, in arrays: what the search walks."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.speech.grammar.automaton import Arcs, Automaton
from ml.speech.postprocess import Alphabet

Numbers = NDArray[np.int64]
NONE = -1


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes: the first ones are the states of the automaton, where a word may begin, then one for each letter.

    Letters that begin words of one state alike are the same nodes (a trie).

    Args:
        states: how many.
        label: of each node, which character it writes; of a state, NONE.
        parent: of each letter, the letter or state before it.
        after: of a letter that ends a word, the state that follows; else NONE.
        word: of a letter that ends a word, which one of `words`.
        begins: whether a letter is the first of its word.
        final: of each state, whether a text may end there.
        one: as the automaton's.
    """

    states: int
    label: Numbers
    parent: Numbers
    after: Numbers
    word: Numbers
    words: tuple[str, ...]
    begins: NDArray[np.bool_]
    final: NDArray[np.bool_]
    one: bool

    def phrase(self, state: int) -> list[int]:
        """The numbers of the words that lead to a state of a tree of phrases."""
        words = []
        while state:
            letter = int(np.flatnonzero(self.after == state)[0])
            words.append(int(self.word[letter]))
            while letter >= self.states:
                letter = int(self.parent[letter])
            state = letter
        return words[::-1]


def labels_of(alphabet: Alphabet) -> dict[str, int]:
    """The characters of words, without blank, delimiter and what is no single character."""
    return {
        sign: index
        for index, sign in enumerate(alphabet.vocabulary)
        if len(sign) == 1 and index != alphabet.blank and sign != alphabet.delimiter
    }


def graph_of(automaton: Automaton, alphabet: Alphabet) -> Graph:
    """The graph over the characters of an alphabet. Raises KeyError for a character that is none of it."""
    labels, words = labels_of(alphabet), automaton.words
    nodes = _Nodes(len(automaton.arcs), labels, {word: number for number, word in enumerate(words)})
    for state, arcs in enumerate(automaton.arcs):
        nodes.add(state, arcs)
    table = np.array(nodes.rows, np.int64).reshape(-1, 4)
    final = np.zeros(nodes.states, bool)
    final[list(automaton.finals)] = True
    label, parent, after, word = table.T.copy()
    return Graph(
        states=nodes.states,
        label=label,
        parent=parent,
        after=after,
        word=word,
        words=tuple(words),
        begins=(parent < nodes.states) & (parent != NONE),
        final=final,
        one=automaton.one,
    )


class _Nodes:
    """Rows of (label, parent, after, word)."""

    def __init__(self, states: int, labels: Mapping[str, int], numbers: Mapping[str, int]) -> None:
        self.states, self._labels, self._numbers = states, labels, numbers
        self.rows: list[list[int]] = [[NONE] * 4 for _ in range(states)]

    def add(self, state: int, arcs: Arcs) -> None:
        """The words that may come in a state, as a trie."""
        known: dict[tuple[int, str], int] = {}
        for word, after in arcs.items():
            at = state
            for letter in word:
                if (at, letter) not in known:
                    known[at, letter] = len(self.rows)
                    self.rows.append([self._labels[letter], at, NONE, NONE])
                at = known[at, letter]
            self.rows[at][2:] = after, self._numbers[word]
