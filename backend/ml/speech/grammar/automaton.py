"""Which words may follow which: a deterministic automaton over words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

Arcs = Mapping[str, int]
ANY = "any"  # the name under which no grammar at all is asked for


@dataclass(frozen=True, slots=True)
class Automaton:
    """From state 0, `arcs[state]` says which words may come and the state after each; a text may end in `finals`.

    Args:
        one: each text is one way to a final state of its own, so that texts can be compared as wholes.
    """

    arcs: Sequence[Arcs]
    finals: frozenset[int]
    one: bool = False

    @property
    def words(self) -> list[str]:
        """All words, sorted."""
        return sorted({word for arcs in self.arcs for word in arcs})


def any_of(words: Iterable[str]) -> Automaton:
    """Any sequence of these words, and nothing at all."""
    return Automaton([dict.fromkeys(words, 0)], frozenset({0}))


def one_of(phrases: Iterable[Sequence[str]]) -> Automaton:
    """Exactly one of these phrases, each a sequence of words: a tree of words."""
    arcs: list[dict[str, int]] = [{}]
    finals = set()
    for phrase in phrases:
        state = 0
        for word in phrase:
            if word not in arcs[state]:
                arcs.append({})
                arcs[state][word] = len(arcs) - 1
            state = arcs[state][word]
        finals.add(state)
    return Automaton(arcs, frozenset(finals), one=True)


def minimal(arcs: Sequence[Arcs], finals: Collection[int]) -> Automaton:
    """The same texts with as few states as can be: states that lead to the same are one (Moore 1956)."""
    block = [int(state in finals) for state in range(len(arcs))]
    while True:
        signs = [
            (block[s], *((word, block[after]) for word, after in sorted(arcs[s].items()))) for s in range(len(arcs))
        ]
        number = {sign: place for place, sign in enumerate(dict.fromkeys(signs))}
        refined = [number[sign] for sign in signs]
        if len(number) == len(set(block)):
            break
        block = refined
    merged: list[dict[str, int]] = [{} for _ in number]
    for state, ways in enumerate(arcs):
        merged[refined[state]] = {word: refined[after] for word, after in ways.items()}
    return Automaton(merged, frozenset(refined[state] for state in finals))
