"""One loaded engine per version and process.

Only a process that computes calls `engine_for`; CUDA is touched there first, after the fork.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

from apps.catalogue.bundles import local_folder
from apps.catalogue.models import Alias, Version
from apps.engines import calibrations

if TYPE_CHECKING:
    from ml.serving.engine import Engine


class Loaded(NamedTuple):
    """An engine, and the version that it is."""

    name: tuple[str, int]
    engine: "Engine"


# By the key of the version: a model that is deleted and brought again has its numbers anew.
_loaded: dict[int, Loaded] = {}


def engine_for(version: Version) -> "Engine":
    """The engine of a version, loaded and warmed at the first call.

    Raises:
        BundleError: the bundle is damaged.
        DeviceError: the configured device is not there.
        StorageAway: the bundle cannot be fetched just now.
    """
    # The web process imports this module too, and needs no ONNX Runtime in its memory.
    from ml.serving import engine as serving  # noqa: PLC0415

    if version.pk not in _loaded:
        given, setup = settings.SLIPWAY, calibrations.setup_of(version)
        engine = serving.load(
            local_folder(version), given.device, given.threads, seconds=given.batch_timeout, setup=setup
        )
        engine.warm()
        _loaded[version.pk] = Loaded((version.model_id, version.number), engine)
    return _loaded[version.pk].engine


def load_production(kinds: Sequence[str]) -> None:
    """Load what most requests will ask for, before the worker says that it is ready."""
    aliases = Alias.objects.filter(name=Version.PRODUCTION, model__kind__in=kinds, model__is_default=True)
    for alias in aliases.select_related("version__model"):
        engine_for(alias.version)


def loaded() -> list[tuple[str, int]]:
    """What this process holds in memory, as (slug, number)."""
    return sorted(one.name for one in _loaded.values())


def rest() -> None:
    """Nothing waits just now: what large batches took of the memory goes back to the machine, and what was deleted."""
    known = set(Version.objects.filter(pk__in=_loaded).values_list("pk", flat=True))
    for key in _loaded.keys() - known:
        del _loaded[key]
    for one in _loaded.values():
        one.engine.rest()


def device() -> str:
    """The device of this process' engines, or the wish while none is loaded."""
    return next((one.engine.device for one in _loaded.values()), str(settings.SLIPWAY.device))
