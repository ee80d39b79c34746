"""A job's own process: it can be killed, its memory goes with it, and only it imports torch."""

import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings

from ml.jobs.messages import MESSAGES, Message
from ml.jobs.orders import Order

ORDER = "job.json"
PIECE = 65536


class JobProcess:
    """`python -m ml job`, and what it tells, line by line."""

    def __init__(self, folder: Path, order: Order, patience: float) -> None:
        """Start it; `patience` are the seconds between asking it to end and making it."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / ORDER
        file.write_text(order.model_dump_json(indent=1), encoding="utf-8")
        self.patience = patience
        self.stop_at: float | None = None
        self.heard_at = time.monotonic()
        self.popen = subprocess.Popen(  # noqa: S603 - our own words
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
            self.popen.kill()
        self.popen.wait()
        for pipe in (self.popen.stdin, self.popen.stdout):
            if pipe:
                pipe.close()

    def messages(self, every: float) -> Iterator[Message | None]:
        """What it tells, until it ends; None after `every` seconds of silence."""
        assert self.popen.stdout  # noqa: S101 - for the types: it was asked for above
        rest, pipe = b"", self.popen.stdout.fileno()
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
                self.heard_at = time.monotonic()
                *lines, rest = (rest + piece).split(b"\n")
                yield from map(MESSAGES.validate_json, lines)
                self._insist()

    @property
    def silent_seconds(self) -> float:
        """How long it has told nothing."""
        return time.monotonic() - self.heard_at

    def stop(self) -> None:
        """Ask it to end; when its patience is over it is made to."""
        if self.stop_at is None:
            self.stop_at = time.monotonic()
            with suppress(ProcessLookupError):
                self.popen.terminate()

    def _insist(self) -> None:
        if self.stop_at is not None and time.monotonic() - self.stop_at > self.patience:
            self.popen.kill()

    @property
    def status(self) -> str:
        """How it ended, in words."""
        code = self.popen.wait()
        return f"signal {-code}" if code < 0 else f"status {code}"
