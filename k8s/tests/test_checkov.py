"""checkov, with the exceptions of `.checkov.yaml`, on what an apply would send."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from rendering import K8S


def failures(files: Mapping[str, str], folder: Path) -> set[str]:
    """`place CHECK resource` of each check that failed."""
    for place, text in files.items():
        (folder / f"{place}.yaml").write_text(text, encoding="utf-8")
    program = Path(sys.executable).with_name("checkov")
    command = [
        str(program),
        "--config-file",
        str(K8S / ".checkov.yaml"),
        "--directory",
        ".",
        "--output",
        "json",
        "--soft-fail",
    ]
    done = subprocess.run(
        command, cwd=folder, check=True, capture_output=True, text=True, env={**os.environ, "LOG_LEVEL": "ERROR"}
    )
    report = json.loads(done.stdout)
    assert report["summary"]["parsing_errors"] == 0
    assert report["summary"]["passed"] > 0
    failed = report["results"]["failed_checks"]
    return {f"{Path(each['file_path']).stem} {each['check_id']} {each['resource']}" for each in failed}


def test_checkov_finds_nothing_but_what_was_spoilt(texts: Mapping[str, str], tmp_path: Path) -> None:
    spoilt = texts["local"].replace("allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true", 1)
    found = failures({**texts, "spoilt": spoilt}, tmp_path)
    assert found == {"spoilt CKV_K8S_20 Deployment.slipway.frontend"}
