"""Read any common sound file as float32 mono chunks, with PyAV (FFmpeg), in bounded memory.

The container is chosen by the file's first bytes and never by its name, and FFmpeg is told which it is: `ml.formats`.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition

from ml.errors import BadInput
from ml.formats import Format, format_read_by, formats_of

Wave = npt.NDArray[np.float32]
SIGNATURE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Sound:
    """An open sound file; ``declared`` is the length in seconds that its header promises, if it can be held to it."""

    format: Format
    container: InputContainer
    stream: AudioStream
    declared: float | None


def sniff(head: bytes) -> Format | None:
    """The format of these first bytes (at least 16), None where they are no sound that we read."""
    for one in formats_of("sound"):
        if any(head[offset : offset + len(signature)] == signature for offset, signature in one.signatures):
            return one
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        layer = head[1] >> 1 & 3
        if layer == 0 and head[1] & 0xF0 == 0xF0:
            return format_read_by("aac")
        if layer in (1, 2) and head[1] & 0x18 != 0x08 and head[2] >> 4 not in (0, 15):
            return format_read_by("mp3")
    return None


@contextmanager
def open_sound(path: Path) -> Iterator[Sound]:
    """Open a file that holds sound and no moving picture (a cover picture is fine).

    Raises:
        BadInput: ``invalid_media`` for an empty or corrupt file, ``unsupported_media_type`` for what is no sound.
    """
    with path.open("rb") as file:
        head = file.read(SIGNATURE_BYTES)
    if not head:
        raise BadInput("invalid_media", "The file is empty.")
    found = sniff(head)
    if found is None:
        raise BadInput("unsupported_media_type", "The file is no sound that is read here.")
    if found.name == "WAV" and riff_is_cut(head, path.stat().st_size):
        raise BadInput("invalid_media", "The sound file is truncated.")
    try:
        container = av.open(str(path.resolve()), format=found.readers[0], metadata_errors="replace")
    except (av.error.FFmpegError, ValueError, EOFError) as error:
        raise BadInput("invalid_media", "The sound file is truncated or corrupt.") from error
    with closing(container):
        yield Sound(found, container, sound_stream(container), declared_length(container, found))


def riff_is_cut(head: bytes, size: int) -> bool:
    """Whether a WAV is well shorter than its header says; FFmpeg believes the size of the file instead.

    Programs that write to a pipe put 0 or a number near 2 or 4 GiB, which says nothing.
    """
    declared = int.from_bytes(head[4:8], "little") + 8
    return declared < 2**31 - 2**16 and size < 0.95 * declared - 4096


def sound_stream(container: InputContainer) -> AudioStream:
    """The first sound stream. Raises BadInput ``unsupported_media_type`` for a video and for a file without sound."""
    if any(not stream.disposition & Disposition.attached_pic for stream in container.streams.video):
        raise BadInput("unsupported_media_type", "The file is a video; only sound is read here.")
    if not container.streams.audio:
        raise BadInput("unsupported_media_type", "There is no sound in this file.")
    return container.streams.audio[0]


def declared_length(container: InputContainer, found: Format) -> float | None:
    """Seconds that the header promises, None where a reader only guesses them from the size of the file."""
    stream = container.streams.audio[0]
    if not found.declares_length or not stream.duration or stream.time_base is None:
        return None
    return float(stream.duration * stream.time_base)


def frames_of(sound: Sound) -> Iterator[AudioFrame]:
    """Decode packet by packet; a damaged packet is skipped, but a file of mostly damaged ones is refused.

    Raises:
        BadInput: ``invalid_media`` if nothing, or less than nine tenths of the packets, can be decoded.
    """
    good, bad = 0, 0
    packets = sound.container.demux(sound.stream)
    while True:
        try:
            packet = next(packets, None)
            if packet is None:
                break
            yield from sound.stream.decode(packet)
            good += 1
        except (av.error.FFmpegError, ValueError) as error:
            bad += 1
            if bad > 20 and bad > good / 9:
                raise BadInput("invalid_media", "The sound file is corrupt.") from error
    if good <= 1 or bad > good / 9:
        raise BadInput("invalid_media", "The sound file is truncated or corrupt.")


def resampled(frames: Iterator[AudioFrame], rate: int) -> Iterator[Wave]:
    """Mono at ``rate``; a file that changes its format on the way gets a new resampler there."""
    resampler, shape = None, None
    for frame in frames:
        if shape != (frame.format.name, frame.layout.name, frame.sample_rate):
            if resampler is not None:
                yield from flushed(resampler)
            shape = (frame.format.name, frame.layout.name, frame.sample_rate)
            resampler = AudioResampler(format="flt", layout="mono", rate=rate)
        frame.pts = None
        for part in resampler.resample(frame) if resampler else ():
            yield part.to_ndarray().reshape(-1).astype(np.float32, copy=False)
    if resampler is not None:
        yield from flushed(resampler)


def flushed(resampler: AudioResampler) -> Iterator[Wave]:
    """What is left inside of a resampler."""
    for part in resampler.resample(None):
        yield part.to_ndarray().reshape(-1).astype(np.float32, copy=False)


def chunks_of(sound: Sound, rate: int) -> Iterator[Wave]:
    """All of the sound in chunks, mono float32 at ``rate``.

    Raises:
        BadInput: ``invalid_media`` where it is corrupt or ends well before its header says.
    """
    samples = 0
    for chunk in resampled(frames_of(sound), rate):
        samples += len(chunk)
        yield np.nan_to_num(chunk, nan=0.0, posinf=1.0, neginf=-1.0)
    if samples == 0:
        raise BadInput("invalid_media", "There is not a single sample in this file.")
    if sound.declared is not None and samples / rate < 0.95 * sound.declared - 0.1:
        raise BadInput("invalid_media", "The sound file is truncated.")


def read_sound(path: Path, rate: int = 16_000) -> Iterator[Wave]:
    """Decode a file as it is read: float32 mono chunks of up to a few thousand samples at ``rate``.

    Raises:
        BadInput: as ``open_sound``; and ``invalid_media``, possibly after some chunks, where the file is damaged.
    """
    with open_sound(path) as sound:
        yield from chunks_of(sound, rate)
