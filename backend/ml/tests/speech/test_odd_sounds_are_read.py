"""What phones, recorders and sound programs really write is read as the plain sound, or refused with a true reason."""

import struct
import wave
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream

from ml.errors import BadInput
from ml.serving.engine import Engine, load
from ml.speech.error_rate import errors
from ml.speech.inspect import inspect
from ml.tests.speech.sounds import tone, write_sound
from ml.types import Inspected, Item, Limits, Result, Transcript

BUNDLE = Path(__file__).parents[2] / "bundles" / "wav2vec2-small"
ODD = Path(__file__).parents[1] / "fixtures" / "odd"
RATE = 16_000
with wave.open(str(ODD / "speech.wav")) as _file:
    SPEECH = np.frombuffer(_file.readframes(_file.getnframes()), "<i2")
FINER = np.repeat(SPEECH, 3)  # at 48 kHz, for codecs that spare at 16
PLAIN, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load(BUNDLE, "cpu", threads=1)


def text(engine: Engine, path: Path) -> str:
    (found,) = engine.predict_many([Item(path)])
    assert isinstance(found, Result), found
    assert isinstance(found.output, Transcript)
    return found.output.text


def looked_at(folder: Path, content: bytes) -> Inspected:
    (folder / "sent").write_bytes(content)
    return inspect(folder / "sent", Limits())


def wav(
    samples: bytes,
    channels: int = 1,
    bits: int = 16,
    *,
    rate: int = RATE,
    tag: int = PLAIN,
    valid: int = 0,
    order: str = "<",
    size: int | None = None,
) -> bytes:
    """A WAV with this head, right or wrong; `valid` of the bits makes it an extensible one."""
    block = channels * bits // 8
    kind, second = EXTENSIBLE if valid else tag, rate * block & 0xFFFFFFFF
    fields = struct.pack(order + "HHIIHH", kind, channels, rate, second, block, bits)
    if valid:
        fields += struct.pack(order + "HHIH", 22, valid, 0, tag) + bytes.fromhex("000000001000800000aa00389b71")
    whole = 20 + len(fields) + len(samples) if size is None else size
    data = len(samples) if size is None else size
    return (
        (b"RIFX" if order == ">" else b"RIFF") + struct.pack(order + "I", whole) + b"WAVEfmt "
        + struct.pack(order + "I", len(fields)) + fields + b"data" + struct.pack(order + "I", data) + samples
    )  # fmt: skip


def in_channels(*signs: int) -> bytes:
    return wav((SPEECH[:, None] * np.array(signs, "<i2")).tobytes(), channels=len(signs))


def encoded(ending: str) -> Callable[[Path], bytes]:
    return lambda folder: write_sound(folder / f"plain.{ending}", FINER[None], 3 * RATE).read_bytes()


def after(head: bytes, ending: str) -> Callable[[Path], bytes]:
    return lambda folder: head + encoded(ending)(folder)


def id3(size: int, *, footer: bool = False) -> bytes:
    """A tag with so many bytes, as music players put it before everything."""
    flags = 0x10 if footer else 0
    head = struct.pack("BBB4B", 4, 0, flags, *(size >> shift & 0x7F for shift in (21, 14, 7, 0)))
    return b"ID3" + head + bytes(size) + (b"3DI" + head if footer else b"")


def ape(footer: bool) -> bytes:
    field = struct.pack("<II", 2, 0) + b"Artist\0me"
    size = len(field) + 32
    head = b"APETAGEX" + struct.pack("<III", 2000, size, 1) + struct.pack("<I", 0xA0000000) + bytes(8)
    return head + field + (head if footer else b"")


def tracks(*shares: float) -> Callable[[Path], bytes]:
    """The speech in several streams of one file, each so loud."""

    def write(folder: Path) -> bytes:
        with av.open(str(folder / "tracks.mp4"), "w") as output:
            for _ in shares:
                stream = output.add_stream("aac", rate=3 * RATE, layout="mono")
                assert isinstance(stream, AudioStream)
            for stream, share in zip(output.streams.audio, shares, strict=True):
                samples = (FINER * share).astype(np.int16)[None]
                frame = AudioFrame.from_ndarray(samples, format="s16", layout="mono")
                frame.sample_rate = 3 * RATE
                output.mux(stream.encode(frame))
                output.mux(stream.encode(None))
        return (folder / "tracks.mp4").read_bytes()

    return write


def file(name: str) -> Callable[[Path], bytes]:
    return lambda _: (ODD / name).read_bytes()


def made(content: bytes) -> Callable[[Path], bytes]:
    return lambda _: content


