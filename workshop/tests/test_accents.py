"""Words are spoken with accents: by the usual substitutions of sounds, most of them and not always the same."""

# ruff: noqa: RUF001 - letters of the phonetic alphabet
from random import Random

import pytest

from small_world.accents import ACCENTS, accented


class Always(Random):
    """Every sound is changed."""

    def random(self) -> float:
        return 0.0


@pytest.mark.parametrize(
    ("spoken", "accent", "heard"),
    [
        ("θɹˈiː", "french", "sʁˈiː"),
        ("θɹˈiː", "german", "sʁˈiː"),
        ("fˈIv", "german", "fˈIf"),
        ("sˈɛvən", "spanish", "sˈɛbən"),
        ("stˈɑːp", "spanish", "estˈɑːp"),
        ("zˈiəɹO", "slavic", "zˈiəro"),
        ("ˈAt", "japanese", "ˈAto"),
        ("hˈWs", "italian", "ˈWs"),
    ],
)
def test_sounds_become_those_of_the_other_language(spoken: str, accent: str, heard: str) -> None:
    assert accented(spoken, accent, Always()) == heard


@pytest.mark.parametrize("accent", sorted(ACCENTS))
def test_no_accent_takes_all_of_a_word_and_the_same_dice_say_the_same(accent: str) -> None:
    for seed in range(50):
        said = accented("wˈʌn", accent, Random(seed))
        assert said
        assert said == accented("wˈʌn", accent, Random(seed))
