"""Files of strangers are looked at by processes of their own: what takes too much memory or time ends such a one alone.

`python -m ml.inspector` takes orders as lines of JSON, answers with lines of JSON, and ends with whoever started it.
JSON, so that a decoder that a file has taken over can do no more than give a wrong answer.
"""

import os
import queue
import resource
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from ml import media
from ml.errors import BadInput, BadInputCode, Explained
from ml.kinds import KINDS
from ml.types import Inspected, JsonObject, Limits

MEGABYTES = 512
SECONDS = 5
# Of the clock, for a machine that is busy with something else; the other limit counts what the processor did.
PATIENCE = 60
STATUS = Path("/proc/self/status")
BACKEND = Path(__file__).resolve().parents[1]
# A process that has grown by more is not asked again: what it kept of one file would be missing for the next.
GROWN = MEGABYTES // 2
# It needs none of our secrets, and one thread.
ENVIRONMENT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG")
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


class Message(BaseModel):
    """A line."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")


class Order(Message):
    """Look at a file; or make a picture of it, small (`thumbnail`) or as a network gets it (`seen`, its numbers)."""

    path: Path
    limits: Limits
    thumbnail: bool = False
    seen: JsonObject | None = None


class Answer(Message):
    """What was found, what was made, or why not; `last`: this process is worn out."""

    inspected: Inspected | None = None
    picture: bytes = b""
    refused: BadInputCode | None = None
    detail: str = ""
    last: bool = False


class InspectorAway(Explained):
    """No process looked at the file, or the one that did was killed; nothing is known of the file."""


class Inspectors:
    """So many processes, each at one file at a time; one is started when there is none that is free. For threads."""

    def __init__(self, count: int) -> None:
        self._free: queue.LifoQueue[_Inspector | None] = queue.LifoQueue()
        for _ in range(count):
            self._free.put(None)

    def inspect(self, path: Path, limits: Limits) -> Inspected:
        """As `media.inspect`. Raises BadInput as that does, and for what takes too much; InspectorAway."""
        found = self._ask(Order(path=path.resolve(), limits=limits)).inspected
        assert found  # noqa: S101 - for the types: it is there where nothing was refused
        return found

    def thumbnail(self, path: Path, max_pixels: int) -> bytes:
        """As `media.thumbnail`. Raises as `inspect`."""
        return self._ask(Order(path=path.resolve(), limits=Limits(max_pixels=max_pixels), thumbnail=True)).picture

    def seen(self, path: Path, max_pixels: int, numbers: JsonObject) -> bytes:
        """As `media.seen`. Raises as `inspect`."""
        return self._ask(Order(path=path.resolve(), limits=Limits(max_pixels=max_pixels), seen=numbers)).picture

    def close(self) -> None:
        """End those that are free."""
        for _ in range(self._free.qsize()):
            if inspector := self._free.get():
                inspector.end()
            self._free.put(None)

    def _ask(self, order: Order) -> Answer:
        try:
            inspector = self._free.get(timeout=PATIENCE)
        except queue.Empty as error:
            raise InspectorAway("The server is busy with other files.") from error
        kept = None
        try:
            answer = inspector.ask_again(order) if inspector else None
            if answer is None:
                inspector = _Inspector()
                answer = inspector.ask(order)
            kept = None if answer.last else inspector
        finally:
            if inspector and not kept:
                inspector.end()
            self._free.put(kept)
        if answer.refused:
            raise BadInput(answer.refused, answer.detail)
        return answer


class _Inspector:
    """One process, seen from whoever started it."""

    def __init__(self) -> None:
        given = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ml.inspector"],
                cwd=BACKEND,
                env=given | ONE_THREAD,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        except OSError as error:
            raise InspectorAway(f"No process could be started: {error.strerror}.") from error

    def ask_again(self, order: Order) -> Answer | None:
        """As `ask`; None where it was ended, perhaps before it heard of the file. Raises BadInput."""
        try:
            return self.ask(order)
        except InspectorAway:
            self.end()
            return None

    def ask(self, order: Order) -> Answer:
        """Raises BadInput where the file was too much for it, InspectorAway where it was killed otherwise."""
        assert self._process.stdin  # noqa: S101 - for the types
        with suppress(BrokenPipeError):
            self._process.stdin.write(order.model_dump_json().encode() + b"\n")
            self._process.stdin.flush()
        return Answer.model_validate_json(self._line())

    def end(self) -> None:
        """Nothing is left of it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(BrokenPipeError):
                    pipe.close()

    def _line(self) -> bytes:
        assert self._process.stdout  # noqa: S101 - for the types
        line, pipe, waiting = b"", self._process.stdout.fileno(), select.poll()
        waiting.register(pipe, select.POLLIN)
        while not line.endswith(b"\n"):
            if not waiting.poll(PATIENCE * 1000):
                raise _too_slow(PATIENCE)
            piece = os.read(pipe, 1 << 16)
            if not piece:
                raise _why(self._process.wait())
            line += piece
        return line


