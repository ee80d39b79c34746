"""How the containers are kept: nothing to write to, nobody to become, nothing published."""

import json
import subprocess

import pytest

from compose import TAG, Stack

LONG_RUNNING = ["frontend", "web", "worker", "scheduler", "postgres", "redis"]
# Of these 4 MB are for HEIC alone.
MOST_BYTES = 460_000_000


@pytest.mark.parametrize("service", LONG_RUNNING)
def test_a_container_has_no_root_no_capabilities_and_nothing_to_write_to(stack: Stack, service: str) -> None:
    found = stack.inspect(service)
    host = found["HostConfig"]
    assert found["Config"]["User"] not in {"", "0", "root", "0:0"}
    assert host["ReadonlyRootfs"]
    assert host["CapDrop"] == ["ALL"]
    assert not host["CapAdd"]
    assert "no-new-privileges:true" in host["SecurityOpt"]
    assert host["Memory"] > 0
    assert host["PidsLimit"] > 0
    assert host["RestartPolicy"]["Name"] == "unless-stopped"
    assert host["LogConfig"]["Config"]["max-size"]
    assert stack.healthy(service)


def test_only_the_frontend_is_published_and_only_on_loopback(stack: Stack) -> None:
    for service in LONG_RUNNING:
        bound = stack.inspect(service)["HostConfig"]["PortBindings"] or {}
        hosts = [binding["HostIp"] for bindings in bound.values() for binding in bindings]
        assert hosts == (["127.0.0.1"] if service == "frontend" else [])


def test_the_database_and_the_broker_reach_nobody_and_the_frontend_reaches_neither(stack: Stack) -> None:
    for service in ("postgres", "redis"):
        assert list(stack.inspect(service)["NetworkSettings"]["Networks"]) == [f"{stack.project}_data"]
    assert list(stack.inspect("frontend")["NetworkSettings"]["Networks"]) == [f"{stack.project}_front"]
    done = subprocess.run(
        ["docker", "network", "inspect", f"{stack.project}_data"], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)[0]["Internal"] is True


def test_each_reader_sees_its_own_secrets_only(stack: Stack) -> None:
    seen = {
        "web": ["database_url", "redis_url", "secret_key"],
        "postgres": ["postgres_password"],
        "redis": ["redis.conf", "redis_password"],
        "frontend": [],
    }
    for service, names in seen.items():
        listed = stack.compose("exec", "-T", service, "ls", "/run/secrets").split()
        assert (service, sorted(listed)) == (service, names)


def test_no_secret_is_in_a_container_s_environment(stack: Stack) -> None:
    secrets = [
        stack.compose("exec", "-T", service, "cat", f"/run/secrets/{name}").strip()
        for service, name in [("postgres", "postgres_password"), ("redis", "redis_password"), ("web", "secret_key")]
    ]
    for service in LONG_RUNNING:
        environment = json.dumps(stack.inspect(service)["Config"])
        assert not [secret for secret in secrets if secret in environment]


def test_the_image_that_serves_stays_small_and_has_no_torch(stack: Stack) -> None:
    image = f"slipway-backend:{TAG}"
    size = subprocess.run(
        ["docker", "image", "inspect", image, "--format", "{{.Size}}"], capture_output=True, text=True, check=True
    )
    assert int(size.stdout) <= MOST_BYTES
    packages = stack.compose("exec", "-T", "web", "ls", "/venv/lib/python3.11/site-packages").split()
    assert "onnxruntime" in packages
    assert not {"torch", "transformers", "pip", "pytest"} & set(packages)


def test_nothing_can_be_written_but_the_data_dir_and_tmp(stack: Stack) -> None:
    attempt = (
        "import errno, pathlib\n"
        "for folder in ('/app/backend', '/venv', '/usr/local', '/run/secrets', '/tmp', '/data'):\n"
        "    try:\n"
        "        (pathlib.Path(folder) / 'x').write_text('x')\n"
        "        print(folder)\n"
        "    except OSError as error:\n"
        "        assert error.errno in {errno.EROFS, errno.EACCES}, error\n"
    )
    assert stack.compose("exec", "-T", "worker", "python", "-c", attempt).split() == ["/tmp", "/data"]  # noqa: S108
