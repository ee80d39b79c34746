"""A pattern says which words may follow which."""

from itertools import product

import pytest

from ml.speech.grammar.automaton import Automaton, any_of, one_of
from ml.speech.grammar.pattern import MOST_STEPS, PatternError, compiled


def texts(automaton: Automaton, most: int = 3) -> set[str]:
    """All texts of at most so many words."""
    found = set()
    for count in range(most + 1):
        for words in product(automaton.words, repeat=count):
            state: int | None = 0
            for word in words:
                state = None if state is None else automaton.arcs[state].get(word)
            if state in automaton.finals:
                found.add(" ".join(words))
    return found


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("YES | NO", {"YES", "NO"}),
        ("GO [LEFT | RIGHT]", {"GO", "GO LEFT", "GO RIGHT"}),
        ("(A | B) C", {"A C", "B C"}),
        ("A*", {"", "A", "A A", "A A A"}),
        ("A+ B", {"A B", "A A B"}),
        ("(A | B)+", {"A", "B"} | {"A A", "A B", "B A", "B B"} | {" ".join(w) for w in product("AB", repeat=3)}),
        ("A [B] | A B C", {"A", "A B", "A B C"}),
        ("<digit> <digit>", {f"{one} {other}" for one in ("ONE", "TWO") for other in ("ONE", "TWO")}),
    ],
)
def test_a_pattern_stands_for_its_texts(pattern: str, expected: set[str]) -> None:
    assert texts(compiled("it", {"it": pattern, "digit": "ONE | TWO"})) == expected


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("", "<it> has an empty part"),
        ("A |", "<it> has an empty part"),
        ("(A", "'(' in <it> has no end"),
        ("[A)", "'[' in <it> has no end"),
        ("A)", "')' in <it> has no beginning"),
        ("*", "'*' in <it> repeats nothing"),
        ("<other>", "there is no pattern <other>"),
        ("A <it>", "<it> needs itself"),
        ("A <Not a name>", "'<Not a name>' is no word and no sign of a pattern"),
        (" ".join(["(A|B)+"] * (MOST_STEPS // 8)), f"it has more than {MOST_STEPS} steps"),
    ],
)
def test_what_is_no_pattern_is_told_with_its_place(pattern: str, sentence: str) -> None:
    with pytest.raises(PatternError) as caught:
        compiled("it", {"it": pattern})
    assert str(caught.value) == sentence


def test_words_in_a_loop_need_one_state_however_many_they_are() -> None:
    assert len(compiled("it", {"it": "(A | B | C)+"}).arcs) == 2
    assert len(any_of(["A", "B", "C"]).arcs) == 1


def test_phrases_that_begin_alike_share_their_beginning() -> None:
    automaton = one_of([("TURN", "ON"), ("TURN", "OFF"), ("TURN",)])
    assert texts(automaton) == {"TURN", "TURN ON", "TURN OFF"}
    assert len(automaton.arcs) == 4
