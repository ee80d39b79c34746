"""What the images and docker-compose.yml say once more agrees with the code that they run."""

import os
import re
import runpy
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.test import Client

from config.env import ROOT, Env

DOCKER = ROOT / "docker"
# Not a variable of Slipway's own, but of the frontend (docker/nginx/16-surroundings.envsh).
FOREIGN = {"BACKEND", "TLS", "TRUSTED_PROXIES"}


def compose() -> dict[str, Any]:
    """docker-compose.yml with its anchors followed."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return read


def test_nginx_puts_the_headers_on_the_page_that_the_backend_would(client: Client) -> None:
    lines = (DOCKER / "nginx" / "headers.conf").read_text(encoding="utf-8")
    nginx = dict(re.findall(r'^add_header (\S+) "(.+)" always;$', lines, re.MULTILINE))
    answer = client.get("/healthz")
    own = {"content-type", "content-length", "x-request-id"}
    assert nginx == {name: value for name, value in answer.headers.items() if name.lower() not in own}


def test_nginx_lets_the_same_amount_in_as_the_backend(tmp_path: Path) -> None:
    script = DOCKER / "nginx" / "16-surroundings.envsh"
    for given in ({}, {"SLIPWAY_MAX_DATASET_BYTES": "1000"}):
        command = ["sh", "-c", '. "$0" && echo "$SLIPWAY_NGINX_MAX_BODY"', str(script)]
        surroundings = {"PATH": os.environ["PATH"], "NGINX_ENVSUBST_OUTPUT_DIR": str(tmp_path), **given}
        allowed = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True).stdout
        files, size = (Env.model_fields[name].default for name in ("max_files", "max_bytes"))
        data_set = int(given.get("SLIPWAY_MAX_DATASET_BYTES", Env.model_fields["max_dataset_bytes"].default))
        assert int(allowed) == max(files * size, data_set) + settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_the_image_collects_the_files_of_every_application_that_has_some() -> None:
    collected = runpy.run_path(str(DOCKER / "backend" / "collect_static.py"))
    unused = {"rest_framework", "django.contrib.staticfiles"}
    have_files = [app for app in settings.INSTALLED_APPS if app not in unused and folder_of(app).is_dir()]
    assert collected["PACKAGES"] == have_files
    assert "BrowsableAPIRenderer" not in str(settings.REST_FRAMEWORK["DEFAULT_RENDERER_CLASSES"])


def folder_of(app: str) -> Path:
    """Where an application would have its static files."""
    spec = find_spec(app)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "static"


def test_compose_sets_no_variable_that_slipway_does_not_know() -> None:
    known = set(Env.variables()) | FOREIGN
    ours = {name: part for name, part in compose()["services"].items() if "build" in part}
    assert {"web", "worker", "frontend"} <= set(ours)
    for name, part in ours.items():
        assert (name, set(part.get("environment", {})) - known) == (name, set())


def test_a_worker_has_more_time_to_end_than_its_longest_batch_takes() -> None:
    longest = Env.model_fields["batch_timeout"].default
    parts = compose()["services"]
    assert all(int(parts[name]["stop_grace_period"][:-1]) > longest for name in parts if name.startswith("worker"))


def test_every_image_that_is_pulled_is_pinned_to_a_version() -> None:
    pulled = [part["image"] for part in compose()["services"].values() if "build" not in part]
    dockerfiles = [ROOT / "Dockerfile.backend", ROOT / "Dockerfile.frontend"]
    pulled += re.findall(r"^ARG \w+_IMAGE=(\S+)$", "\n".join(map(Path.read_text, dockerfiles)), re.MULTILINE)
    assert len(set(pulled)) == 8
    assert not [image for image in pulled if not re.search(r":v?\d", image)]


def test_hadolint_has_nothing_to_say_of_the_dockerfiles() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "hadolint", "Dockerfile.backend", "Dockerfile.frontend"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")
