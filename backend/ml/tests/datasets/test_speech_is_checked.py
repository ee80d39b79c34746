"""What is wrong with recordings and their texts is found before anything is trained."""

import shutil
from pathlib import Path

import pytest

from ml.bundle import Bundle
from ml.datasets.candidate import compared_with
from ml.datasets.checks.finding import Finding
from ml.datasets.examine import Examination, examine
from ml.datasets.layouts.read import read_source
from ml.datasets.options import Options
from ml.datasets.transcripts import TextRules, normalised, rules_for
from ml.errors import DataSetError
from ml.speech.survey import look
from ml.speech.vocabulary import needed_frames
from ml.tests.datasets.material import sound_bytes, spoken, write
from ml.types import Limits

FIXTURES = Path(__file__).parents[1] / "fixtures"
BUNDLES = Path(__file__).parents[2] / "bundles"


def examined(tmp_path: Path, clips: dict[str, tuple[str, bytes]], options: Options | None = None) -> Examination:
    """The clips (name -> text, bytes) in a table beside a handful of good ones."""
    good = {f"good{number}.wav": (f"SPEAKER {number % 4}", sound_bytes(310 + 20 * number)) for number in range(12)}
    texts = {"0": "ONE", "1": "TWO", "2": "TEN", "3": "SIX"}
    lines = [f"{name}\t{texts[text[-1]]}\t{text}" for name, (text, _) in good.items()]
    lines += [f"{name}\t{text}\tguest" for name, (text, _) in clips.items()]
    files = {name: content for name, (_, content) in (good | clips).items()}
    table = "\n".join(["file\ttext\tspeaker", *lines]).encode()
    return examine(read_source(write(tmp_path / "in", files | {"all.tsv": table}), tmp_path / "workspace"), options)


def found(examination: Examination, code: str) -> Finding:
    return next(finding for finding in examination.findings if finding.code == code)


def test_clean_speech_has_no_findings(tmp_path: Path) -> None:
    report = examined(tmp_path, {}).report
    assert report.ready
    assert report.findings == ()
    assert report.seconds == 12
    assert report.speakers == 4
    assert report.sample_rates == {16_000: 12}
    assert report.characters["O"] == 6
    assert report.silence_share == pytest.approx(0.2, abs=0.03)


@pytest.mark.parametrize(
    ("code", "severity", "text", "content"),
    [
        ("unreadable", "error", "YES", b"no sound"),
        ("unreadable", "error", "YES", b""),
        ("empty-text", "error", "", sound_bytes()),
        ("empty-text", "error", "...", sound_bytes()),
        ("silent", "error", "YES", sound_bytes(level=0)),
        ("too-short", "error", "HOW MANY WORDS ARE IN A FIFTH OF A SECOND", sound_bytes(seconds=0.3)),
        ("too-long", "warning", "YES", sound_bytes(seconds=31)),
        ("clipped", "warning", "YES", sound_bytes(level=1.5)),
        ("narrow", "warning", "YES", sound_bytes(rate=8000)),
        ("mostly-silence", "warning", "YES", sound_bytes(seconds=0.25)),
        ("unknown-characters", "warning", "STRAßE 42", sound_bytes()),
    ],
)
def test_a_clip_that_is_wrong_is_found_and_can_be_left_out(
    tmp_path: Path, code: str, severity: str, text: str, content: bytes
) -> None:
    examination = examined(tmp_path, {"wrong.wav": (text, content)})
    finding = found(examination, code)
    assert finding.severity == severity
    assert [case.files for case in finding.cases] == [("wrong.wav",)]
    assert examination.report.ready == (severity == "warning")
    rest = examination.without([code])
    assert rest.report.ready
    assert rest.report.findings == ()
    assert [exclusion.file for exclusion in rest.excluded] == ["wrong.wav"]


def test_unknown_characters_are_counted_and_a_vocabulary_is_proposed(tmp_path: Path) -> None:
    examination = examined(tmp_path, {"a.wav": ("für 42 Bären", sound_bytes()), "b.wav": ("Tür", sound_bytes(900))})
    finding = found(examination, "unknown-characters")
    assert "'Ü' (2)" in finding.sentence
    assert "'4' (1)" in finding.sentence
    assert "have digits spelled as words" in finding.advice
    assert set("ÄÜ24'Z ") <= set(examination.report.proposed_characters)
    assert found(examination, "rewritten").severity == "note"
    assert found(examination, "rewritten").cases[0].note == "für 42 Bären → FÜR 42 BÄREN"


