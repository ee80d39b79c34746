"""The commands of the CronJobs are there, and start in the empty data dir that an emptyDir is."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from checks.environment import environment
from config.env import ROOT
from manifests import Manifests

BACKEND_PYTHON = ROOT / ".venv" / "bin" / "python"
ASK = """
import json, django
from django.core.management import call_command, get_commands
django.setup()
call_command("check")
print(json.dumps(sorted(get_commands())))
"""


def test_each_scheduled_command_is_one_of_the_backend(places: Mapping[str, Manifests], tmp_path: Path) -> None:
    jobs = [pod for pod in places["production"].pods() if pod.owner["kind"] == "CronJob"]
    assert len(jobs) == 3
    variables = environment(places["production"], jobs[0], jobs[0].containers[0])
    variables |= {"SLIPWAY_DATA_DIR": str(tmp_path), "PATH": ""}
    done = subprocess.run(
        [str(BACKEND_PYTHON), "-c", ASK],
        cwd=ROOT / "backend",
        env=variables,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    known = json.loads(done.stdout.splitlines()[-1])
    for job in jobs:
        python, manage, command = job.containers[0]["command"]
        assert (python, manage) == ("python", "manage.py")
        assert command in known
