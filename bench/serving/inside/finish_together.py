"""Several workers end their batches at once: `... finish_together WORKERS BATCHES`; claiming is not timed."""

import json
import sys
import time
from multiprocessing import get_context

from apps.predictions.finish import finish
from bench.serving.inside.worker import answers, become_worker, claim

# When a worker began and ended (seconds since 1970), its rows, its CPU seconds.
Marks = tuple[float, float, int, float]


def work(batches: int, barrier: object, marks: object) -> None:
    """Claim all, wait for the others, end all."""
    become_worker()
    claimed = [claim() for _ in range(batches)]
    barrier.wait()  # type: ignore[attr-defined]  # multiprocessing names no public type
    began, cpu = time.time(), time.process_time()
    rows = sum(len(finish(batch, answers(batch))) for batch in claimed)
    marks.put((began, time.time(), rows, time.process_time() - cpu))  # type: ignore[attr-defined]


def main(workers: int, batches: int) -> None:
    """Rows a second of all together."""
    context = get_context("spawn")
    barrier, marks = context.Barrier(workers), context.Queue()
    processes = [context.Process(target=work, args=(batches, barrier, marks)) for _ in range(workers)]
    for process in processes:
        process.start()
    found: list[Marks] = [marks.get() for _ in processes]
    for process in processes:
        process.join()
    took = max(mark[1] for mark in found) - min(mark[0] for mark in found)
    rows, cpu = sum(mark[2] for mark in found), sum(mark[3] for mark in found)
    sys.stdout.write(json.dumps({"rows": rows, "rate": rows / took, "cpu_ms": 1000 * cpu / rows}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
