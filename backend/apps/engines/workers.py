"""Who computes: every worker process reports itself, and readiness believes only fresh reports."""

import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from apps.catalogue.models import Worker
from apps.core.brief import Brief
from apps.core.health import NotReady
from apps.engines import engines

FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Identity:
    """The name under which this process claims work, the queue that only its node listens to, and what it does.

    Without `kinds` it serves SLIPWAY_WORKER_KINDS; without `device` it computes where its engines do.
    """

    name: str
    queue: str
    kinds: tuple[str, ...] = ()
    device: str = ""


_here = Identity(name=f"process-{os.getpid()}", queue="")


@dataclass(slots=True)
class _Unreported:
    state: str = ""
    reported_at: float = float("-inf")
    batches: int = 0
    items: int = 0

    def clear(self, state: str) -> None:
        self.state, self.reported_at, self.batches, self.items = state, time.monotonic(), 0, 0


_unreported = _Unreported()


def become(identity: Identity) -> None:
    """Called once when a worker process starts."""
    global _here, _unreported
    _here, _unreported = identity, _Unreported()


def here() -> Identity:
    """Who this process is."""
    return _here


def announce(state: str) -> None:
    """This worker process starts or has become ready."""
    now = timezone.now()
    Worker.objects.update_or_create(
        name=_here.name,
        defaults={
            "queue": _here.queue,
            "kinds": _here.kinds or settings.SLIPWAY.worker_kinds,
            "device": _here.device or engines.device(),
            "pid": os.getpid(),
            "state": state,
            "loaded": engines.loaded(),
            "not_loaded": [],
            "batches": 0,
            "items": 0,
            "started_at": now,
            "last_seen": now,
        },
    )


def report(state: str, *, items: int = 0, patience: float = 0.0) -> None:
    """This worker has consumed a task: it is not deaf. `items` counts what the batch just done held.

    Within `patience` seconds of the last report nothing is written that can go with the next one.
    """
    _unreported.batches += 1 if items else 0
    _unreported.items += items
    early = time.monotonic() < _unreported.reported_at + patience
    if early and state in {Worker.State.BUSY, _unreported.state}:
        return
    known = Worker.objects.filter(name=_here.name).update(
        state=state,
        loaded=engines.loaded(),
        last_seen=timezone.now(),
        batches=F("batches") + _unreported.batches,
        items=F("items") + _unreported.items,
    )
    _unreported.clear(state)
    if not known:
        # A backup was restored meanwhile, say.
        announce(state)


def tell_loaded(not_loaded: Sequence[Sequence[object]]) -> None:
    """This process has loaded versions, and could not load some, as [slug, number, when, why]; once.

    To read is cheap, to write takes SQLite's lock.
    """
    loaded, mine = [list(one) for one in engines.loaded()], Worker.objects.filter(name=_here.name)
    told = mine.values_list("loaded", "not_loaded").first()
    if told and told != (loaded, not_loaded):
        mine.update(loaded=loaded, not_loaded=not_loaded)


def leave(queue: str) -> list[str]:
    """The node that listens to `queue` ends: drop the reports of its processes. Returns their names."""
    reports = Worker.objects.filter(queue=queue)
    names = list(reports.values_list("name", flat=True))
    reports.delete()
    return names


def fresh_by_kind() -> dict[str, int]:
    """How many workers of each kind there are."""
    return dict(Counter(kind for worker in Worker.fresh() for kind in worker.kinds))


def _reported() -> list[tuple[list[str], str]]:
    fresh = Worker.objects.filter(last_seen__gte=timezone.now() - Worker.FRESH)
    return list(fresh.values_list("kinds", "state"))


_known = Brief(2.0, _reported)


def count_of(kind: str) -> int | None:
    """How many workers of a kind there were within the last seconds: None where nobody is there, nor starts."""
    states = [state for kinds, state in _known.get() if kind in kinds]
    return sum(state != Worker.State.STARTING for state in states) if states else None


def shared_with(kind: str) -> set[str]:
    """The other kinds that workers of a kind serve too."""
    return {other for kinds, _ in _known.get() if kind in kinds for other in kinds} - {kind}


def check_ready() -> str:
    """Readiness: each kind that has a model has a worker. Raises NotReady."""
    served = fresh_by_kind()
    missing = [kind for kind in settings.SLIPWAY.worker_kinds if not served.get(kind)]
    if missing:
        raise NotReady(f"no worker answered in the last 60 s for {', '.join(missing)}")
    return ", ".join(f"{kind}: {count}" for kind, count in sorted(served.items()))


def forget_old() -> None:
    """Drop reports of workers that have been away for a day."""
    Worker.objects.filter(last_seen__lt=timezone.now() - FORGOTTEN).delete()
