"""Any common sound file goes in; what is none, or is damaged, is refused with the word that the contract names."""

from pathlib import Path

import numpy as np
import pytest

from ml.errors import BadInput
from ml.formats import Format, formats_of
from ml.speech.decode import read_sound
from ml.speech.inspect import inspect
from ml.tests.speech.sounds import CODECS, NARROW_CODECS, tone, write_sound, write_video
from ml.types import Inspected, Limits


def probed(path: Path, max_seconds: float = 600) -> Inspected:
    return inspect(path, Limits(max_seconds=max_seconds))


def duration(path: Path) -> float:
    return probed(path).duration or 0.0


def refusal(path: Path, max_seconds: float = 600) -> str:
    with pytest.raises(BadInput) as caught:
        probed(path, max_seconds)
    return caught.value.code


@pytest.mark.parametrize("ending", CODECS)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_common_container_is_read_as_mono_at_16_khz(tmp_path: Path, ending: str, channels: int) -> None:
    path = write_sound(tmp_path / f"tone.{ending}", tone(1.5, 48_000, channels), 48_000)
    wave = np.concatenate(list(read_sound(path)))
    assert wave.dtype == np.float32
    assert len(wave) / 16_000 == pytest.approx(1.5, abs=0.12)
    middle = wave[4000:20_000]
    assert np.argmax(np.abs(np.fft.rfft(middle))) == pytest.approx(440, abs=2)


@pytest.mark.parametrize("one", formats_of("sound"), ids=lambda one: one.name)
def test_every_format_in_the_table_is_read_and_bounded(tmp_path: Path, one: Format) -> None:
    ending = one.suffixes[0][1:]
    rate = 8000 if ending in NARROW_CODECS else 48_000
    path = tmp_path / f"tone.{ending}"
    path = write_video(path, seconds=4) if one.video else write_sound(path, tone(4, rate), rate)
    assert probed(path).content_type == one.mime
    assert duration(path) == pytest.approx(4, abs=0.12)
    assert refusal(path, max_seconds=3) == "too_large"


@pytest.mark.parametrize("rate", [8000, 11_025, 22_050, 44_100, 96_000])
def test_any_rate_is_brought_to_16_khz(tmp_path: Path, rate: int) -> None:
    wave = np.concatenate(list(read_sound(write_sound(tmp_path / "tone.wav", tone(1, rate), rate))))
    assert len(wave) == pytest.approx(16_000, abs=40)
    assert np.argmax(np.abs(np.fft.rfft(wave[:16_000]))) == pytest.approx(440, abs=2)


def test_a_look_tells_length_rate_type_and_outline(tmp_path: Path) -> None:
    half = np.concatenate([tone(1, 44_100, 2), np.zeros((2, 44_100), np.int16)], axis=1)
    info = probed(write_sound(tmp_path / "half.flac", half, 44_100))
    assert info.duration == pytest.approx(2, abs=0.01)
    assert (info.sample_rate, info.content_type) == (44_100, "audio/flac")
    assert info.peaks
    assert len(info.peaks) == 200
    assert min(info.peaks[2:98]) > 0.3
    assert max(info.peaks[102:]) < 0.01


@pytest.mark.parametrize("ending", ["wav", "mp3", "webm"])
def test_silence_is_a_sound(tmp_path: Path, ending: str) -> None:
    path = write_sound(tmp_path / f"silence.{ending}", np.zeros((1, 48_000), np.int16), 48_000)
    assert duration(path) == pytest.approx(1, abs=0.12)


@pytest.mark.parametrize("seconds", [0.01, 0.1])
def test_a_very_short_sound_has_a_full_outline(tmp_path: Path, seconds: float) -> None:
    info = probed(write_sound(tmp_path / "click.wav", tone(seconds, 16_000), 16_000))
    assert info.peaks
    assert len(info.peaks) == 200
    assert info.duration == pytest.approx(seconds, abs=0.001)


