"""How a version computes cheapest and quickest on this device, measured in a minute."""

import time
from collections.abc import Sequence
from math import ceil
from pathlib import Path

from ml.bundle import MODEL, Bundle
from ml.calibration.choose import choose
from ml.calibration.measure import Bench
from ml.calibration.process import Others
from ml.calibration.samples import inputs
from ml.calibration.table import Calibration
from ml.errors import BadInput, CalibrationError
from ml.serving.predictor import predictor_of
from ml.serving.session import available_device, cores
from ml.serving.setup import LANE_BYTES, MOST_LANES, Most, Setup

# Of the time; the rest is for memory.
FOR_THREADS = 0.7


def calibrate(
    folder: Path, device: str = "auto", threads: int = 0, *, most: int = 32, seconds: float = 60
) -> Calibration:
    """Measure a bundle on this device, as a worker would compute with it.

    Padding is not tried: it is part of what a version answers, and the same on all devices.

    Args:
        device: `auto`, `cpu` or `cuda:N`.
        threads: that compute; 0: one, half of the cores and all of them are tried.
        most: items in one inference.
        seconds: until when samples are taken.

    Raises:
        BundleError, DeviceError: as where an engine is loaded.
        CalibrationError: the model fails, takes too long, or too much memory.
    """
    ends, others = time.monotonic() + seconds, Others()
    bundle = Bundle.load(folder)
    device, model = available_device(device), bundle.file(MODEL)
    try:
        arrays = inputs(bundle, predictor_of(bundle))
    except BadInput as error:
        raise CalibrationError(f"It reads no file that was made for it: {error.detail}") from error
    bench = Bench(model, device, arrays, seconds)
    ways = setups(device, threads or cores(), model.stat().st_size, given=bool(threads))
    found = bench.measure(ways, lambda _: sizes(most), ends - (1 - FOR_THREADS) * seconds)
    chosen = choose(found)
    if device == "cpu":
        again = [chosen[0].setup.model_copy(update=one) for one in memory()]
        items = [(cell.items,) for cell in chosen]
        measured = bench.measure(again, items.__getitem__, ends)
        chosen, found = choose(measured), [*found, *measured]
    most_items = tuple(Most(values=cell.values, items=cell.items) for cell in chosen)
    setup = chosen[0].setup.model_copy(update={"most": most_items})
    rates = tuple(cell.per_second for cell in chosen)
    return Calibration(setup=setup, per_second=rates, cells=tuple(found), others=others.share())


def setups(device: str, threads: int, model_bytes: int, *, given: bool) -> list[Setup]:
    """The ways to use threads that are tried: fewer of them only where their number was not given."""
    if device != "cpu":
        return [Setup(threads=threads)]
    totals = [threads] if given else sorted({threads, ceil(threads / 2), 1}, reverse=True)
    twice = model_bytes <= LANE_BYTES
    pairs = [(total, lanes) for total in totals for lanes in dict.fromkeys((1, min(total, MOST_LANES if twice else 1)))]
    return [Setup(threads=total, lanes=lanes) for total, lanes in pairs]


def sizes(most: int) -> Sequence[int]:
    """1, 2, 4 and so on."""
    return [2**power for power in range(most.bit_length())]


def memory() -> Sequence[dict[str, bool]]:
    """The ways to have memory, the usual one first."""
    return [{"arena": arena, "patterns": patterns} for arena in (True, False) for patterns in (False, True)]
