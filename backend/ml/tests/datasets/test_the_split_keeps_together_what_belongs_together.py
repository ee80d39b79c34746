"""A split is the same for the same seed, gives every part its share, and parts nothing that belongs together."""

from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.datasets.candidate import Candidate
from ml.datasets.checks.splits import check_empty_splits
from ml.datasets.examine import examine
from ml.datasets.frozen import SPLITS, Split
from ml.datasets.layouts.read import read_source
from ml.datasets.options import Options
from ml.datasets.sample import Sample
from ml.datasets.split import assign
from ml.errors import DataSetError
from ml.speech import checks
from ml.speech.survey import SoundFacts
from ml.tests.datasets.material import class_folders, picture_bytes, spoken, write
from ml.vision.fingerprint import Fingerprint
from ml.vision.survey import PictureFacts

PRINT = Fingerprint(0, b"", plain=True)


def pictures(count: int, classes: int = 3, split: Split | None = None) -> list[Candidate]:
    return [
        Candidate(
            Sample(Path(f"{number}"), f"{number:05d}", label=f"class{number % classes}", split=split),
            f"sha{number}",
            facts=PictureFacts(".png", 32, 32, PRINT),
        )
        for number in range(count)
    ]


def clip(speaker: str | None, number: int, split: Split | None = None, seconds: float = 2.0) -> Candidate:
    name = f"{speaker}-{number}"
    facts = SoundFacts(".wav", seconds, 16_000, 0, 0, 0.5, 0, f"digest {name}")
    return Candidate(Sample(Path(name), name, text="YES", speaker=speaker, split=split), name, facts=facts, text="YES")


def test_every_class_has_its_share_in_every_split() -> None:
    candidates = pictures(300)
    splits = assign(candidates, {}, Options(validation=0.2, test=0.1))
    counts = Counter((one.answer, splits[one.name]) for one in candidates)
    for label in ("class0", "class1", "class2"):
        assert [counts[label, split] for split in ("train", "validation", "test")] == [70, 20, 10]


def test_the_split_does_not_depend_on_the_order_of_the_files() -> None:
    candidates = pictures(100)
    shuffled = Random(1).sample(candidates, len(candidates))
    assert assign(candidates, {}, Options()) == assign(shuffled, {}, Options())


def test_another_seed_gives_another_split() -> None:
    candidates = pictures(100)
    assert assign(candidates, {}, Options(seed=1)) != assign(candidates, {}, Options(seed=2))


@pytest.mark.parametrize("count", [3, 4, 7])
def test_a_small_class_is_in_every_split(count: int) -> None:
    assert set(assign(pictures(count, 1), {}, Options()).values()) == {"train", "validation", "test"}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 8), min_size=3, max_size=60), st.integers(0, 5))
def test_copies_and_look_alikes_are_never_parted(contents: list[int], seed: int) -> None:
    pairs = zip(pictures(len(contents)), contents, strict=True)
    candidates = [replace(one, sha256=f"content{kind}") for one, kind in pairs]
    near = {one.name: "like" for one in candidates if one.sha256 in {"content1", "content2"}}
    splits = assign(candidates, near, Options(seed=seed))
    where = defaultdict(set)
    for one in candidates:
        where["like" if one.name in near else one.sha256].add(splits[one.name])
    assert all(len(found) == 1 for found in where.values())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=3, max_size=80), st.integers(0, 5))
def test_no_speaker_is_in_two_splits(speakers: list[int], seed: int) -> None:
    candidates = [clip(f"s{speaker}", number) for number, speaker in enumerate(speakers)]
    splits = assign(candidates, {}, Options(seed=seed))
    if len(set(speakers)) >= 3:
        where = defaultdict(set)
        for one in candidates:
            where[one.sample.speaker].add(splits[one.name])
        assert all(len(found) == 1 for found in where.values())
        assert set(splits.values()) == {"train", "validation", "test"}


def test_speakers_are_drawn_by_their_seconds() -> None:
    candidates = [clip(f"s{speaker}", number, seconds=1 + speaker / 10) for speaker in range(40) for number in range(5)]
    splits = assign(candidates, {}, Options())
    total = sum(one.facts.amount for one in candidates if one.facts)
    test = sum(one.facts.amount for one in candidates if one.facts and splits[one.name] == "test")
    assert test / total == pytest.approx(0.1, abs=0.02)


