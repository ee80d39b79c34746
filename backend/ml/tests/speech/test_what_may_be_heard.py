"""What a request may ask of a speech model, with and without knowing which version answers."""

from pathlib import Path

import pytest

from ml.bundle import Grammar, Manifest, read_manifest
from ml.errors import BadInput, BundleError
from ml.options import OptionsError, check, check_for
from ml.speech.grammar.choose import Readers, automaton_of, check_grammars
from ml.speech.options import MOST_BYTES, MOST_FAULTS, SpeechOptions

SPEECH = "speech-recognition"
SHIPPED = read_manifest(Path(__file__).resolve().parents[2] / "bundles/wav2vec2-small")
WRITTEN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ'"


def faults(**chosen: object) -> list[tuple[str, str]]:
    with pytest.raises(OptionsError) as caught:
        check_for(check(SPEECH, chosen), SHIPPED)
    return [(fault.name, fault.sentence) for fault in caught.value.faults]


def words_of(**chosen: object) -> list[str]:
    options = check(SPEECH, chosen)
    assert isinstance(options, SpeechOptions)
    return automaton_of(options, SHIPPED).words


def offering(**patterns: str) -> Manifest:
    grammars = {name: Grammar(titles={"en": name}, pattern=pattern) for name, pattern in patterns.items()}
    return SHIPPED.model_copy(update={"grammars": grammars})


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("yes", ["YES"]),
        ("  Turn  ON ", ["ON", "TURN"]),
        ("ice-cream", ["CREAM", "ICE"]),
        ("don\u2019t!", ["DON'T"]),
        ("Café", ["CAFE"]),
        ("straße", ["STRASSE"]),
        ("yes,no;maybe…not", ["MAYBE", "NO", "NOT", "YES"]),
        ("J.P.E.G.", ["JPEG"]),
        ("'turn left'", ["LEFT", "TURN"]),
        ("\u2018go\u2019", ["GO"]),
        ("rock 'n' roll", ["'N'", "ROCK", "ROLL"]),
    ],
)
def test_an_entry_becomes_what_the_model_writes(entry: str, words: list[str]) -> None:
    assert words_of(keywords=[entry]) == words


def test_the_same_word_twice_is_one() -> None:
    assert words_of(keywords=["Go", "go", "GO!"]) == ["GO"]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"keywords": []}, ("keywords", "keywords: List should have at least 1 item after validation, not 0.")),
        ({"keywords": "yes"}, ("keywords", "keywords: Input should be a valid list.")),
        ({"keywords": ["yes", 7]}, ("keywords/1", "keywords/1: Input should be a valid string.")),
        ({"one_of": ["yes", " "]}, ("one_of/1", "Entry 2, ' ': there is no word in it.")),
        ({"one_of": ["…"]}, ("one_of/0", "Entry 1, '…': there is no word in it.")),
        ({"one_of": ["'"]}, ("one_of/0", 'Entry 1, "\'": there is no word in it.')),
        (
            {"keywords": ["7"]},
            (
                "keywords/0",
                f"Entry 1, '7': this model does not write '7' (write numbers as words), its characters are {WRITTEN}.",
            ),
        ),
        (
            {"one_of": ["stop", "שלום"]},
            ("one_of/1", f"Entry 2, 'שלום': this model does not write 'ש', its characters are {WRITTEN}."),
        ),
        (
            {"keywords": ["x" * 5000]},
            ("keywords/0", f"Entry 1, {'x' * 40 + '…'!r}: {'X' * 40!r}… is longer than 100 letters; no word is."),
        ),
        (
            {"one_of": ["word " * 20_000]},
            ("one_of", f"one_of: 100000 bytes are more than the limit of {MOST_BYTES}."),
        ),
        (
            {"keywords": ["x"] * 2001},
            ("keywords", "keywords: List should have at most 2000 items after validation, not 2001."),
        ),
        (
            {"grammar": "poems"},
            ("grammar", "wav2vec2-small has no grammar 'poems'; it offers digit, digits, spelled, date, commands."),
        ),
        ({"grammar": ""}, ("grammar", "grammar: String should have at least 1 character.")),
        ({"keywords": ["a"], "grammar": "digits"}, ("keywords", "Of keywords and grammar only one can be chosen.")),
    ],
)
def test_what_cannot_be_heard_is_named(chosen: dict[str, object], expected: tuple[str, str]) -> None:
    assert faults(**chosen)[0] == expected


@pytest.mark.parametrize(
    ("entry", "sign"), [("AT&T", "&"), ("C++", "+"), ("50 %", "%"), ("yes|no", "|"), ("go 🙂", "🙂")]
)
def test_a_sign_that_is_spoken_is_not_left_out(entry: str, sign: str) -> None:
    expected = f"this model does not write {sign!r} (write it as a word), its characters are {WRITTEN}."
    assert faults(keywords=[entry]) == [("keywords/0", f"Entry 1, {entry!r}: {expected}")]


def test_of_many_faults_some_are_named() -> None:
    assert len(faults(keywords=["7"] * 2000)) == MOST_FAULTS


def test_the_largest_list_is_heard() -> None:
    assert len(
        words_of(keywords=[f"{'ABCDEFGHIJ'[n % 10]}{'A' * (n // 10 % 30)}{'B' * (n // 300)}" for n in range(2000)])
    )


@pytest.mark.parametrize(
    ("chosen", "used"),
    [
        ({}, {"grammar": "digits"}),
        ({"grammar": "any"}, {"grammar": "any"}),
        ({"keywords": ["yes"]}, {"keywords": ["yes"]}),
    ],
)
def test_the_usual_grammar_counts_where_nothing_was_chosen(chosen: dict[str, object], used: dict[str, object]) -> None:
    assert check(SPEECH, chosen).usual("digits").to_json() == used


def test_a_version_without_a_usual_grammar_hears_anything() -> None:
    assert check(SPEECH, {}).usual("").to_json() == {}
    assert Readers(SHIPPED).of(check(SPEECH, {})) is None
    assert Readers(SHIPPED).of(check(SPEECH, {"grammar": "any"})) is None


def test_a_worker_with_another_version_refuses_what_it_does_not_offer() -> None:
    with pytest.raises(BadInput) as caught:
        Readers(offering()).of(check(SPEECH, {"grammar": "digits"}))
    assert (caught.value.code, caught.value.detail) == (
        "invalid_options",
        "wav2vec2-small has no grammar 'digits'; it offers none.",
    )


def test_a_grammar_is_made_ready_once() -> None:
    readers, options = Readers(SHIPPED), check(SPEECH, {"grammar": "digits"})
    assert readers.of(options) is readers.of(options)


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("(YES", "wav2vec2-small: the grammar 'it' cannot be read: '(' in <it> has no end"),
        ("yes", "wav2vec2-small: the grammar 'it' holds 'y', which is not written"),
    ],
)
def test_a_bundle_whose_grammar_cannot_be_heard_is_refused(pattern: str, sentence: str) -> None:
    with pytest.raises(BundleError) as caught:
        check_grammars(offering(it=pattern))
    assert str(caught.value) == sentence


def test_the_shipped_grammars_can_be_heard() -> None:
    check_grammars(SHIPPED)
    assert list(SHIPPED.grammars) == ["digit", "digits", "spelled", "date", "commands"]
    assert all(set(grammar.titles) == {"en", "zh"} for grammar in SHIPPED.grammars.values())
