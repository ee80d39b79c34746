"""One nginx with the project's own configuration, as far as it runs outside its container (Debian: nginx-light)."""

import os
import re
import resource
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.serving.places import free_port
from bench.serving.servers.program import answers, program, wait_for


@contextmanager
def frontend(checkout: Path, backend_port: int) -> Iterator[tuple[int, int]]:
    """Its port and its process id."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        sys.exit("There is no nginx; Debian has it as nginx-light.")
    with TemporaryDirectory(prefix="slipway-bench-nginx-") as folder:
        scratch, port = Path(folder), free_port()
        scratch.chmod(0o755)
        write_configuration(checkout / "docker" / "nginx", scratch, port, backend_port)
        argv: list[str | Path] = [nginx, "-c", scratch / "nginx.conf", "-g", "daemon off;", "-p", scratch]
        with program(argv, scratch, dict(os.environ)) as (process, printed):
            wait_for("nginx", process, printed, lambda: answers(f"http://127.0.0.1:{port}/frontend-healthz"))
            yield port, process.pid


def write_configuration(source: Path, target: Path, port: int, backend_port: int) -> None:
    """What the image's entry point makes, for other places: no container's paths, one backend on this machine."""
    variables = {
        "BACKEND": f"127.0.0.1:{backend_port}",
        "RESOLVER": "127.0.0.1",
        "MAX_BODY": str(2**31),
        "REAL_IP": "",
        "TRUSTED": "",
        "REDIRECT": "",
        "FILES": str(resource.getrlimit(resource.RLIMIT_NOFILE)[1]),
        "LISTEN": f"listen 127.0.0.1:{port} default_server;",
    }
    here = {"/etc/nginx/headers.conf": "headers.conf", "/tmp/nginx/": "", "/tmp/": "", "/dev/stdout line": "log line"}  # noqa: S108
    for file in [*source.glob("*.conf"), *source.glob("templates/*.template")]:
        text = file.read_text(encoding="utf-8")
        for name, value in variables.items():
            text = text.replace(f"${{SLIPWAY_NGINX_{name}}}", value)
        # In one pass: the target lies in /tmp itself.
        text = re.sub("|".join(map(re.escape, here)), lambda found: f"{target}/{here[found[0]]}", text)
        (target / file.name.removesuffix(".template")).write_text(text, encoding="utf-8")
