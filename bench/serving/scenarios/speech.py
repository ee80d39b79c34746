"""Wav2Vec2-base, 100 clips of 2 to 15 s: sound a second, of what the cores do with clips sorted by length."""

import io
import json
import random
import subprocess
import sys
import time
import wave
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
from numpy.typing import NDArray

from bench.serving.arithmetic import median, ratio
from bench.serving.contest import Load, measure
from bench.serving.models import bundles
from bench.serving.options import Options
from bench.serving.places import ROOT, say
from bench.serving.record import Figure, Outcome
from bench.serving.servers.slipway import Slipway
from bench.serving.wire import File

CLIPS, RATE, TURNS = 100, 16_000, 4
SPOKEN = ROOT / "frontend/public/examples/digits.opus"


def run(options: Options) -> Outcome:
    """A quarter of the clips each turn: sent in one request, then by a process without any server."""
    bundle, mixed = bundles.wav2vec2(), clips(CLIPS // (5 if options.quick else 1))
    parts = [mixed[turn::TURNS] for turn in range(TURNS if not options.quick else 2)]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        (running,) = replace(options, against=None).slipways(stack, [bundle])
        _served(running, parts[0][:1])  # the model is loaded
        rounds = [{**_served(running, part), **_alone(bundle, folder, part)} for part in parts]
    share = ratio(sum(one["alone_s"] for one in rounds), sum(one["s"] for one in rounds))
    cost = ratio(sum(one["alone_cpu_s"] for one in rounds), sum(one["cpu_s"] for one in rounds))
    figures = [
        Figure("Wav2Vec2-base, sound a second, of in-process sorted by length", share, "", 0.85, 0.95, more=True),
        Figure("the same in CPU time", cost, "", more=True),
        Figure("seconds of sound a second", median(one["sound"] / one["s"] for one in rounds), "s/s"),
    ]
    return Outcome(figures, {"rounds": rounds})


def clips(count: int) -> list[tuple[float, File]]:
    """Spoken digits of 2 to 15 s, evenly spread, in no order; with their seconds. Noise would not be computed."""
    spoken, chance = _spoken(), random.Random(0)
    lengths = [2 + 13 * step / max(1, count - 1) for step in range(count)]
    chance.shuffle(lengths)
    beginnings = [chance.randrange(len(spoken)) for _ in lengths]
    return [
        (
            seconds,
            File(f"{seconds:.2f}.wav", "audio/wav", _wav(np.resize(np.roll(spoken, -begin), int(seconds * RATE)))),
        )
        for seconds, begin in zip(lengths, beginnings, strict=True)
    ]


def _spoken() -> NDArray[np.int16]:
    """Five digits, mono at RATE."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(str(SPOKEN)) as file:
        frames = [part for frame in file.decode(audio=0) for part in resampler.resample(frame)]
    return np.concatenate([frame.to_ndarray().ravel() for frame in frames])


def _wav(samples: NDArray[np.int16]) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(samples.tobytes())
    return file.getvalue()


def _served(running: Slipway, part: list[tuple[float, File]]) -> dict[str, float]:
    """Seconds from the request to the last answer, and CPU seconds of all processes."""
    server = running.server("wav2vec2-base", wait=False)
    before, began = server.cpu(), time.perf_counter()
    measure(server, [server.upload(*(file for _, file in part))], Load(seconds=0.001, warm_seconds=0))
    while (summary := running.get("summary"))["waiting"] + summary["processing"]:
        time.sleep(0.1)
    took, after = time.perf_counter() - began, server.cpu()
    sound, used = sum(seconds for seconds, _ in part), sum(after.values()) - sum(before.values())
    found = {"sound": sound, "s": took, "cpu_s": used}
    say(f"served: {found}")
    return found


def _alone(bundle: Path, folder: Path, part: list[tuple[float, File]]) -> dict[str, float]:
    for _, file in part:
        (folder / file.name).write_bytes(file.content)
    names = [str(folder / file.name) for _, file in part]
    argv = [sys.executable, "-m", "bench.serving.inprocess_speech", str(bundle), *names]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    say(f"alone: {found}")
    return found
