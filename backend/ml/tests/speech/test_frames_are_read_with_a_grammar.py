"""The likeliest text of a grammar: exact where phrases are compared, the same however it is asked."""

from itertools import groupby, pairwise, product

import numpy as np
import pytest

from ml.speech.grammar.automaton import any_of, one_of
from ml.speech.grammar.emissions import Emissions, heard
from ml.speech.grammar.graph import graph_of
from ml.speech.grammar.pattern import compiled
from ml.speech.grammar.read import NOTHING, GrammarReader
from ml.speech.grammar.search import Search, Weights
from ml.speech.postprocess import Alphabet
from ml.tests.speech.frames import ALPHABET, logits_of
from ml.types import Transcript

SMALL = Alphabet(("_", "|", "A", "B"), 0, "|")
PHRASES = [("A",), ("B",), ("A", "B"), ("AB",), ("AA",), ("A", "A", "B")]
KEYWORDS = GrammarReader(any_of(["STOP", "GO", "TURN", "LEFT", "RIGHT"]), ALPHABET)
PIECES = GrammarReader(one_of([("TURN", "LEFT"), ("TURN", "RIGHT"), ("STOP",)]), ALPHABET)


def random_frames(frames: int, seed: int) -> Emissions:
    return heard(np.random.default_rng(seed).normal(0, 2, (frames, 4)).astype(np.float32), SMALL)


def chance_by_all_paths(sound: Emissions) -> dict[tuple[str, ...], float]:
    """CTC's probability of each text, added up over every labelling of the frames there is."""
    found: dict[tuple[str, ...], float] = {}
    for path in product(range(4), repeat=len(sound)):
        signs = "".join(SMALL.vocabulary[label] for label, _ in groupby(path))
        words = tuple(signs.replace("_", "").replace("|", " ").split())
        found[words] = found.get(words, 0.0) + float(np.prod(sound.letters[range(len(path)), path]))
    return found


def read(reader: GrammarReader, text: str) -> Transcript:
    return reader.read(logits_of(text), 0.02, len(text) * 0.02)


@pytest.mark.parametrize("seed", range(3))
def test_each_phrase_has_its_exact_ctc_probability(seed: int) -> None:
    sound, graph = random_frames(6, seed), graph_of(one_of(PHRASES), SMALL)
    search = Search(graph, Weights(word=1.0, no_delimiter=0.0))
    ends, expected = search.over(sound), chance_by_all_paths(sound)
    for state in np.flatnonzero(graph.final):
        phrase = tuple(graph.words[word] for word in search.words(int(state)))
        assert np.exp(ends[state]) == pytest.approx(expected[phrase], rel=1e-5)


def test_what_was_spelled_nearly_becomes_the_word_that_there_is() -> None:
    assert read(KEYWORDS, "..TTUURN. .LLEF.T..").text == "TURN LEFT"
    assert read(KEYWORDS, "..TERN. .LAF.T..").text == "TURN LEFT"


def test_a_pause_parts_words_where_no_delimiter_was_written() -> None:
    assert read(KEYWORDS, "..STOP......GO..").text == "STOP GO"


def test_a_phrase_is_the_whole_sound() -> None:
    assert read(PIECES, "..TURN. .STOP. .LEFT..").text == "TURN LEFT"


def test_words_keep_their_places() -> None:
    stop, go = read(KEYWORDS, "...SSTOPP... ...GO..").words
    assert (stop.word, stop.start, stop.end) == ("STOP", 0.06, 0.18)
    assert (go.word, go.start, go.end) == ("GO", 0.32, 0.36)


@pytest.mark.parametrize("reader", [KEYWORDS, PIECES])
def test_what_was_clearly_said_is_sure_and_what_is_far_from_all_is_not(reader: GrammarReader) -> None:
    assert read(reader, "..STOP..").confidence > 0.95
    assert read(reader, ".ZEBRA. .CHILDHOOD.").confidence < 0.2


def test_two_phrases_that_are_equally_likely_share_the_confidence() -> None:
    reader = GrammarReader(one_of([("BAT",), ("CAT",)]), ALPHABET)
    logits = logits_of(".BAT.")
    logits[1, ALPHABET.vocabulary.index("C")] = 20
    assert reader.read(logits, 0.02, 0.1).confidence == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("reader", [KEYWORDS, PIECES])
def test_silence_says_nothing(reader: GrammarReader) -> None:
    assert read(reader, "." * 200) == NOTHING


def test_a_phrase_that_is_too_long_for_the_sound_is_not_in_it() -> None:
    assert read(GrammarReader(one_of([("STOP",) * 9]), ALPHABET), "STOP") == NOTHING


def test_a_phrase_that_is_nowhere_near_is_no_error() -> None:
    long = GrammarReader(one_of([tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 8)]), ALPHABET)
    logits = np.zeros((900, 29), np.float32)
    logits[:, 2] = 60
    assert long.read(logits, 0.02, 18.0).confidence == 0


def test_a_pattern_is_kept_to() -> None:
    reader = GrammarReader(compiled("it", {"it": "TURN (LEFT | RIGHT) | STOP"}), ALPHABET)
    assert read(reader, "..TURN. .STOP. .LEFT..").text == "TURN LEFT"


def test_long_sound_is_read_to_its_end() -> None:
    said = ["STOP", "GO", "LEFT", "RIGHT"] * 200
    heard_words = read(KEYWORDS, " ".join(f"..{word}.." for word in said)).words
    assert [word.word for word in heard_words] == said
    assert all(one.end <= other.start for one, other in pairwise(heard_words))


def test_a_network_that_writes_no_delimiter_has_words_at_pauses() -> None:
    reader = GrammarReader(any_of(["A", "B"]), Alphabet(("_", "A", "B"), 0, " "))
    logits = np.eye(3, dtype=np.float32)[[0, 1, 0, 0, 2, 0]] * 20
    assert reader.read(logits, 0.02, 0.12).text == "A B"


def test_the_same_frames_give_the_same_answer_whoever_asked_before() -> None:
    noise = np.random.default_rng(5).normal(0, 3, (200, 29)).astype(np.float32)
    first = KEYWORDS.read(noise, 0.02, 4.0)
    read(KEYWORDS, "..STOP..")
    assert KEYWORDS.read(noise, 0.02, 4.0) == first
