"""A job's own process: it can be killed, its memory goes with it, and only it imports torch."""

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.conf import settings

ORDER = "job.json"
KILL_AFTER_SECONDS = 60.0
PIECE = 65536


class Child:
    """`python -m ml job`, and what it tells, line by line."""

    def __init__(self, folder: Path, order: Mapping[str, Any]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / ORDER
        file.write_text(json.dumps(order, indent=1), encoding="utf-8")
        self.stop_at: float | None = None
        self.process = subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-m", "ml", "job", str(file)],
            cwd=settings.BACKEND_DIR,
            stdin=subprocess.PIPE,  # closed when this process ends, and then the child does
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        """Nothing is left of it."""
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()

    def told(self, every: float) -> Iterator[dict[str, Any] | None]:
        """What it tells, until it ends; None after `every` seconds of silence."""
        assert self.process.stdout  # noqa: S101 - for the types: it was asked for above
        rest, pipe = b"", self.process.stdout.fileno()
        with selectors.DefaultSelector() as waiting:
            waiting.register(pipe, selectors.EVENT_READ)
            while True:
                if not waiting.select(every):
                    self._insist()
                    yield None
                    continue
                piece = os.read(pipe, PIECE)
                if not piece:
                    return
                *lines, rest = (rest + piece).split(b"\n")
                yield from map(parsed, lines)
                self._insist()

    def stop(self) -> None:
        """Ask it to end; after a minute it is made to."""
        if self.stop_at is None:
            self.stop_at = time.monotonic()
            with suppress(ProcessLookupError):
                self.process.terminate()

    def _insist(self) -> None:
        if self.stop_at is not None and time.monotonic() - self.stop_at > KILL_AFTER_SECONDS:
            self.process.kill()

    @property
    def status(self) -> str:
        """How it ended, in words."""
        code = self.process.wait()
        return f"signal {-code}" if code < 0 else f"status {code}"


def parsed(line: bytes) -> dict[str, Any]:
    """A line. NaN and infinity, which a run that went astray may tell, are none: no database takes them as JSON."""
    told: dict[str, Any] = json.loads(line, parse_constant=lambda _: None)
    return told