@pytest.mark.parametrize(
    ("speakers", "word"), [(["ann", "bob"], "only 2 speakers are named"), ([None], "no speaker is named")]
)
def test_with_too_few_speakers_clips_are_split_and_that_is_said(speakers: list[str | None], word: str) -> None:
    candidates = [clip(speaker, number) for speaker in speakers for number in range(20)]
    splits = assign(candidates, {}, Options())
    assert Counter(splits.values())["test"] == len(candidates) // 10
    assert not list(check_empty_splits(candidates, splits))
    (finding,) = checks.check_splits(candidates, splits)
    assert finding.code == "few-speakers"
    assert word in finding.sentence


def test_the_split_of_the_source_is_followed_and_what_it_lacks_is_drawn_from_training() -> None:
    spoken = [(speaker, number) for speaker in range(12) for number in range(4)]
    candidates = [clip(f"s{speaker}", number, "test" if speaker < 3 else "train") for speaker, number in spoken]
    splits = assign(candidates, {}, Options())
    assert {one.sample.speaker for one in candidates if splits[one.name] == "test"} == {"s0", "s1", "s2"}
    assert Counter(splits.values()) == {"train": 32, "validation": 4, "test": 12}
    assert set(assign(candidates, {}, Options(splitting="new")).values()) == {"train", "validation", "test"}
    assert assign(candidates, {}, Options(splitting="new")) != splits


def test_speakers_in_two_splits_of_the_source_are_told() -> None:
    candidates = [clip(f"s{number % 5}", number, "test" if number < 9 else "train") for number in range(30)]
    findings = {finding.code: finding for finding in checks.check_splits(candidates, assign(candidates, {}, Options()))}
    assert "s0, s1, s2, s3, s4" in findings["shared-speakers"].sentence


def test_a_validation_part_is_found_where_the_source_mixes_its_speakers() -> None:
    candidates = [clip(f"s{number % 6}", number, "test" if number < 12 else "train") for number in range(60)]
    splits = assign(candidates, {}, Options())
    validating = {one.sample.speaker for one in candidates if splits[one.name] == "validation"}
    training = {one.sample.speaker for one in candidates if splits[one.name] == "train"}
    assert len(validating) == 1
    assert not validating & training


def test_what_joins_a_split_set_trains_unless_its_copy_is_elsewhere() -> None:
    pairs = zip(pictures(3), SPLITS, strict=True)
    old = [replace(one, sample=replace(one.sample, split=split)) for one, split in pairs]
    new = [replace(one, sample=replace(one.sample, name=f"new{one.name}")) for one in pictures(5)]
    splits = assign([*old, *new], {}, Options())
    assert [splits[one.name] for one in new] == ["train", "validation", "test", "train", "train"]


def test_a_source_that_is_all_test_says_what_to_do() -> None:
    candidates = pictures(9, split="test")
    (finding,) = check_empty_splits(candidates, assign(candidates, {}, Options()))
    assert finding.severity == "error"
    assert "Split the set anew" in finding.advice


def test_a_class_of_copies_cannot_be_in_every_split(tmp_path: Path) -> None:
    files = class_folders() | {f"yak/{number}.png": picture_bytes(9000) for number in range(5)}
    examination = examine(read_source(write(tmp_path / "in", files), tmp_path / "workspace"))
    assert any(finding.code == "absent-class" for finding in examination.findings)


def test_the_speakers_of_a_folder_are_kept_apart(tmp_path: Path) -> None:
    examination = examine(read_source(write(tmp_path / "in", spoken(6, 3)), tmp_path / "workspace"))
    speakers = {(one.sample.speaker, examination.splits[one.name]) for one in examination.candidates}
    assert len(speakers) == 6


@pytest.mark.parametrize(("validation", "test"), [(0, 0.1), (0.1, 0.6), (0.5, 0.5), (-1, 0.1)])
def test_shares_that_leave_nothing_are_refused(validation: float, test: float) -> None:
    with pytest.raises(DataSetError, match="at most"):
        Options(validation=validation, test=test)
