"""Patterns of words, as JSGF writes the right side of a rule: `TURN (ON | OFF) [THE] <device>`.

Words stand one after the other; `|` parts alternatives, `( )` groups, `[ ]` may be left out, `*` repeats any number of
times, `+` at least once, and `<name>` is another pattern of the same bundle. (Java Speech Grammar Format, W3C note of
2000, without weights and tags.)
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ml.speech.grammar.automaton import Automaton, minimal

_TOKEN = re.compile(r"\s*(<[a-z0-9-]+>|[()\[\]|*+]|[^\s()\[\]|*+<>]+)")
MOST_STATES = 2_000
MOST_STEPS = 20_000


class PatternError(ValueError):
    """It cannot be read; the text is a sentence that says where."""


@dataclass(slots=True)
class _Net:
    """Steps by a word, or by none, between numbered places."""

    steps: list[list[tuple[str | None, int]]] = field(default_factory=list)
    taken: int = 0

    def place(self) -> int:
        self.steps.append([])
        return len(self.steps) - 1

    def step(self, start: int, word: str | None, end: int) -> None:
        self.taken += 1
        if self.taken > MOST_STEPS:
            raise PatternError(f"it has more than {MOST_STEPS} steps")
        self.steps[start].append((word, end))

    def reached(self, places: Iterable[int]) -> frozenset[int]:
        """These places and all that are reached from them by no word."""
        found, left = set(), list(places)
        while left:
            place = left.pop()
            if place not in found:
                found.add(place)
                left.extend(end for word, end in self.steps[place] if word is None)
        return frozenset(found)


class _Parser:
    """Recursive descent; each method puts what it read between two places."""

    def __init__(self, patterns: Mapping[str, str], net: _Net) -> None:
        self._patterns, self._net = patterns, net
        self._open: list[str] = []
        self._tokens: list[str] = []

    def rule(self, name: str, start: int, end: int) -> None:
        if name not in self._patterns:
            raise PatternError(f"there is no pattern <{name}>")
        if name in self._open:
            raise PatternError(f"<{name}> needs itself")
        self._open.append(name)
        outer, self._tokens = self._tokens, _tokens(self._patterns[name])
        self._choice(start, end)
        if self._tokens:
            raise PatternError(f"{self._tokens[-1]!r} in <{name}> has no beginning")
        self._tokens = outer
        self._open.pop()

    def _choice(self, start: int, end: int) -> None:
        self._sequence(start, end)
        while self._take("|"):
            self._sequence(start, end)

    def _sequence(self, start: int, end: int) -> None:
        at, empty = start, True
        while self._tokens and self._tokens[-1] not in "|)]":
            at, empty = self._repeated(at), False
        if empty:
            raise PatternError(f"<{self._open[-1]}> has an empty part")
        self._net.step(at, None, end)

    def _repeated(self, start: int) -> int:
        first, last, after = self._net.place(), self._net.place(), self._net.place()
        self._net.step(start, None, first)
        self._one(first, last)
        self._net.step(last, None, after)
        if self._take("*"):
            self._net.step(first, None, after)
            self._net.step(last, None, first)
        elif self._take("+"):
            self._net.step(last, None, first)
        return after

    def _one(self, start: int, end: int) -> None:
        sign = self._tokens.pop()
        if sign in "([":
            self._choice(start, end)
            if not self._take(")" if sign == "(" else "]"):
                raise PatternError(f"{sign!r} in <{self._open[-1]}> has no end")
            if sign == "[":
                self._net.step(start, None, end)
        elif sign in "*+":
            raise PatternError(f"{sign!r} in <{self._open[-1]}> repeats nothing")
        elif sign.startswith("<"):
            self.rule(sign[1:-1], start, end)
        else:
            self._net.step(start, sign, end)

    def _take(self, token: str) -> bool:
        if self._tokens and self._tokens[-1] == token:
            self._tokens.pop()
            return True
        return False


def _tokens(pattern: str) -> list[str]:
    """The last one first."""
    found, at = [], 0
    while pattern[at:].strip():
        match = _TOKEN.match(pattern, at)
        if not match:
            raise PatternError(f"{pattern[at:].strip()[:20]!r} is no word and no sign of a pattern")
        found.append(match[1])
        at = match.end()
    return found[::-1]


def compiled(name: str, patterns: Mapping[str, str]) -> Automaton:
    """The automaton of the pattern of that name (subset construction). Raises PatternError."""
    net = _Net()
    start, end = net.place(), net.place()
    _Parser(patterns, net).rule(name, start, end)
    order = [net.reached([start])]
    states = {order[0]: 0}
    arcs: list[dict[str, int]] = []
    for places in order:  # which grows meanwhile
        following: dict[str, set[int]] = {}
        for word, after in (step for place in places for step in net.steps[place]):
            if word is not None:
                following.setdefault(word, set()).add(after)
        arcs.append({})
        for word, ends in sorted(following.items()):
            reached = net.reached(ends)
            if reached not in states:
                states[reached] = len(order)
                order.append(reached)
            arcs[-1][word] = states[reached]
        if len(states) > MOST_STATES:
            raise PatternError(f"it has more than {MOST_STATES} states")
    return minimal(arcs, {number for places, number in states.items() if end in places})
