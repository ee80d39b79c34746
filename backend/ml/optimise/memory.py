"""The most memory that a process needs to serve a bundle: measured in a process of its own, without torch.

As a program: ``python -m ml.optimise.memory BUNDLE BATCH`` prints the bytes.
"""

import os
import re
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np

from ml.bundle import MODEL, Bundle
from ml.errors import OptimiseError
from ml.serving.predictor import predictor_of
from ml.serving.session import open_session

LIMIT_SECONDS = 600.0
BACKEND = Path(__file__).resolve().parents[2]


def peak_memory(bundle: Bundle, batch: int) -> int:
    """Bytes that a process held at most while it loaded the model and computed three batches."""
    command = [sys.executable, "-m", "ml.optimise.memory", str(bundle.folder.resolve()), str(batch)]
    try:
        child = subprocess.run(  # noqa: S603 - ourselves
            command, cwd=BACKEND, capture_output=True, text=True, check=False, timeout=LIMIT_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise OptimiseError(f"{bundle.manifest.slug} did not answer within {LIMIT_SECONDS:.0f} s.") from error
    if child.returncode:
        last = (child.stderr.strip().splitlines() or ["no message"])[-1]
        raise OptimiseError(f"{bundle.manifest.slug} could not be loaded to measure its memory: {last}")
    return int(child.stdout)


def own_peak() -> int:
    """Bytes of this process at most. `ru_maxrss` counts what the process was before it became this program, too."""
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"VmHWM:\s+(\d+) kB", status.read_text())):
        return int(found[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def main(folder: Path, batch: int) -> None:
    """Compute batches of blanks and print the peak."""
    bundle = Bundle.load(folder)
    piece = predictor_of(bundle).blank()
    session = open_session(bundle.file(MODEL), "cpu", 1)
    for _ in range(3):
        session.run(np.repeat(piece.array[None], batch, axis=0))
    sys.stdout.write(f"{own_peak()}\n")


def end_with(parent: int) -> None:
    """End this process when the one that started it is gone, whatever is computed."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    main(Path(sys.argv[1]), int(sys.argv[2]))
