"""The Postman collection in docs/api is made from the schema, and its walk through the API holds on a real Slipway."""

import math
import shutil
import struct
import subprocess
import wave
from pathlib import Path

import pytest
from PIL import Image

from config.env import ROOT
from processes.tests.stack import PASSWORD, key_of, running

FOLDER = ROOT / "docs" / "api"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """What the walk uploads."""
    picture = Image.linear_gradient("L").resize((64, 48)).convert("RGB")
    picture.save(tmp_path / "photo.jpg")
    (tmp_path / "truncated.jpg").write_bytes((tmp_path / "photo.jpg").read_bytes()[:-200])
    (tmp_path / "text.png").write_text("This is no picture.", encoding="utf-8")
    tone = [round(9000 * math.sin(n / 12)) for n in range(16000)]
    with wave.open(str(tmp_path / "tone.wav"), "wb") as sound:
        sound.setparams((1, 2, 16000, len(tone), "NONE", ""))
        sound.writeframes(struct.pack(f"<{len(tone)}h", *tone))
    return tmp_path


def test_the_collection_is_the_one_that_the_schema_gives() -> None:
    made = subprocess.run(["node", "generate.mjs", "--check"], cwd=FOLDER, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr


def test_the_walk_through_the_api_holds(files: Path) -> None:
    with running(files / "data", SLIPWAY_ADMIN_PASSWORD=PASSWORD) as stack:
        variables = {
            "base_url": stack.url, "key": key_of(stack), "once": "only-once", "image": "photo.jpg", "sound": "tone.wav",
            "truncated": "truncated.jpg", "text": "text.png",
        }  # fmt: skip
        given = [part for name, value in variables.items() for part in ("--env-var", f"{name}={value}")]
        npx = shutil.which("npx")
        assert npx
        walk = subprocess.run(
            [npx, "--no", "newman", "run", "slipway.postman_collection.json", "--folder", "A walk", "--color", "off",
             "--working-dir", str(files), "--timeout-request", "90000", *given],
            cwd=FOLDER, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert walk.returncode == 0, walk.stdout + walk.stderr
