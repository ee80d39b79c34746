"""A speech model without any server: `python -m bench.serving.inprocess_speech BUNDLE WAV ...`.

Clips sorted by length, each at its own length or four nearly equal ones together; the faster way is the limit. ONNX
Runtime with its defaults, greedy decoding.
"""

import json
import sys
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray


def read(path: Path) -> NDArray[np.float32]:
    """A WAV of 16 bits -> zero mean, unit variance."""
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32)
    return np.asarray((samples - samples.mean()) / (samples.std() + 1e-7), np.float32)


def transcribe(session: Any, paths: list[Path], together: int) -> None:
    """All of them, so many at once, padded to the longest."""
    waves = sorted((read(path) for path in paths), key=len)
    for start in range(0, len(waves), together):
        some = waves[start : start + together]
        batch = np.stack([np.pad(one, (0, len(some[-1]) - len(one))) for one in some])
        best = session.run(None, {"wave": batch})[0].argmax(2)
        for row in best:
            row[np.flatnonzero(np.diff(row, prepend=-1))].tolist()


def main(bundle: Path, paths: list[Path]) -> None:
    """The faster of the two ways."""
    session = onnxruntime.InferenceSession(str(bundle / "model.onnx"), providers=["CPUExecutionProvider"])
    transcribe(session, paths[:1], 1)
    found = []
    for together in (1, 4):
        began, cpu = time.perf_counter(), time.process_time()
        transcribe(session, paths, together)
        found.append((time.perf_counter() - began, time.process_time() - cpu, together))
    seconds, used, together = min(found)
    sys.stdout.write(json.dumps({"alone_s": seconds, "alone_cpu_s": used, "together": together}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(one) for one in sys.argv[2:]])
