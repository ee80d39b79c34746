"""Read any common sound file as float32 mono chunks, with PyAV (FFmpeg), in bounded memory.

The container is chosen by the file's first bytes and never by its name, and FFmpeg is told which it is: `ml.formats`.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition

from ml.errors import BadInput
from ml.formats import Format, video_of
from ml.speech.mixdown import Mixdown
from ml.speech.source import Source, readable, source_of

Wave = npt.NDArray[np.float32]
# What libswresample takes, and the rates of real recorders; beyond them a few bytes ask for gigabytes.
MOST_CHANNELS = 64
RATES = (1_000, 768_000)
MOST_TRACKS = 8
# 30 dB: a first track that is so much quieter than another holds nothing that was meant.
MUCH_QUIETER = 0.03
AMR_SPEECH = {"amrnb": 8, "amrwb": 9}
AMR_FRAMES = {"amrnb": 160, "amrwb": 320}


@dataclass(slots=True)
class Sound:
    """An open sound file.

    Args:
        declared: the length in seconds that its header promises, if it can be held to it.
        track: which of its streams of sound is read.
        good, bad: packets that could be decoded so far, and those that could not.
    """

    source: Source
    format: Format
    codec: str
    sample_rate: int
    declared: float | None
    track: int
    _first: InputContainer = field(repr=False)
    good: int = 0
    bad: int = 0

    def streams(self) -> Iterator[tuple[InputContainer, AudioStream]]:
        """What is read of each part of the file, one after the other."""
        yield self._first, self._first.streams.audio[self.track]
        for part in self.source.parts[1:]:
            with _opened(self.source, part) as container:
                if container.streams.audio:
                    yield container, _track(container, 0)


@contextmanager
def open_sound(path: Path) -> Iterator[Sound]:
    """Open a file that holds sound; of a video the sound is read.

    Raises:
        BadInput: ``invalid_media`` for an empty or corrupt file, ``unsupported_media_type`` for what is no sound.
    """
    source = source_of(path)
    with ExitStack() as held:
        container = held.enter_context(_opened(source, source.parts[0]))
        video = any(not stream.disposition & Disposition.attached_pic for stream in container.streams.video)
        if not container.streams.audio:
            what = "video" if video else "file"
            raise BadInput("unsupported_media_type", f"There is no sound in this {what}.")
        track = 0
        if len(container.streams.audio) > 1:
            track = _track_that_speaks(source, container)
            container = held.enter_context(_opened(source, source.parts[0]))
        stream = _track(container, track)
        yield Sound(
            source=source,
            format=video_of(source.format) if video else source.format,
            codec=stream.codec_context.name,
            sample_rate=stream.codec_context.sample_rate,
            declared=_declared_length(stream, source),
            track=track,
            _first=container,
        )


@contextmanager
def _opened(source: Source, part: tuple[int, int]) -> Iterator[InputContainer]:
    with readable(source, part) as file:
        try:
            container = av.open(file, "r", format=source.format.readers[0], metadata_errors="replace")
        except (av.error.FFmpegError, ValueError, EOFError) as error:
            raise BadInput("invalid_media", "The sound file is truncated or corrupt.") from error
        with closing(container):
            yield container


def _track(container: InputContainer, number: int) -> AudioStream:
    stream = container.streams.audio[number]
    if stream.codec_context is None:
        raise BadInput("unsupported_media_type", "The sound in this file is of a kind that cannot be read here.")
    refuse_unreal(stream.codec_context.sample_rate, stream.codec_context.channels)
    return stream


def refuse_unreal(rate: int, channels: int) -> None:
    """Raises BadInput where no recorder writes such a sound, before anything is made of that size."""
    least, most = RATES
    if not least <= rate <= most:
        said = f"The sound has {rate:,} samples a second by its header"
        raise BadInput("invalid_media", f"{said}; {least:,} to {most:,} can be read.")
    if channels > MOST_CHANNELS:
        raise BadInput("invalid_media", f"The sound has {channels} channels; up to {MOST_CHANNELS} can be read.")


def _track_that_speaks(source: Source, container: InputContainer) -> int:
    """The first stream of sound that is not much quieter than the loudest."""
    levels = [_level(source, number) for number in range(min(len(container.streams.audio), MOST_TRACKS))]
    return next(number for number, level in enumerate(levels) if level >= MUCH_QUIETER * max(levels))


def _level(source: Source, track: int) -> float:
    """The root mean square of a stream; 0 where it cannot be decoded."""
    energy: float = 0.0
    samples = 0
    try:
        with _opened(source, source.parts[0]) as container:
            sound = Sound(source, source.format, "", 0, None, track, container)
            _track(container, track)
            for chunk in _mono(sound, 8_000):
                energy += float(chunk @ chunk)
                samples += len(chunk)
    except BadInput:
        return 0.0
    return math.sqrt(energy / max(samples, 1))


def _declared_length(stream: AudioStream, source: Source) -> float | None:
    """Seconds that the header promises, None where a reader only guesses them from the size of the file."""
    if not source.format.declares_length or not stream.duration or stream.time_base is None:
        return None
    return float(stream.duration * stream.time_base)


def _frames(sound: Sound) -> Iterator[AudioFrame]:
    """Decode packet by packet; a damaged packet is skipped, but a file of mostly damaged ones is refused.

    Raises:
        BadInput: ``invalid_media`` if nothing, or less than nine tenths of the packets, can be decoded.
    """
    for container, stream in sound.streams():
        decoder = _decoder(stream, sound.source)
        packets = container.demux(stream)
        while True:
            try:
                packet = next(packets, None)
                if packet is None:
                    break
                yield from _decoded(decoder, packet)
                sound.good += 1
            except (av.error.FFmpegError, ValueError) as error:
                sound.bad += 1
                if sound.bad > 20 and sound.bad > sound.good / 9:
                    raise BadInput("invalid_media", "The sound file is corrupt.") from error
    if sound.good <= 1 and not sound.bad:
        raise BadInput("invalid_media", "The file has the form of a sound, and no sound in it.")
    if sound.good <= 1 or sound.bad > sound.good / 9:
        raise BadInput("invalid_media", "The sound file is truncated or corrupt.")


def _decoder(stream: AudioStream, source: Source) -> AudioCodecContext:
    if source.decoder is None:
        return stream.codec_context
    decoder = av.CodecContext.create(source.decoder, "r")
    assert isinstance(decoder, AudioCodecContext)  # noqa: S101 - for the types: each of them is one of sound
    decoder.sample_rate, decoder.layout = stream.codec_context.sample_rate, stream.codec_context.layout
    return decoder


def _decoded(decoder: AudioCodecContext, packet: "Packet[AudioStream]") -> Sequence[AudioFrame]:
    """The frames of a packet. A pause of AMR, which says only what the noise was like, is silence."""
    speech = AMR_SPEECH.get(decoder.name)
    if speech is None or not packet.size or bytes(packet)[0] >> 3 & 15 < speech:
        return decoder.decode(packet)
    silence = np.zeros((1, AMR_FRAMES[decoder.name]), np.float32)
    frame = AudioFrame.from_ndarray(silence, format="fltp", layout="mono")
    frame.sample_rate = decoder.sample_rate
    return [frame]


def _mono(sound: Sound, rate: int) -> Iterator[Wave]:
    """All of it at ``rate``; a file that changes its format on the way gets a new resampler there."""
    resampler, mix, shape = None, Mixdown(1), None
    for frame in _frames(sound):
        now = (frame.format.name, frame.layout.name, frame.layout.nb_channels, frame.sample_rate)
        if shape != now:
            if resampler is not None:
                yield from map(mix, _resampled(resampler, None))
            refuse_unreal(frame.sample_rate, frame.layout.nb_channels)
            # Channels are mixed here: libswresample refuses layouts that it does not know.
            shape, resampler, mix = now, AudioResampler(format="flt", rate=rate), Mixdown(frame.layout.nb_channels)
        frame.pts = None
        if resampler is not None:
            yield from map(mix, _resampled(resampler, frame))
    if resampler is not None:
        yield from map(mix, _resampled(resampler, None))


def _resampled(resampler: AudioResampler, frame: AudioFrame | None) -> Iterator[Wave]:
    """Interleaved samples; of no frame what is left inside."""
    for part in resampler.resample(frame):
        if part is not None:
            yield part.to_ndarray().reshape(-1).astype(np.float32, copy=False)


def chunks_of(sound: Sound, rate: int) -> Iterator[Wave]:
    """All of the sound in chunks, mono float32 at ``rate``.

    Raises:
        BadInput: ``invalid_media`` where it is corrupt or ends well before its header says.
    """
    samples = 0
    for chunk in _mono(sound, rate):
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
