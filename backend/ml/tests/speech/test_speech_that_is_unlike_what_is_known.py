"""A version says of speech whether it is like what it learned: by how undecided it is, however sure its best guess."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.bundle import Bundle
from ml.errors import BundleError
from ml.serving.engine import Engine, load
from ml.speech.familiarity import TYPICAL_FRAMES, Familiarity, entropies, learned, strangeness
from ml.speech.postprocess import Alphabet
from ml.speech.serve import SpeechPredictor
from ml.types import Item, Limits, Result, Transcript

ROOT = Path(__file__).resolve().parents[2]
BUNDLE, FIXTURES = ROOT / "bundles/wav2vec2-small", ROOT / "tests/fixtures"
ALPHABET = Alphabet(("<blank>", "|", "A", "B"), 0, "|")


def frames(count: int, doubt: float) -> NDArray[np.float32]:
    """So many frames between A and B: 0 is sure of A, 1 does not know; as many sure blanks behind them."""
    said = np.full((count, 4), -9.0, np.float32)
    said[:, 2], said[:, 3] = 9, 9 - 18 * (1 - doubt)
    silent = np.full((count, 4), -9.0, np.float32)
    silent[:, 0] = 9
    return np.concatenate([said, silent])


def known(doubts: NDArray[np.float64], count: int = 40) -> Familiarity:
    found = learned([entropies(frames(count, doubt), ALPHABET) for doubt in doubts])
    assert found
    return found


@pytest.fixture(scope="module")
def familiarity() -> Familiarity:
    return known(np.linspace(0.5, 0.9, 200))


def test_frames_that_are_clear_blanks_say_nothing() -> None:
    assert len(entropies(frames(30, 0.5), ALPHABET)) == 30
    assert entropies(frames(5, 1.0), ALPHABET) == pytest.approx(np.log(2), abs=1e-3)


def test_one_in_twenty_of_what_it_is_right_about_is_called_strange(familiarity: Familiarity) -> None:
    doubts = np.linspace(0.5, 0.9, 200)
    share = np.mean([familiarity.of(familiarity.strange(frames(40, doubt), ALPHABET)) <= 0.05 for doubt in doubts])
    assert share == pytest.approx(0.05, abs=0.01)


def test_the_more_it_doubts_the_stranger_it_is(familiarity: Familiarity) -> None:
    found = [familiarity.of(familiarity.strange(frames(40, doubt), ALPHABET)) for doubt in (0.1, 0.6, 0.75, 0.89, 1.0)]
    assert found == sorted(found, reverse=True)
    assert (found[0], found[-1]) == (1.0, 0.0)


def test_a_single_word_is_less_strange_than_a_sentence_of_the_same_doubt() -> None:
    doubt = entropies(frames(100, 1.0), ALPHABET)
    assert strangeness(doubt[:TYPICAL_FRAMES], 0.1) < strangeness(doubt, 0.1) < doubt.mean()


def test_of_a_few_right_answers_nothing_is_learned() -> None:
    assert learned([entropies(frames(40, 0.5), ALPHABET)] * 19) is None
    assert learned([]) is None


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load(BUNDLE, "cpu", 1)


def read(engine: Engine, path: Path) -> Transcript:
    (answer,) = engine.predict_many([Item(path)])
    assert isinstance(answer, Result), answer
    assert isinstance(answer.output, Transcript)
    return answer.output


@pytest.mark.parametrize("name", ["stop.opus", "digits.opus"])
def test_the_shipped_model_knows_its_examples(engine: Engine, name: str) -> None:
    found = read(engine, FIXTURES / name)
    assert found.familiar is not None
    assert 0.05 < found.familiar <= 1
    assert not found.outside


def test_a_sound_without_words_is_neither_known_nor_strange() -> None:
    predictor = SpeechPredictor(Bundle.load(BUNDLE), Limits())
    nothing = np.full((50, 29), -9, np.float32)
    nothing[:, predictor.alphabet.blank] = 9
    found = predictor.answer([(16_000, nothing)])
    assert (found.text, found.familiar, found.outside) == ("", None, False)


def changed(folder: Path, familiarity: object) -> Bundle:
    """The shipped bundle with something else in its manifest."""
    shutil.copytree(BUNDLE, folder)
    content = json.loads((folder / "bundle.json").read_text()) | {"familiarity": familiarity}
    (folder / "bundle.json").write_text(json.dumps(content))
    return Bundle.load(folder)


def test_a_version_that_cannot_tell_says_nothing_of_it(tmp_path: Path) -> None:
    predictor = SpeechPredictor(changed(tmp_path / "older", None), Limits())
    found = predictor.answer([(16_000, np.eye(29, dtype=np.float32)[np.arange(25)] * 9)])
    assert found.words
    assert (found.familiar, found.outside) == (None, False)


def test_a_manifest_with_other_figures_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="familiarity is not valid"):
        SpeechPredictor(changed(tmp_path / "odd", {"typical": "much"}), Limits())
