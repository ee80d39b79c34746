"""How versions compute here: measured when somebody asks, kept for each device, used where a version is loaded."""

import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from pydantic import ValidationError

from apps.catalogue.bundles import local_folder
from apps.catalogue.models import Calibration, Version

if TYPE_CHECKING:
    from ml.calibration.table import Calibration as Measured
    from ml.serving.setup import Setup

logger = logging.getLogger(__name__)


def this_device() -> str:
    """What workers with these settings compute with on this machine. Raises DeviceError."""
    # The web process needs no ONNX Runtime in its memory.
    from ml.calibration.device import device_name  # noqa: PLC0415
    from ml.serving.session import cores  # noqa: PLC0415

    return device_name(settings.SLIPWAY.device, settings.SLIPWAY.threads or cores())


def setup_of(version: Version) -> "Setup | None":
    """As the version was calibrated on this device; None: it was not, or SLIPWAY_THREADS wants other threads."""
    from ml.serving.setup import Setup  # noqa: PLC0415

    kept = Calibration.objects.filter(version=version, device=this_device()).first()
    if not kept:
        return None
    try:
        setup = Setup.model_validate(kept.setup)
    except ValidationError:
        # A newer Slipway wrote it, and was rolled back.
        logger.warning("%s: what was measured is not understood; it is computed as is usual", kept)
        return None
    return setup if settings.SLIPWAY.threads in {0, setup.threads} else None


def measure(version: Version, seconds: float) -> "Measured":
    """What it takes on this device, in so many seconds.

    Raises:
        CalibrationError, BundleError, DeviceError: with the reason.
        StorageAway: the bundle cannot be fetched just now.
    """
    from ml.calibration.calibrate import calibrate  # noqa: PLC0415

    given = settings.SLIPWAY
    return calibrate(local_folder(version), given.device, given.threads, most=given.batch_items, seconds=seconds)


def keep(version: Version, measured: "Measured") -> Calibration:
    """For workers that load the version on this device from now on."""
    kept, _ = Calibration.objects.update_or_create(
        version=version,
        device=this_device(),
        defaults={**measured.model_dump(mode="json", exclude={"others"}), "measured_at": timezone.now()},
    )
    return kept