def _why(status: int) -> Explained:
    """What a process that ended without an answer says of the file."""
    if -status == signal.SIGPROF:
        return _too_slow(SECONDS)
    if status >= 0 or -status in {signal.SIGKILL, signal.SIGTERM}:
        return InspectorAway("The process that looked at the file was ended.")
    name = signal.Signals(-status).name
    return BadInput("invalid_media", f"The file cannot be decoded: it made its decoder crash ({name}).")


def _too_slow(seconds: int) -> BadInput:
    return BadInput("too_large", f"The file takes more than {seconds} seconds to decode, which is the limit.")


def main() -> None:
    """Answer orders until there are no more."""
    # Whatever a library prints is no answer.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _confine()
    rest = _megabytes("VmPeak")
    for line in sys.stdin.buffer:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        answer = _answer(Order.model_validate_json(line), rest)
        signal.setitimer(signal.ITIMER_PROF, 0)
        answers.write(answer.model_copy(update={"last": _grown(rest)}).model_dump_json().encode() + b"\n")
        answers.flush()


def _confine() -> None:
    """With all decoders loaded: so much more memory, no files written, first to go where the machine has none left."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for kind in KINDS:
        with suppress(ModuleNotFoundError):
            media.INSPECT.of(kind)
    if STATUS.exists():
        most = (_megabytes("VmSize") + MEGABYTES) << 20
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        with suppress(OSError):  # some containers do not allow it
            Path("/proc/self/oom_score_adj").write_text("1000")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _answer(order: Order, rest: int) -> Answer:
    try:
        if order.thumbnail:
            return Answer(picture=media.thumbnail(order.path, order.limits.max_pixels))
        if order.seen is not None:
            return Answer(picture=media.seen(order.path, order.limits.max_pixels, order.seen))
        return Answer(inspected=media.inspect(order.path, order.limits))
    except BadInput as error:
        # Many a decoder that got no memory says that the file is damaged.
        unsure = error.code == "invalid_media" and _grown(rest)
        detail = f"The file cannot be decoded with {MEGABYTES} MB of memory: it needs more, or is damaged."
        return Answer(refused=error.code, detail=detail if unsure else error.detail)
    except MemoryError:
        detail = f"The file takes more than {MEGABYTES} MB of memory to decode, which is the limit."
        return Answer(refused="too_large", detail=detail)


def _grown(rest: int) -> bool:
    return _megabytes("VmPeak") > rest + GROWN


def _megabytes(name: str) -> int:
    """A figure of this process as Linux knows it, 0 elsewhere: VmSize, VmPeak."""
    lines = STATUS.read_text().splitlines() if STATUS.exists() else []
    return next((int(line.split()[1]) >> 10 for line in lines if line.startswith(f"{name}:")), 0)


if __name__ == "__main__":
    main()
