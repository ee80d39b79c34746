"""Claimed rows on their way to their answers."""

import logging
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self
from uuid import UUID

from apps.catalogue.models import Version
from apps.core.errors import StorageAway
from apps.engines.engines import engine_for
from apps.predictions.finish import Failure, Outcome, give_back
from apps.predictions.models import Prediction
from apps.queueing.renew import renewed
from apps.uploads.copies import local_copies
from ml.errors import BadInput, BundleError, DeviceError
from ml.types import Item

if TYPE_CHECKING:
    from ml.serving.engine import Begun, Engine

logger = logging.getLogger(__name__)
FILE_MISSING = Failure("file_missing", "The file is no longer in storage.")
# What has ended of a batch: its rows and what became of each.
Ended = tuple[list[Prediction], list[Outcome]]
Room = Callable[[Sequence[Outcome | None]], None]


class Batch:
    """From `prepare` to the end of the block leases are renewed and files are at hand.

    One thread may prepare and feed it, and another one compute. `more`: others waited when it was claimed.
    """

    def __init__(self, rows: Sequence[Prediction], *, more: bool = False) -> None:
        self.rows, self.more = rows, more
        self._held = ExitStack()
        self._paths: Sequence[Path | None] | None = None
        self._told: set[UUID] = set()
        self._feed: Callable[[], None] = lambda: None
        self._compute: Callable[[Room], Sequence[Outcome]] = lambda _room: ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def prepare(self, *, ahead: bool = False) -> None:
        """Begin to read the files, unless that was done. Raises StorageAway while nothing can be read.

        Args:
            ahead: it is not yet computed.
        """
        if self._paths is not None:
            return
        self._held.enter_context(renewed(partial(Prediction.held_of, self.rows)))
        paths = self._held.enter_context(local_copies([row.upload for row in self.rows]))
        items = [Item(path, row.options) for row, path in zip(self.rows, paths, strict=True) if path]
        self._compute = self._reading(items, ahead=ahead)
        self._paths = paths

    def feed(self) -> None:
        """Let its first items be computed beside the end of the batch before."""
        self._feed()

    def outcomes(self) -> list[Outcome]:
        """One for each row, whatever is wrong with its file. Raises StorageAway."""
        return self.ended(lambda _: None)[1]

    def ended(self, room: Callable[[Ended], None]) -> Ended:
        """All rows with their outcomes, but those that were told before. Raises StorageAway.

        Args:
            room: told what has ended when the next batch may be fed.
        """
        self.prepare()
        return self._untold(self._compute(lambda answers: room(self._untold(answers))))

    def _untold(self, answers: Sequence[Outcome | None]) -> Ended:
        found = iter(answers)
        outcomes = [next(found) if path else FILE_MISSING for path in self._paths or ()]
        ended = [(row, one) for row, one in zip(self.rows, outcomes, strict=True) if one and row.pk not in self._told]
        self._told.update(row.pk for row, _ in ended)
        return [row for row, _ in ended], [one for _, one in ended]

    def give_back(self) -> None:
        """Somebody else may compute it; the attempt does not count."""
        self._held.close()
        give_back(self.rows)

    def _reading(self, items: Sequence[Item], *, ahead: bool) -> Callable[[Room], Sequence[Outcome]]:
        version = self.rows[0].version
        try:
            engine = engine_for(version)
            begun = self._held.enter_context(closing(engine.begin(items, ahead=ahead)))
        except StorageAway:
            raise
        except Exception as error:
            logger.exception("the engine of %s", version)
            return partial(_failures, error, len(items))
        self._feed = begun.feed
        return partial(_computed, engine, begun, version)


def _computed(engine: "Engine", begun: "Begun", version: Version, room: Room) -> Sequence[Outcome]:
    try:
        return engine.end(begun, room)
    except Exception as error:
        logger.exception("a batch of %s", version)
        return _failures(error, len(begun.requests))


def _failures(error: Exception, count: int, *_: Room) -> Sequence[Outcome]:
    """A bug or a broken bundle fails the rows, not the worker."""
    told = isinstance(error, BundleError | DeviceError)
    detail = str(error) if told else "The model failed on this file; the worker's log says how."
    return [BadInput("model_failed", detail).because(error)] * count
