"""`make run`: one line says that it is ready, what dies comes back, and nothing stays behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from config.env import ROOT
from processes.tests.faults.load import CAT, Load
from processes.tests.stack import (
    PASSWORD,
    Stack,
    browser_of,
    command,
    free_port,
    key_of,
    refusal,
    running,
    until_ready,
)

SETTINGS = "config.settings.local"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One Slipway for the tests that do not end it. A long path with a space in it: all must work there as well."""
    folder = tmp_path_factory.mktemp("a long name with spaces, " * 6)
    with running(folder / "data") as running_stack:
        yield running_stack


def get(url: str, **headers: str) -> requests.Response:
    return requests.get(url, headers=headers, timeout=20)


def until(condition: Callable[[], bool], seconds: float = 40) -> None:
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "this never happened"
        time.sleep(0.1)


def is_ready(stack: Stack) -> bool:
    try:
        return get(f"{stack.url}/readyz").status_code == 200
    except requests.RequestException:
        return False


def password_told_by(stack: Stack) -> str:
    found = re.search(r"sign in as admin, password (\S+)", stack.output)
    assert found
    return found[1]


def test_one_line_says_that_it_is_ready_and_how_to_sign_in(stack: Stack) -> None:
    lines = [line for line in stack.output.splitlines() if line.startswith("Slipway is ready at http://")]
    assert len(lines) == 1
    found = re.fullmatch(r"Slipway is ready at (\S+) - sign in as admin, password (\S+)", lines[0])
    assert found
    assert found[1] == stack.url
    key = key_of(stack, password=found[2])
    me = get(f"{stack.url}/api/v1/me", Authorization=f"Bearer {key}").json()
    assert (me["username"], me["is_staff"]) == ("admin", True)


def test_what_is_read_as_json_goes_compressed(stack: Stack) -> None:
    address = f"{stack.url}/api/v1/schema"
    packed, whole = (get(address, **{"Accept-Encoding": coding}) for coding in ("gzip", "identity"))
    assert (packed.headers["Content-Encoding"], "Content-Encoding" in whole.headers) == ("gzip", False)
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert int(packed.headers["Content-Length"]) < len(whole.content) / 5
    assert packed.content == whole.content


def test_the_page_and_the_admin_with_its_files_are_served(stack: Stack) -> None:
    assert get(stack.url).status_code == 200
    admin = browser_of(stack, password_told_by(stack)).get(f"{stack.url}/admin/", timeout=20)
    assert admin.status_code == 200
    files = re.findall(r'"(/static/[^"]+\.(?:css|js))"', admin.text)
    assert files
    assert {get(stack.url + file).status_code for file in files} == {200}


def test_the_broker_cannot_be_reached_by_others(stack: Stack) -> None:
    broker = Path(f"/proc/{stack.program('valkey-server')}")
    path = (broker / "cmdline").read_bytes().decode().split("unixsocket:")[1].split("\0")[0].strip()
    assert Path(path).stat().st_mode & 0o077 == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", 6379)) != 0


@pytest.mark.parametrize("mark", ["serve worker", "serve web", "serve scheduler", "valkey-server"])
def test_a_program_that_is_killed_comes_back(stack: Stack, mark: str) -> None:
    before = stack.program(mark)
    os.kill(before, signal.SIGKILL)
    until(lambda: any(mark in arguments and pid != before for pid, arguments in stack.programs().items()))
    until(lambda: before not in stack.programs())
    until(lambda: is_ready(stack))


def test_a_second_one_on_the_same_data_dir_ends_with_a_sentence(stack: Stack) -> None:
    assert refusal(stack.data_dir, free_port()).startswith("Another Slipway runs on")


def test_a_taken_port_ends_with_a_sentence_that_names_the_variable(stack: Stack, tmp_path: Path) -> None:
    output = refusal(tmp_path, int(stack.url.rpartition(":")[2]))
    assert "SLIPWAY_PORT" in output
    assert output.count("\n") == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_of_it_within_ten_seconds_and_a_later_start_shows_no_password(
    tmp_path: Path, number: signal.Signals
) -> None:
    with running(tmp_path, SLIPWAY_ADMIN_PASSWORD="given by the person") as first:
        assert first.output.endswith("sign in as admin\n")
        programs = first.programs()
        assert len(programs) >= 5
        began = time.monotonic()
        first.process.send_signal(number)
        assert first.process.wait(timeout=20) == 0
        assert time.monotonic() - began < 10
        assert not [pid for pid in programs if Path(f"/proc/{pid}").exists() and "Z" not in state_of(pid)]


def test_it_ends_without_a_complaint_in_the_middle_of_work(tmp_path: Path) -> None:
    said = tmp_path / "said"
    with said.open("w+") as output, ThreadPoolExecutor(9) as pool, ExitStack() as opened:
        process = command(tmp_path / "data", free_port(), output, SLIPWAY_ADMIN_PASSWORD=PASSWORD)
        opened.callback(process.kill)
        until_ready(process, output.fileno())
        url = re.findall(r"Slipway is ready at (\S+)", said.read_text())[0]
        load = Load(url, key_of(Stack(process, url, tmp_path / "data", "")))
        pages = [opened.enter_context(page_of(load)) for _ in range(20)]
        for _ in range(8):
            pool.submit(send_until_the_end, load)
        until(lambda: said.read_text().count(" succeeded after ") > 20)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        assert {end_of(page) for page in pages} == {1012}
    assert re.findall("WARNING.*|ERROR.*|Traceback.*", said.read_text()) == []


def end_of(page: ClientConnection) -> int | None:
    with pytest.raises(ConnectionClosed) as closed:
        list(page)
    return closed.value.rcvd.code if closed.value.rcvd else None


def page_of(load: Load) -> ClientConnection:
    answer = load.ask("POST", "ws-tickets")
    assert answer
    return connect(f"{load.url.replace('http', 'ws')}/ws/v1/events?ticket={answer.json()['ticket']}")


def send_until_the_end(load: Load) -> None:
    wait = {"Prefer": "wait=20"}
    while load.ask("POST", "predictions", files={"file": ("cat.jpg", CAT)}, headers=wait):
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows what make blocks")
def test_a_sigint_that_was_sent_to_make_alone_ends_all_of_it(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text(
        f"run:\n\t@cd '{ROOT / 'backend'}' && exec '{sys.executable}' -m processes.laptop\n"
    )
    with (tmp_path / "said").open("w+") as output:
        port = str(free_port())
        own = {"SLIPWAY_DATA_DIR": str(tmp_path / "data"), "SLIPWAY_PORT": port, "DJANGO_SETTINGS_MODULE": SETTINGS}
        # Whoever runs the tests in the background of a script passes an ignored SIGINT on; `env` undoes that.
        command = ["env", "--default-signal=INT", "make", "run"]
        make = subprocess.Popen(command, cwd=tmp_path, env={**os.environ, **own}, stdout=output, stderr=output)
        try:
            until(lambda: "Slipway is ready" in (tmp_path / "said").read_text())
            make.send_signal(signal.SIGINT)
            make.wait(timeout=15)
        finally:
            make.terminate()
            make.wait(timeout=20)
    assert "Slipway stops." in (tmp_path / "said").read_text()


def state_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "Z"
