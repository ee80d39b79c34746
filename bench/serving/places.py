"""Where things are: the checkout, its virtual environments, and what is made once and kept."""

import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "bench"
RECORDS = Path(__file__).parent / "records"
PEERS_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
TRAIN_PYTHON = ROOT / ".venv-train" / "bin" / "python"
EXAMPLES = ROOT / "frontend" / "public" / "examples"


def say(line: str) -> None:
    """Print at once; the log of a record takes it from here too."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
