"""What computes, by a name that is another one where figures would be others."""

import platform
import re
from pathlib import Path

from ml.serving.session import available_device

CPUINFO, CARDS = Path("/proc/cpuinfo"), Path("/proc/driver/nvidia/gpus")


def device_name(wanted: str, cores: int) -> str:
    """The processor with so many cores, or the card, that `auto`, `cpu` or `cuda:N` means here.

    Raises DeviceError where it is none.
    """
    device = available_device(wanted)
    if device == "cpu":
        return f"{processor()}, {cores} {'core' if cores == 1 else 'cores'}"
    cards = sorted(CARDS.glob("*/information"))
    number = int(device.removeprefix("cuda:"))
    text = cards[number].read_text(encoding="utf-8") if number < len(cards) else ""
    found = re.search(r"^Model:\s*(.+)$", text, re.MULTILINE)
    return found[1].strip() if found else device


def processor() -> str:
    """The processor's own name."""
    if CPUINFO.exists() and (found := re.search(r"model name\s*:\s*(.+)", CPUINFO.read_text(encoding="utf-8"))):
        return found[1].strip()
    return platform.processor() or platform.machine()
