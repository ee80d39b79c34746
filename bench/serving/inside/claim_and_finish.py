"""Claim and finish what waits, in one process with nothing between: `... claim_and_finish SECONDS`.

Tells rows a second, CPU of this process per row, and the bytes of write-ahead log per row (PostgreSQL).
"""

import json
import sys
import time

from django.db import connection

from apps.predictions.finish import finish
from bench.serving.inside.worker import answers, become_worker, claim


def log_position() -> int:
    """Bytes of write-ahead log so far; 0 on SQLite."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn() - '0/0'")
        return int(cursor.fetchone()[0])


def main(seconds: float) -> None:
    """Until nothing waits or the time is up."""
    become_worker()
    finish(batch := claim(), answers(batch))  # connections, statements
    rows, claiming, log, began, cpu = 0, 0.0, log_position(), time.perf_counter(), time.process_time()
    while time.perf_counter() - began < seconds:
        before = time.perf_counter()
        if not (batch := claim()):
            break
        claiming += time.perf_counter() - before
        rows += len(finish(batch, answers(batch)))
    took = time.perf_counter() - began
    found = {"rows": rows, "rate": rows / took, "claim_ms": 1000 * claiming / rows, "ms": 1000 * took / rows}
    found |= {"cpu_ms": 1000 * (time.process_time() - cpu) / rows, "log_bytes": (log_position() - log) / rows}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(float(sys.argv[1]))