def test_the_same_sound_with_two_texts_stops_the_set_even_in_another_container(tmp_path: Path) -> None:
    digits = (FIXTURES / "digits.opus").read_bytes()
    clips = {"a.opus": ("ONE FIVE TWO ONE THREE", digits), "b.ogg": ("ONE FIVE TWO ONE TWO", digits)}
    tone = sound_bytes(700)
    with_a_chunk_behind = tone + b"LIST\x04\x00\x00\x00INFO"
    clips |= {"c.wav": ("YES", tone), "d.wav": ("NO", with_a_chunk_behind)}
    finding = found(examined(tmp_path, clips), "contradictions")
    assert {tuple(sorted(case.files)) for case in finding.cases} == {("a.opus", "b.ogg"), ("c.wav", "d.wav")}


def test_listed_files_that_are_not_there_stop_the_set(tmp_path: Path) -> None:
    files = spoken(4)
    del files["2/10/2-10-0001.wav"]
    examination = examine(read_source(write(tmp_path / "in", files), tmp_path / "workspace"))
    assert found(examination, "missing").cases[0].files == ("2/10/2-10-0001",)
    rest = examination.without(["missing"])
    assert rest.report.ready
    assert rest.excluded[0].reason == "missing: no such file"


def test_a_recording_is_measured() -> None:
    facts = look(FIXTURES / "digits.opus", Options())
    assert facts.suffix == ".opus"
    assert facts.seconds == pytest.approx(2.5, abs=1.5)
    assert 0 < facts.leading < 0.5 * facts.seconds
    assert 0.05 < facts.peak <= 1
    assert facts.clipped == 0


def test_a_silent_file_is_read_in_little_memory_and_has_no_peak(tmp_path: Path) -> None:
    (tmp_path / "silence.wav").write_bytes(sound_bytes(level=0, seconds=5))
    facts = look(tmp_path / "silence.wav", Options())
    assert (facts.peak, facts.leading, facts.trailing) == (0, 0, 0)


@pytest.mark.parametrize(("text", "frames"), [("", 0), ("ABC", 3), ("AA", 3), ("BALLOON", 9)])
def test_ctc_needs_a_frame_a_character_and_one_between_doubles(text: str, frames: int) -> None:
    assert needed_frames(text) == frames


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  Don't   stop! ", "DON'T STOP"),
        ("It\u2019s \u201cfine\u201d \u2013 well-known", "IT'S FINE WELL KNOWN"),
        ("e\u0301te\u0301 ﬁn", "ÉTÉ FIN"),
        ("and/or 42%", "AND OR 42"),
        ("a\tb\nc\u200bd", "A B CD"),
    ],
)
def test_texts_are_brought_into_one_form(before: str, after: str) -> None:
    assert normalised(before, TextRules()) == after
    assert normalised(after, TextRules()) == after


def test_rules_can_be_chosen() -> None:
    assert normalised("Room 42!", TextRules(digits="spelled")) == "ROOM FOUR TWO"
    assert normalised("Room 42!", TextRules(case="kept", punctuation="kept")) == "Room 42!"
    assert normalised("Room", TextRules(case="lower")) == "room"


def test_the_rules_fit_the_vocabulary_of_a_model() -> None:
    assert rules_for(("'", "a", "b")).case == "lower"
    assert rules_for(("'", "A", "b")).case == "kept"
    options = compared_with(Options(), Bundle.load(BUNDLES / "wav2vec2-small"))
    assert options.characters == frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ' ")
    assert options.frame_seconds == 0.02
    assert options.text == TextRules()
    with pytest.raises(DataSetError, match="no speech model"):
        compared_with(Options(), Bundle.load(BUNDLES / "resnet-cifar10"))


def test_a_recording_that_is_too_long_to_read_is_refused(tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "digits.opus", tmp_path / "digits.opus")
    examination = examined(tmp_path, {}, Options(limits=Limits(max_seconds=0.5)))
    assert "limit of 0.5 seconds" in found(examination, "unreadable").cases[0].note
