"""What the queue has to know of a kind of work. It knows none itself: `apps.training.works` says it of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar

from apps.core.schemas import Schema
from apps.training.models import Job
from apps.training.states import Work
from ml.jobs.messages import Result, Update
from ml.jobs.orders import Order

Found = TypeVar("Found", bound=Result)
FOLDER = "."
Write = Callable[[], None]


class Recorder(Protocol):
    """Writes down what the child of one job tells."""

    pending: bool

    def take(self, update: Update) -> None:
        """Take one message."""

    def keep(self) -> str:
        """Write what is due, and say what is requested of the job. Raises Lost, DatabaseError."""

    def write(self) -> None:
        """Write what is new. Raises Lost, DatabaseError."""


Record = Callable[[Job, Result], Write]


def record_of(kind: type[Found], record: Callable[[Job, Found], Write]) -> Record:
    """`record`, for a work that ends with a result of this kind; any other is a mistake of the child: TypeError."""

    def checked(job: Job, result: Result) -> Write:
        if not isinstance(result, kind):
            raise TypeError(f"{job.work} ended with {result.type}")
        return record(job, result)

    return checked


@dataclass(frozen=True, slots=True)
class Handler:
    """A kind of work.

    Args:
        order: what the child is told to do. Raises DataSetError, BundleError, Problem, StorageAway.
        record: takes what the child ends with, does what takes long, and gives what writes the rest in the
            transaction of the end. Raises Problem.
        recorder: writes down what the child tells on the way.
        details: what is sent beside the job on the socket.
        pauses: it writes checkpoints, stops after one when it is asked to, and goes on from there.
        silence: seconds after which a child that tells nothing has failed; None: it may be silent.
        spent: what of the folder of a job that has succeeded only served to go on; FOLDER: all of it.
        abandoned: how long the folder of a job that failed or was canceled is kept; None: as long as its row.
    """

    order: Callable[[Job], Order]
    record: Record
    recorder: Callable[[Job], Recorder]
    details: Callable[[Job], Schema | None] = lambda _: None
    pauses: bool = False
    silence: float | None = None
    spent: tuple[str, ...] = ()
    abandoned: timedelta | None = None


_handlers: dict[Work, Handler] = {}


def register(works: Mapping[Work, Handler]) -> None:
    """Called once, when all models are loaded."""
    _handlers.update(works)


def handler_of(job: Job) -> Handler:
    """Of a job's kind of work."""
    return _handlers[Work(job.work)]
