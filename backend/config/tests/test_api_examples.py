"""docs/api.md: its examples run as they stand, and it explains every code."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from apps.core.errors import codes
from config.env import ROOT
from processes.tests.stack import PASSWORD, key_of, running

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = [
    pytest.param(language, code, id=f"{number}-{language}")
    for number, (language, code) in enumerate(
        re.findall(r"^```(sh|python)\n(.+?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    )
    if "KEY=slip_…" not in code
]
# Programs answer an error with their exit status.
SHELL = 'set -euo pipefail\ncurl() { command curl --fail-with-body "$@"; }\n'


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder with the files that the page names, and what it exports."""
    folder = tmp_path_factory.mktemp("examples")
    Image.linear_gradient("L").resize((64, 48)).convert("RGB").save(folder / "cat.jpg")
    for label, grey in (("cup", 0), ("pot", 120)):
        (folder / label).mkdir()
        for number in range(6):
            noise = np.random.default_rng(grey + number).integers(grey, grey + 100, (64, 64, 3), np.uint8)
            Image.fromarray(noise).save(folder / label / f"{number}.jpg")
    shutil.copy(ROOT / "frontend" / "public" / "examples" / "digits.opus", folder)
    with running(folder / "data", SLIPWAY_ADMIN_PASSWORD=PASSWORD) as stack:
        yield folder, {**os.environ, "SLIPWAY": stack.url, "KEY": key_of(stack, scopes=["predict", "models:write"])}


@pytest.mark.parametrize(("language", "code"), EXAMPLES)
def test_an_example_runs_as_it_stands(surroundings: tuple[Path, dict[str, str]], language: str, code: str) -> None:
    folder, variables = surroundings
    command = ["bash", "-c", SHELL + code] if language == "sh" else [sys.executable, "-c", code]
    ran = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.strip()


def test_the_page_explains_every_code() -> None:
    table = PAGE.partition("## Errors")[2].partition("## What")[0]
    assert set(codes()) == set(re.findall(r"`([a-z_]+)`", "".join(re.findall(r"^\| (`.+?) \|", table, re.MULTILINE))))
