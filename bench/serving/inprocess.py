"""A model without any server: the limit that a server cannot pass, on these cores with this picture.

`python -m bench.serving.inprocess BUNDLE FILE` answers one line (`{"way": ..., "seconds": ...}`) after the other with
latencies and CPU seconds. The ways: `one` picture after the other; `threads`, as many as there are cores, each with a
picture of its own; `batches` of eight, decoded by those threads while the batch before is computed.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np

from bench.serving.arithmetic import median, percentile
from bench.serving.contest import Load, Runner
from bench.serving.peers.classifier import Classifier
from bench.serving.places import ROOT

WAYS = ("one", "threads", "batches")
BATCH = 8
CORES = os.cpu_count() or 1


def one(model: Classifier, content: bytes, ends: float) -> list[float]:
    """Latencies of one picture after the other."""
    latencies = []
    while (began := time.perf_counter()) < ends:
        model.classify(content)
        latencies.append(time.perf_counter() - began)
    return latencies


def threads(model: Classifier, content: bytes, ends: float) -> list[float]:
    """The same on every core."""
    with ThreadPoolExecutor(CORES) as pool:
        return [seconds for part in pool.map(lambda _: one(model, content, ends), range(CORES)) for seconds in part]


def batches(model: Classifier, content: bytes, ends: float) -> list[float]:
    """Batches; a picture's latency is its batch's."""
    latencies = []
    with ThreadPoolExecutor(CORES) as pool:

        def decoded() -> "Iterator[np.typing.NDArray[np.float32]]":
            return pool.map(model.pixels, [content] * BATCH)

        following = decoded()
        while (began := time.perf_counter()) < ends:
            batch, following = np.stack(list(following)), decoded()
            for row in model.logits(batch):
                model.answer(row)
            latencies += [time.perf_counter() - began] * BATCH
    return latencies


def main(bundle: Path, file: Path) -> None:
    """Answer orders until the input ends."""
    model, content = Classifier(str(bundle)), file.read_bytes()
    ways: dict[str, Callable[[Classifier, bytes, float], list[float]]]
    ways = {"one": one, "threads": threads, "batches": batches}
    one(model, content, time.perf_counter() + 1)
    for line in sys.stdin:
        order = json.loads(line)
        began, cpu = time.perf_counter(), time.process_time()
        latencies = ways[order["way"]](model, content, began + order["seconds"])
        found = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu, "latencies": latencies}
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


@contextmanager
def in_process(bundle: Path, content: bytes) -> Iterator[dict[str, Runner]]:
    """A runner for each way, by names that begin with `in-process`."""
    with NamedTemporaryFile(suffix=".jpg") as file:
        file.write(content)
        file.flush()
        argv = [sys.executable, "-m", "bench.serving.inprocess", str(bundle), file.name]
        with subprocess.Popen(argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            yield {f"in-process, {way}": _runner(process, way) for way in WAYS}
            if process.stdin:
                process.stdin.close()


def _runner(process: "subprocess.Popen[str]", way: str) -> Runner:
    def measure(load: Load) -> dict[str, float]:
        if process.stdin is None or process.stdout is None:
            raise TypeError("it was started without pipes")
        process.stdin.write(json.dumps({"way": way, "seconds": load.seconds}) + "\n")
        process.stdin.flush()
        found = json.loads(process.stdout.readline())
        latencies = found["latencies"]
        figures = {"rate": len(latencies) / found["seconds"], "p50": 1000 * median(latencies), "client": 0.0}
        figures |= {"p95": 1000 * percentile(latencies, 0.95), "count": len(latencies), "errors": 0}
        return figures | {"cpu.all": 1000 * found["cpu"] / len(latencies)}

    return measure


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