WIDE = SPEECH.astype("<i4")
COUNTS = (2, 3, 6, 8, 9, 11, 13, 15, 17, 18, 20, 32, 64)
LENGTHS = (0, 2_000_000_036, 0x7FFFFFFF, 0xFFFFFFFF)
READ: dict[str, Callable[[Path], bytes]] = {
    **{f"{count} channels": made(in_channels(*[1] * count)) for count in COUNTS},
    "9 channels of which one speaks": made(in_channels(*[0] * 8, 1)),
    "64 channels of which one speaks": made(in_channels(*[0] * 40, 1, *[0] * 23)),
    "one channel takes the other away": made(in_channels(1, -1)),
    "two of four channels take the others away": made(in_channels(1, -1, -1, 1)),
    **{f"{size:,} for the length": made(wav(SPEECH.tobytes(), size=size)) for size in LENGTHS},
    "24 bits in 32": made(wav((WIDE << 16).tobytes(), bits=32, valid=24)),
    "20 bits in 32": made(wav((WIDE << 16).tobytes(), bits=32, valid=20)),
    "16 bits in 32": made(wav((WIDE << 16).tobytes(), bits=32, valid=16)),
    "14 bits in 16": made(wav(SPEECH.tobytes(), bits=16, valid=14)),
    "32 bits in 32": made(wav((WIDE << 16).tobytes(), bits=32, valid=32)),
    "big-endian of 16 bits": made(wav(SPEECH.astype(">i2").tobytes(), order=">")),
    "big-endian of 32 bits": made(wav((WIDE << 16).astype(">i4").tobytes(), bits=32, order=">")),
    "big-endian of floats": made(wav((SPEECH / 32768).astype(">f4").tobytes(), bits=32, tag=FLOAT, order=">")),
    **{f"ID3 before {ending}": after(id3(1000), ending) for ending in ("wav", "flac", "aac", "ogg", "mp3", "caf")},
    "ID3 with a footer before wav": after(id3(300, footer=True), "wav"),
    "two ID3 before mp3": after(id3(300) + id3(20_000), "mp3"),
    "ID3, then zeros, before mp3": after(id3(300) + bytes(700), "mp3"),
    "APE before mp3": after(ape(footer=True), "mp3"),
    "APE without a footer before mp3": after(ape(footer=False), "mp3"),
    "zeros before mp3": after(bytes(417), "mp3"),
    "zeros before aac": after(bytes(64), "aac"),
    "pauses of AMR": file("dtx122.amr"),
    "the second track speaks": file("two_tracks.m4a"),
    "the third track speaks": tracks(0.0, 0.001, 1.0),
    "the first of two tracks speaks": tracks(1.0, 0.0),
    "a meeting": file("meeting.mp4"),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_it_is_read_as_the_plain_sound(engine: Engine, tmp_path: Path, name: str) -> None:
    plain = text(engine, ODD / "speech.wav")
    found = looked_at(tmp_path, READ[name](tmp_path))
    assert found.duration == pytest.approx(len(SPEECH) / RATE, abs=0.15)
    assert found.peaks
    assert max(found.peaks) > 0.02
    assert errors([plain], [text(engine, tmp_path / "sent")])[0] <= 1


@pytest.mark.parametrize("second", ["ogg", "vorbis"])
def test_all_links_of_a_chained_ogg_are_read(engine: Engine, tmp_path: Path, second: str) -> None:
    chained = encoded("ogg")(tmp_path) * 2 if second == "ogg" else (ODD / "chained_mixed.ogg").read_bytes()
    plain = text(engine, ODD / "speech.wav")
    assert looked_at(tmp_path, chained).duration == pytest.approx(2 * len(SPEECH) / RATE, abs=0.3)
    assert errors([f"{plain} {plain}"], [text(engine, tmp_path / "sent")])[0] <= 2


def test_a_first_track_that_speaks_is_read_though_another_is_louder(tmp_path: Path) -> None:
    found = looked_at(tmp_path, tracks(0.2, 1.0)(tmp_path))
    assert found.peaks
    assert max(found.peaks) == pytest.approx(0.2 * np.abs(SPEECH).max() / 32768, abs=0.05)


def test_channels_that_hold_the_same_are_as_loud_as_one(tmp_path: Path) -> None:
    one, two = (looked_at(tmp_path, in_channels(*[1] * count)).peaks for count in (1, 2))
    assert one == pytest.approx(two, abs=1e-3)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (wav(SPEECH.tobytes(), rate=2_147_483_647), r"2,147,483,647 samples a second.*1,000 to 768,000"),
        (wav(SPEECH.tobytes(), rate=768_001), "768,001 samples a second"),
        (wav(SPEECH.tobytes(), rate=999), "999 samples a second"),
        (wav(SPEECH[:6500].tobytes() * 10, channels=65), "65 channels; up to 64"),
        (wav(SPEECH[:25600].tobytes() * 10, channels=256), "256 channels"),
        (wav(b""), "no sound in it"),
        (wav(SPEECH.tobytes())[:-60_000], "truncated"),
        (wav(SPEECH.astype(">i2").tobytes(), order=">")[:-60_000], "truncated"),
        (id3(300) + wav(SPEECH.tobytes())[:-60_000], "truncated"),
        (id3(300) + b"no frame at all " * 50, "truncated or corrupt"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(BadInput, match=reason) as caught:
        looked_at(tmp_path, content)
    assert caught.value.code == "invalid_media"


@pytest.mark.parametrize("rate", [1_000, 8_000, 768_000])
def test_rates_of_real_recorders_are_read(tmp_path: Path, rate: int) -> None:
    found = looked_at(tmp_path, wav(tone(1, rate, hertz=100.0).tobytes(), rate=rate))
    assert found.sample_rate == rate
    assert found.duration == pytest.approx(1, abs=0.01)


def test_nothing_but_zeros_is_no_sound(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no sound that can be read here") as caught:
        looked_at(tmp_path, bytes(100_000))
    assert caught.value.code == "unsupported_media_type"
