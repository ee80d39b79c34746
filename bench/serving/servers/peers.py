"""The peers, each as its own documentation says, from the environment that holds them (`make install-bench`)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.serving.places import PEERS_PYTHON, ROOT, free_port
from bench.serving.servers.program import answers, program, wait_for
from bench.serving.servers.server import Server

BIN = PEERS_PYTHON.parent
PEERS = Path(__file__).resolve().parents[1] / "peers"
NAMES = {
    "litserve": "LitServe",
    "bentoml": "BentoML",
    "fastapi": "FastAPI",
    "django": "Django echo",
    "ray": "Ray Serve",
}
HEALTH = {"bentoml": "/readyz", "litserve": "/health", "ray": "/-/healthz"}


def argv_of(peer: str, port: int) -> list[str | Path]:
    """How it is started."""
    uvicorn: list[str | Path] = [BIN / "uvicorn", "--host", "127.0.0.1", "--port", str(port), "--no-access-log"]
    commands: dict[str, list[str | Path]] = {
        "fastapi": [*uvicorn, "bench.serving.peers.fastapi_app:app"],
        "django": [*uvicorn, "--lifespan", "off", "bench.serving.peers.django_echo:app"],
        "litserve": [PEERS_PYTHON, "-m", "bench.serving.peers.litserve_app", str(port)],
        "ray": [PEERS_PYTHON, "-m", "bench.serving.peers.ray_app", str(port)],
        "bentoml": [BIN / "bentoml", "serve", "bentoml_service:Classifier", "--port", str(port)],
    }
    return commands[peer]


@contextmanager
def peer(which: str, bundle: Path | None = None) -> Iterator[Server]:
    """Start one with the graph of a bundle; Django's echo has none."""
    with TemporaryDirectory(prefix="slipway-bench-peer-") as home:
        port = free_port()
        env = {"PATH": f"{BIN}:/usr/local/bin:/usr/bin:/bin", "HOME": home, "BENTOML_HOME": home, "TMPDIR": home}
        env |= {"PYTHONPATH": str(ROOT), "BENTOML_DO_NOT_TRACK": "True", "DO_NOT_TRACK": "1"}
        env |= {"RAY_USAGE_STATS_ENABLED": "0", "BUNDLE": str(bundle.resolve()) if bundle else ""}
        cwd = PEERS if which == "bentoml" else ROOT
        with program(argv_of(which, port), cwd, env) as (process, printed):
            url = f"http://127.0.0.1:{port}{HEALTH.get(which, '/healthz')}"
            wait_for(NAMES[which], process, printed, lambda: answers(url))
            expected = '"size"' if which == "django" else '"score"'
            yield Server(NAMES[which], port, {"all": process.pid}, expected)


def versions() -> dict[str, str]:
    """The packages of the peers' environment."""
    import subprocess  # noqa: PLC0415 - only a record wants this

    listed: list[str | Path] = [PEERS_PYTHON, "-m", "pip", "list", "--format=json", "--disable-pip-version-check"]
    done = subprocess.run(listed, capture_output=True, text=True, check=False)
    names = {"litserve", "bentoml", "fastapi", "django", "ray", "uvicorn", "onnxruntime", "numpy", "pillow"}
    found = json.loads(done.stdout or "[]")
    return {one["name"].lower(): one["version"] for one in found if one["name"].lower() in names}
