"""One loaded engine per version and process.

Only a process that computes calls `engine_for`; CUDA is touched there first, after the fork.
"""

import threading
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings

from apps.catalogue.bundles import local_folder
from apps.catalogue.models import Version
from apps.engines import calibrations

if TYPE_CHECKING:
    from ml.serving.engine import Engine


@dataclass(slots=True)
class Loaded:
    """An engine, and the version that it is. `held`: it was on standby, and goes when it is so no more."""

    name: tuple[str, int]
    engine: "Engine"
    held: bool = False
    used_at: float = field(default_factory=time.monotonic)


# By the key of the version: a model that is deleted and brought again has its numbers anew.
_loaded: dict[int, Loaded] = {}
# Whoever computes waits for the thread that is loading the same version, rather than to load it as well.
_loading = threading.Lock()


def engine_for(version: Version) -> "Engine":
    """The engine of a version, loaded and warmed at the first call.

    Raises:
        BundleError: the bundle is damaged.
        DeviceError: the configured device is not there.
        StorageAway: the bundle cannot be fetched just now.
    """
    one = _loaded.get(version.pk)
    if one is None:
        with _loading:
            one = _loaded.get(version.pk) or _load(version)
    one.used_at = time.monotonic()
    return one.engine


def _load(version: Version) -> Loaded:
    # The web process imports this module too, and needs no ONNX Runtime in its memory.
    from ml.serving import engine as serving  # noqa: PLC0415

    given, setup = settings.SLIPWAY, calibrations.setup_of(version)
    engine = serving.load(local_folder(version), given.device, given.threads, seconds=given.batch_timeout, setup=setup)
    engine.warm()
    _loaded[version.pk] = one = Loaded((version.model_id, version.number), engine)
    return one


def hold(version: Version) -> None:
    """Load it before anybody asks for it, to be kept until `let_go`. Raises as `engine_for`."""
    if version.pk not in _loaded:
        engine_for(version)
    _loaded[version.pk].held = True


def let_go(but: Collection[int], idle: float) -> None:
    """Drop the engines that were held, but for those of versions with these keys and who was used within `idle` s."""
    before = time.monotonic() - idle
    for key, one in list(_loaded.items()):
        if one.held and key not in but and one.used_at < before:
            # Whoever computes with it has it still, to the end of the batch.
            _loaded.pop(key, None)


def loaded() -> list[tuple[str, int]]:
    """What this process holds in memory, as (slug, number)."""
    return sorted(one.name for one in list(_loaded.values()))


def rest() -> None:
    """Nothing waits just now: what large batches took of the memory goes back to the machine, and what was deleted."""
    known = set(Version.objects.filter(pk__in=list(_loaded)).values_list("pk", flat=True))
    for key, one in list(_loaded.items()):
        if key in known:
            one.engine.rest()
        else:
            _loaded.pop(key, None)


def device() -> str:
    """The device of this process' engines, or the wish while none is loaded."""
    return next((one.engine.device for one in list(_loaded.values())), str(settings.SLIPWAY.device))
