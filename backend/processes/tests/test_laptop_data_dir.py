"""One Slipway per data dir, and a broker that every data dir can have."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from processes.laptop.broker_socket import LONGEST_SOCKET_PATH, broker_socket, forget_broker_socket
from processes.laptop.lock import lock


@pytest.mark.usefixtures("_usual_umask")
def test_a_second_slipway_on_the_same_data_dir_is_refused(tmp_path: Path) -> None:
    with lock(tmp_path), pytest.raises(BlockingIOError):
        lock(tmp_path)
    lock(tmp_path).close()


@pytest.mark.usefixtures("_usual_umask")
def test_a_new_data_dir_is_private(tmp_path: Path) -> None:
    lock(tmp_path / "new" / "data").close()
    assert stat.S_IMODE((tmp_path / "new" / "data").stat().st_mode) == 0o700


@pytest.fixture
def _usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("_usual_umask")
def test_a_data_dir_that_was_there_becomes_private_and_so_does_what_is_written(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    data_dir.mkdir(mode=0o755)
    lock(data_dir).close()
    (data_dir / "slipway.sqlite3").touch()
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (data_dir, data_dir / "slipway.sqlite3")]
    assert modes == [0o700, 0o600]


def test_the_socket_lies_in_the_data_dir() -> None:
    assert broker_socket(Path("/srv/slipway")) == Path("/srv/slipway/broker.sock")


def test_a_long_data_dir_gets_a_socket_with_a_short_name_in_a_private_folder() -> None:
    socket = broker_socket(Path("/srv") / ("long" * 30))
    assert len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH
    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    assert socket == broker_socket(Path("/srv") / ("long" * 30))
    assert socket != broker_socket(Path("/srv") / ("other" * 30))
    for name in ("long", "other"):
        forget_broker_socket(Path("/srv") / (name * 30))
    assert not socket.parent.exists()
