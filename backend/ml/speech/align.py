"""When the words of a corrected text are spoken: what was heard keeps its times, what is new gets the gap between."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import accumulate, pairwise, takewhile

from ml.types import Word

# Of the words of two texts so many pairs are looked at; of longer ones those words that are seldom lead.
MOST_PAIRS = 1_000_000


def aligned(text: str, heard: Sequence[Word], duration: float) -> tuple[Word, ...]:
    """The words of `text`, parted by white space, with the times of those in `heard` that they stand for.

    Letters are compared without case and signs. What is new has confidence 1.0: a person said so.

    Args:
        duration: seconds of the whole sound.
    """
    words = text.split()
    found: list[Word] = []
    for (first, last), (begin, end) in _blocks([_plain(one.word) for one in heard], [_plain(word) for word in words]):
        new, old = words[begin:end], heard[first:last]
        if len(new) == len(old):
            found += [_renamed(word, one) for word, one in zip(new, old, strict=True)]
        else:
            start = old[0].start if old else heard[first - 1].end if first else 0.0
            stop = old[-1].end if old else heard[last].start if last < len(heard) else duration
            found += _spread(new, start, max(start, stop))
    return tuple(found)


_Range = tuple[int, int]


def _blocks(heard: list[str], said: list[str]) -> Iterator[tuple[_Range, _Range]]:
    """The parts of both that stand for each other, in order. Most corrections leave all but a few words."""
    ahead = _alike(heard, said)
    behind = _alike(heard[ahead:][::-1], said[ahead:][::-1])
    yield (0, ahead), (0, ahead)
    known, new = heard[ahead : len(heard) - behind], said[ahead : len(said) - behind]
    matcher = SequenceMatcher(None, known, new, autojunk=len(known) * len(new) > MOST_PAIRS)
    for _, first, last, begin, end in matcher.get_opcodes():
        yield (ahead + first, ahead + last), (ahead + begin, ahead + end)
    yield (len(heard) - behind, len(heard)), (len(said) - behind, len(said))


def _alike(one: Iterable[str], other: Iterable[str]) -> int:
    """How many words they begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _plain(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum()) or word


def _renamed(word: str, heard: Word) -> Word:
    same = _plain(word) == _plain(heard.word)
    return replace(heard, word=word, confidence=heard.confidence if same else 1.0)


def _spread(words: Sequence[str], start: float, end: float) -> list[Word]:
    """Each as long as it has letters."""
    counts = list(accumulate(map(len, words), initial=0))
    edges = [start + (end - start) * count / max(1, counts[-1]) for count in counts]
    return [
        Word(word, round(begin, 3), round(stop, 3), 1.0)
        for word, (begin, stop) in zip(words, pairwise(edges), strict=True)
    ]
