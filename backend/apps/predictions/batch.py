"""Claimed rows on their way to their answers."""

import logging
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

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


class Batch:
    """From `prepare` to the end of the block leases are renewed and files are at hand.

    One thread may prepare it and another one compute. `more`: others waited when it was claimed.
    """

    def __init__(self, rows: Sequence[Prediction], *, more: bool = False) -> None:
        self.rows, self.more = rows, more
        self._held = ExitStack()
        self._paths: Sequence[Path | None] | None = None
        self._compute: Callable[[], Sequence[Outcome]] = list

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def prepare(self) -> None:
        """Begin to read the files, unless that was done. Raises StorageAway while nothing can be read."""
        if self._paths is not None:
            return
        self._held.enter_context(renewed(partial(Prediction.held_of, self.rows)))
        paths = self._held.enter_context(local_copies([row.upload for row in self.rows]))
        items = [Item(path, row.options) for row, path in zip(self.rows, paths, strict=True) if path]
        self._compute = self._reading(items)
        self._paths = paths

    def outcomes(self) -> list[Outcome]:
        """One for each row, whatever is wrong with its file. Raises StorageAway."""
        self.prepare()
        found = iter(self._compute())
        return [next(found) if path else FILE_MISSING for path in self._paths or ()]

    def give_back(self) -> None:
        """Somebody else may compute it; the attempt does not count."""
        self._held.close()
        give_back(self.rows)

    def _reading(self, items: Sequence[Item]) -> Callable[[], Sequence[Outcome]]:
        version = self.rows[0].version
        try:
            engine = engine_for(version)
            begun = self._held.enter_context(closing(engine.begin(items)))
        except StorageAway:
            raise
        except Exception as error:
            logger.exception("the engine of %s", version)
            return partial(_failures, error, len(items))
        return partial(_computed, engine, begun, version)


def _computed(engine: "Engine", begun: "Begun", version: Version) -> Sequence[Outcome]:
    try:
        return engine.end(begun)
    except Exception as error:
        logger.exception("a batch of %s", version)
        return _failures(error, len(begun.requests))


def _failures(error: Exception, count: int) -> Sequence[Outcome]:
    """A bug or a broken bundle fails the rows, not the worker."""
    told = isinstance(error, BundleError | DeviceError)
    detail = str(error) if told else "The model failed on this file; the worker's log says how."
    return [BadInput("model_failed", detail)] * count
