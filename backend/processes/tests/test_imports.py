"""What a process loads before it begins."""

import subprocess
import sys

from config.env import ROOT

LOADED = """
import sys
import django
django.setup()
import processes.serve.roles
import processes.worker
sys.stdout.write(" ".join(sys.modules))
"""


def test_a_worker_loads_neither_an_http_server_nor_what_describes_the_api() -> None:
    argv = [sys.executable, "-c", LOADED]
    env = {"DJANGO_SETTINGS_MODULE": "config.settings.test", "PATH": ""}
    done = subprocess.run(argv, cwd=ROOT / "backend", env=env, capture_output=True, text=True, check=True)
    assert not {"uvicorn", "drf_spectacular.plumbing", "rest_framework.test", "torch"} & set(done.stdout.split())
