"""Versions that workers hold ready, so that another one answers without anybody waiting for it to be loaded.

Each computing process has a thread that looks what is wanted, when it is called and every few seconds.
"""

import logging
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db import Error as DatabaseError
from django.db.models import Max, Q
from django.utils import timezone
from redis.exceptions import RedisError

from apps.catalogue.models import Alias, AliasChange, Split, Standby, Version, Worker
from apps.core.broker import broker
from apps.core.errors import Problem, StorageAway
from apps.engines import engines, workers
from ml.errors import BundleError, DeviceError

logger = logging.getLogger(__name__)
CHANNEL = "slipway:standby"
LOOK_SECONDS = 4.0
# What was asked for on trial is held so long, whether it is taken or not.
HELD = timedelta(minutes=10)
# What waits for an engine has it claimed by then.
IDLE_SECONDS = 10.0
PROVE_SECONDS, ASK_SECONDS = 4.0, 0.05
# What failed to load here: when, and why.
_failed: dict[int, tuple[datetime, str]] = {}


def wanted(kinds: Collection[str]) -> list[Version]:
    """What a worker of these kinds holds ready: what answers, what answered before, and what is on trial."""
    last = AliasChange.objects.filter(alias=Version.PRODUCTION).order_by().values("slug").annotate(last=Max("pk"))
    # An upgrade's own versions are not gone back to by one press, and take no memory for it.
    chosen = AliasChange.objects.filter(pk__in=last.values("last")).exclude(how=AliasChange.How.INSTALLED)
    answering = Alias.objects.filter(name=Version.PRODUCTION, model__is_default=True)
    on_trial = Standby.objects.filter(until__gt=timezone.now())
    candidates = Split.objects.values("version")
    wish = Q(pk__in=answering.values("version")) | Q(pk__in=on_trial.values("version")) | Q(pk__in=candidates)
    for change in chosen:
        wish |= Q(model_id=change.slug, number__in=[number for number in (change.was, change.version) if number])
    found = Version.objects.filter(wish, model__kind__in=kinds)
    return list(found.select_related("model", "standby").defer("manifest"))


def hold_ready(kinds: Collection[str]) -> None:
    """Load what is wanted, drop what is not, and tell. Raises StorageAway where something cannot be fetched now."""
    versions = wanted(kinds)
    for version in versions:
        _hold(version)
    engines.let_go({version.pk for version in versions}, IDLE_SECONDS)
    _tell(versions)


def _hold(version: Version) -> None:
    when, _ = _failed.get(version.pk, (None, ""))
    asked = getattr(version, "standby", None)
    if when and not (asked and asked.asked_at > when):
        return
    try:
        engines.hold(version)
    except (BundleError, DeviceError) as error:
        _failed[version.pk] = (timezone.now(), str(error))
        logger.warning("%s cannot be held ready: %s", version, error)
    except StorageAway:
        raise
    except Exception:
        # A graph that no session takes, say: it must not end the thread that loads others.
        _failed[version.pk] = (timezone.now(), "It cannot be loaded; the worker's log says how.")
        logger.exception("%s cannot be held ready", version)
    else:
        _failed.pop(version.pk, None)


def _tell(versions: Sequence[Version]) -> None:
    failed = [(version, _failed[version.pk]) for version in versions if version.pk in _failed]
    workers.tell_loaded([[one.model_id, one.number, when.isoformat(), why] for one, (when, why) in failed])


def begin(kinds: Collection[str]) -> None:
    """In a computing process: hold ready what is wanted, from a thread, as long as the process lives."""
    threading.Thread(target=_keep, args=[kinds, threading.Event()], name="standby", daemon=True).start()


def _keep(kinds: Collection[str], ended: threading.Event) -> None:
    for _ in _calls(ended):
        try:
            hold_ready(kinds)
        except (DatabaseError, StorageAway) as error:
            logger.warning("versions are not held ready just now: %s", error)
        finally:
            connection.close()
            # As of who renews leases: a drill may have led this process elsewhere meanwhile.
            del connections[DEFAULT_DB_ALIAS]


def _calls(ended: threading.Event) -> Iterator[None]:
    """Whenever somebody rings, and every few seconds."""
    while not ended.is_set():
        try:
            with broker().pubsub(ignore_subscribe_messages=True) as heard:  # type: ignore[no-untyped-call]
                heard.subscribe(CHANNEL)
                while not ended.is_set():
                    yield
                    heard.get_message(timeout=LOOK_SECONDS)
        except RedisError as error:
            logger.debug("nobody can ring for what is to be held ready: %s", error)
            yield
            time.sleep(LOOK_SECONDS)


def ring() -> None:
    """Have all workers look at what is wanted, now rather than in some seconds. Never raises."""
    try:
        broker().publish(CHANNEL, "")
    except RedisError as error:
        logger.warning("workers look for what to hold ready a little later: %s", error)


def prove(version: Version, seconds: float = PROVE_SECONDS) -> None:
    """Have every worker of its kind load a version, before anybody's answer depends on it.

    One of them is enough where others are slower. Where no worker is there, there is none to ask.

    Raises:
        Problem: 409 where a worker cannot load it, or none has within so many seconds.
    """
    asked, until = timezone.now(), time.monotonic() + seconds
    Standby.objects.update_or_create(version=version, defaults={"asked_at": asked, "until": asked + HELD})
    ring()
    while True:
        there = [worker for worker in Worker.fresh() if version.model.kind in worker.kinds]
        _refuse_failed(version, there, asked)
        ready = [worker for worker in there if [version.model_id, version.number] in worker.loaded]
        if len(ready) == len(there) or (ready and time.monotonic() > until):
            return
        if time.monotonic() > until:
            raise Problem(
                409, f"No worker has loaded {version} within {seconds:g} s; they go on with it. Try again in a moment."
            )
        time.sleep(ASK_SECONDS)


def _refuse_failed(version: Version, there: Sequence[Worker], asked: datetime) -> None:
    for worker in there:
        for slug, number, when, why in worker.not_loaded:
            if (slug, number) == (version.model_id, version.number) and datetime.fromisoformat(when) >= asked:
                raise Problem(409, f"{version} does not take over: {worker.name} cannot load it. {why}")
