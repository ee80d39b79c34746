"""Who hosts Slipway themselves does so to keep things to themselves: the libraries report to nobody."""

import subprocess
import sys
from pathlib import Path

import pytest

from config.env import ROOT

BUNDLE = ROOT / "backend" / "ml" / "bundles" / "resnet-cifar10"
USE = """
import onnxruntime
onnxruntime.InferenceSession(sys.argv[1])
"""


def written_by(begin: str, home: Path) -> list[str]:
    """What a process leaves in its home and in its folder for temporary files when it has loaded a model."""
    surroundings = {"HOME": str(home), "TMPDIR": str(home), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    model = next(BUNDLE.glob("*.onnx"))
    subprocess.run([sys.executable, "-c", begin + USE, str(model)], cwd=ROOT / "backend", env=surroundings, check=True)
    return [path.name for path in home.rglob("*") if path.is_file()]


@pytest.mark.parametrize("begin", ["import sys, django; django.setup()", "import sys, ml.__main__"])
def test_onnx_runtime_sends_no_reports_and_keeps_no_identifier(tmp_path: Path, begin: str) -> None:
    assert not {"deviceid", "onnxruntime.db", ".ses"} & set(written_by(begin, tmp_path))