def test_a_recording_without_a_length_in_its_header_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "live.webm"
    write_sound(tmp_path / "whole.webm", tone(2, 48_000), 48_000)
    data = (tmp_path / "whole.webm").read_bytes()
    at = data.index(b"\x44\x89\x88")  # Duration, an EBML float of eight bytes: void it as browsers leave it out
    path.write_bytes(data[:at] + b"\xec\x89" + bytes(9) + data[at + 11 :])
    assert duration(path) == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize("ending", ["wav", "flac", "m4a", "aiff"])
def test_a_file_cut_in_half_is_refused_where_its_header_tells(tmp_path: Path, ending: str) -> None:
    data = write_sound(tmp_path / f"whole.{ending}", tone(3, 48_000), 48_000).read_bytes()
    (tmp_path / f"cut.{ending}").write_bytes(data[: len(data) // 2])
    assert refusal(tmp_path / f"cut.{ending}") == "invalid_media"


@pytest.mark.parametrize("ending", ["mp3", "ogg", "webm"])
def test_a_stream_cut_in_half_gives_the_half_that_is_there(tmp_path: Path, ending: str) -> None:
    noise = np.random.default_rng(1).integers(-9000, 9000, (1, 48_000 * 6)).astype(np.int16)
    data = write_sound(tmp_path / f"whole.{ending}", noise, 48_000).read_bytes()
    (tmp_path / f"cut.{ending}").write_bytes(data[: len(data) // 2])
    assert 1.5 < duration(tmp_path / f"cut.{ending}") < 5


@pytest.mark.parametrize("ending", CODECS)
def test_a_file_of_nothing_but_its_first_bytes_is_refused(tmp_path: Path, ending: str) -> None:
    data = write_sound(tmp_path / f"whole.{ending}", tone(2, 48_000), 48_000).read_bytes()
    (tmp_path / f"head.{ending}").write_bytes(data[:60])
    assert refusal(tmp_path / f"head.{ending}") == "invalid_media"


@pytest.mark.parametrize("ending", ["mp3", "flac", "ogg", "m4a", "webm"])
def test_a_file_overwritten_with_noise_after_its_head_is_refused(tmp_path: Path, ending: str) -> None:
    data = write_sound(tmp_path / f"whole.{ending}", tone(3, 48_000), 48_000).read_bytes()
    noise = np.random.default_rng(3).bytes(len(data))
    (tmp_path / f"noise.{ending}").write_bytes(data[:200] + noise[200:])
    assert refusal(tmp_path / f"noise.{ending}") in ("invalid_media", "unsupported_media_type")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.wav").touch()
    assert refusal(tmp_path / "empty.wav") == "invalid_media"


@pytest.mark.parametrize(
    "content", [b"hello there, this is text", b"\xff\xd8\xff\xe0" + bytes(50), b"%PDF-1.7" + bytes(50)]
)
def test_what_is_no_sound_is_unsupported_whatever_its_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "sound.wav").write_bytes(content)
    assert refusal(tmp_path / "sound.wav") == "unsupported_media_type"


def test_a_playlist_that_points_at_another_file_is_never_followed(tmp_path: Path) -> None:
    target = write_sound(tmp_path / "secret.wav", tone(1, 16_000), 16_000)
    (tmp_path / "list.m3u8").write_text(f"#EXTM3U\n#EXTINF:1,\n{target}\n#EXT-X-ENDLIST\n")
    assert refusal(tmp_path / "list.m3u8") == "unsupported_media_type"


@pytest.mark.parametrize(
    ("ending", "mime"),
    [("mp4", "video/mp4"), ("mov", "video/mp4"), ("3gp", "video/mp4"), ("webm", "video/webm"), ("mkv", "video/webm")],
)
def test_of_a_video_the_sound_is_read_and_it_is_said_that_it_was_one(tmp_path: Path, ending: str, mime: str) -> None:
    film = write_video(tmp_path / f"film.{ending}", seconds=2)
    assert probed(film).content_type == mime
    assert duration(film) == pytest.approx(2, abs=0.12)


@pytest.mark.parametrize("ending", ["mp4", "webm"])
def test_a_video_without_sound_is_refused(tmp_path: Path, ending: str) -> None:
    silent = write_video(tmp_path / f"film.{ending}", with_sound=False)
    with pytest.raises(BadInput, match="There is no sound in this video"):
        probed(silent)
