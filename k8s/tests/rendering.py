"""The manifests as `kubectl kustomize` makes them, each place once, with secrets that are good for nothing."""

import os
import shutil
import string
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

K8S = Path(__file__).resolve().parents[1]
OVERLAYS = ("local", "production", "gpu", "edge")
# What the documentation says can be put together otherwise, so that it stays true.
VARIANTS: dict[str, dict[str, Any]] = {
    "shared-volume": {"components": ["managed-stores", "backups", "shared-volume", "ingress-nginx"]},
    "training": {"components": ["stores", "training", "hub", "webhooks", "shared-volume", "ingress-nginx"]},
    "zones": {
        "components": ["managed-stores", "backups", "shared-volume", "ingress-traefik", "keda", "pgbouncer", "zones"]
    },
    "second": {
        "components": ["stores", "shared-volume", "ingress-nginx", "beside-another"],
        "namespace": "slipway-two",
    },
    "to-zero": {"components": ["stores", "shared-volume", "ingress-nginx", "keda", "keda-to-zero", "keda-to-stores"]},
}
PLACES = (*OVERLAYS, *VARIANTS)
# As docs/kubernetes.md has them.
POOLED = [
    "pooled_database_url=postgres://slipway:PASSWORD@pgbouncer:5432/slipway\n",
    "pgbouncer_database=slipway = host=database.example.com port=5432 user=slipway password=PASSWORD\n",
    'pgbouncer_users="slipway" "PASSWORD"\n',
]


def kubectl() -> str | None:
    """The pinned one beside this interpreter, else what the machine has."""
    beside = Path(sys.executable).with_name("kubectl")
    return str(beside) if beside.exists() else shutil.which("kubectl")


def copy(target: Path) -> Path:
    """A copy of the manifests with the secrets that a person would write; the person's own stay where they are."""
    shutil.copytree(K8S, target, ignore=shutil.ignore_patterns("tests", "secrets.env", "__pycache__"))
    production = target / "overlays" / "production"
    example = (production / "secrets.env.example").read_text(encoding="utf-8")
    given = example.replace("secret_key=\n", f"secret_key={string.ascii_letters}\n").replace("PASSWORD", "of-tests")
    (production / "secrets.env").write_text(given, "utf-8")
    subprocess.run([sys.executable, target / "overlays" / "local" / "make_secrets.py"], check=True, capture_output=True)
    for name, variant in VARIANTS.items():
        _write_variant(target / "overlays" / name, **variant)
    return target


def _write_variant(folder: Path, components: list[str], namespace: str = "slipway") -> None:
    folder.mkdir()
    example = "production" if "managed-stores" in components else "local"
    kustomization = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "namespace": namespace,
        "resources": ["../../base"],
        "components": [f"../../components/{name}" for name in components],
        "images": [
            {"name": "slipway-backend", "newTag": "0.1.0"},
            {"name": "slipway-backend-train", "newName": "slipway-backend", "newTag": "0.1.0-train"},
        ],
        "secretGenerator": [{"name": "slipway-secrets", "envs": ["secrets.env"]}],
    }
    # Without a bucket nobody needs its keys.
    secrets = (folder.parent / example / "secrets.env").read_text(encoding="utf-8").splitlines(keepends=True)
    secrets = [line for line in secrets if "aws_" not in line]
    if "pgbouncer" in components:
        secrets += POOLED
    (folder / "secrets.env").write_text("".join(secrets), encoding="utf-8")
    (folder / "kustomization.yaml").write_text(yaml.safe_dump(kustomization), encoding="utf-8")


def render(folder: Path) -> str:
    """What an apply would send. Raises AssertionError with kustomize's own words."""
    program = kubectl()
    assert program, "there is no kubectl"
    done = subprocess.run(
        [program, "kustomize", folder],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "HOME": "/nowhere"},
    )
    assert done.returncode == 0, done.stderr
    # A field that kustomize is about to drop is said on stderr and nowhere else.
    assert not done.stderr, done.stderr
    return done.stdout
