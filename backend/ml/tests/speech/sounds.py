"""Sound and video files of every kind that the tests need, written with PyAV."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.video.frame import VideoFrame

CODECS = {
    "wav": "pcm_s16le",
    "mp3": "libmp3lame",
    "flac": "flac",
    "ogg": "libopus",
    "m4a": "aac",
    "webm": "libopus",
    "aiff": "pcm_s16be",
    "aac": "aac",
    "caf": "pcm_s16le",
    "au": "pcm_s16be",
}
NARROW_CODECS = {"amr": "libopencore_amrnb"}  # mono at 8 kHz alone


def tone(seconds: float, rate: int, channels: int = 1, hertz: float = 440.0) -> npt.NDArray[np.int16]:
    """A sine wave of half amplitude, int16 (channels, samples)."""
    wave = np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)
    return np.tile((wave * 16384).astype(np.int16), (channels, 1))


def write_sound(path: Path, samples: npt.NDArray[np.int16], rate: int, container: str | None = None) -> Path:
    """Encode int16 (channels, samples) in the format that the ending of ``path`` names."""
    layout = {1: "mono", 2: "stereo"}[len(samples)]
    with av.open(str(path), "w", format=container) as output:
        stream = output.add_stream((CODECS | NARROW_CODECS)[path.suffix[1:]], rate=rate, layout=layout)
        assert isinstance(stream, AudioStream)
        if stream.codec_context.name == "aac":
            stream.bit_rate = 96_000
        frame = AudioFrame.from_ndarray(samples.T.reshape(1, -1).copy(), format="s16", layout=layout)
        frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), 0
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def write_video(path: Path, with_sound: bool = True, seconds: float = 0.5) -> Path:
    """A moving picture of half a second, with a tone or silent."""
    with av.open(str(path), "w") as output:
        picture = output.add_stream("libvpx" if path.suffix == ".webm" else "mpeg4", rate=10)
        picture.width, picture.height, picture.pix_fmt = 64, 64, "yuv420p"
        codec = "libopus" if path.suffix == ".webm" else "aac"
        sound = output.add_stream(codec, rate=48_000, layout="mono") if with_sound else None
        assert sound is None or isinstance(sound, AudioStream)
        for index in range(5):
            pixels = np.full((64, 64, 3), index * 40, np.uint8)
            output.mux(picture.encode(VideoFrame.from_ndarray(pixels, format="rgb24")))
        output.mux(picture.encode(None))
        if sound is not None:
            frame = AudioFrame.from_ndarray(tone(seconds, 48_000), format="s16", layout="mono")
            frame.sample_rate = 48_000
            output.mux(sound.encode(frame))
            output.mux(sound.encode(None))
    return path
