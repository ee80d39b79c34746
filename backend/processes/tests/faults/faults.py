"""What is done to a Slipway under load, by name. Each returns when what it broke may mend."""

import io
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from signal import SIGCONT, SIGKILL, SIGQUIT, SIGSTOP, SIGTERM, Signals

from PIL import Image
from redis import Redis

from ml.tests.serving.test_a_batch_ends_in_time import endless_for_red
from processes.laptop.broker_socket import broker_socket
from processes.tests.faults.bombs import BOMBS
from processes.tests.faults.disk import filled
from processes.tests.faults.house import BATCH_SECONDS, LEASE_SECONDS, House, until
from processes.tests.faults.load import CAT, FINAL, Load
from processes.tests.on_postgres import Server

Fault = Callable[[House], None]
AWAY_SECONDS = 10.0
WAITERS = 310
# So many programs send as fast as they are answered, some ten times what a laptop computes meanwhile.
BURST, SENDERS = 640, 64


def nothing(_: House) -> None:
    """To compare with."""


def send(number: Signals, *parts: str) -> Fault:
    """A signal to each of these parts, at once."""
    return lambda house: house.signal(number, *parts)


def stop_broker(house: House) -> None:
    """It hangs."""
    house.signal(SIGSTOP, "broker")
    time.sleep(AWAY_SECONDS)
    house.signal(SIGCONT, "broker")


def flush_broker(house: House) -> None:
    """It forgets all it knew."""
    Redis(unix_socket_path=str(broker_socket(house.data_dir))).flushall()


def stop_worker(house: House) -> None:
    """It hangs for longer than its leases, and then goes on as if nothing had been."""
    house.signal(SIGSTOP, "worker", "worker's child")
    time.sleep(LEASE_SECONDS + 5)
    house.signal(SIGCONT, "worker", "worker's child")


def restart(number: Signals) -> Fault:
    """All of it ends and starts again."""

    def end_and_start(house: House) -> None:
        house.end(number)
        house.start()

    return end_and_start


def lose_database(server: Server, _: House) -> None:
    """It ends without a word to anybody, and is away for a while."""
    server.stop(SIGQUIT)
    time.sleep(AWAY_SECONDS)
    server.start()


def fill_disk(house: House) -> None:
    """Not a block is left where the files are, and the database of SQLite."""
    with filled(house.data_dir):
        time.sleep(AWAY_SECONDS)


def let_many_wait(house: House) -> None:
    """Hundreds of requests wait for one prediction, and another visitor is answered meanwhile."""
    load = Load(house.stack.url, house.key)
    name = _sent(load)
    wait = {"Prefer": "wait=20"}
    with ThreadPoolExecutor(WAITERS) as pool:
        waiting = [
            pool.submit(load.ask, "PUT", f"predictions/{name}", files={"file": ("cat.jpg", CAT)}, headers=wait)
            for _ in range(WAITERS)
        ]
        assert load.read("me"), "nobody else is answered while many wait"
        answers = [one.result() for one in waiting]
    assert {answer.status_code if answer is not None else 0 for answer in answers} <= {200, 201, 202, 429, 503}


def burst(house: House) -> None:
    """Much more comes at once than can be computed: each file is answered, refused until there is room, or waits."""
    load = Load(house.stack.url, house.key)
    outcome = load.send(BURST, float("inf"), lambda: None, senders=SENDERS, headers={"Prefer": "wait=20"})
    assert outcome.kept_its_word, outcome


def never_return(house: House) -> None:
    """A model that does not come back for red pictures: they fail when the time of their batch is over."""
    house.install(endless_for_red(house.data_dir / "endless"))
    load = Load(house.stack.url, house.key)
    name = _sent(load, ("red.png", picture("red")), model="endless")
    until(lambda: load.read(f"predictions/{name}")["status"] in FINAL, 3 * BATCH_SECONDS)
    assert load.read(f"predictions/{name}")["error"]["code"] == "timeout"


def picture(colour: str) -> bytes:
    """A small PNG of one colour."""
    file = io.BytesIO()
    Image.new("RGB", (32, 32), colour).save(file, "PNG")
    return file.getvalue()


def _sent(load: Load, file: tuple[str, bytes] = ("cat.jpg", CAT), **fields: str) -> str:
    answer = load.ask("POST", "predictions", files={"file": file}, data=fields)
    assert answer is not None
    assert answer.ok, answer.text
    name: str = answer.json()["id"]
    return name


def throw_bombs(house: House) -> None:
    """Files that are small and unpack to gigabytes are refused, or fail alone."""
    load = Load(house.stack.url, house.key)
    for name, bomb in BOMBS.items():
        answer = load.ask("POST", "predictions", files={"file": (name, bomb())})
        assert answer is not None, f"{name} took web down"
        assert answer.status_code < 500 or answer.status_code == 503, f"{name}: {answer.status_code}"


FAULTS: dict[str, Fault] = {
    "none": nothing,
    "kill -9 worker's child": send(SIGKILL, "worker's child"),
    "kill -9 worker's parent": send(SIGKILL, "worker"),
    "kill -9 worker's parent and child": send(SIGKILL, "worker's child", "worker"),
    "kill -9 web": send(SIGKILL, "web"),
    "kill -9 scheduler": send(SIGKILL, "scheduler"),
    "kill -9 broker": send(SIGKILL, "broker"),
    "kill -9 broker and worker's child": send(SIGKILL, "broker", "worker's child"),
    "SIGSTOP broker": stop_broker,
    "FLUSHALL": flush_broker,
    "SIGSTOP worker past its lease": stop_worker,
    "SIGTERM worker": send(SIGTERM, "worker"),
    "SIGTERM web": send(SIGTERM, "web"),
    "SIGTERM scheduler": send(SIGTERM, "scheduler"),
    "SIGTERM make run": restart(SIGTERM),
    "kill -9 make run": restart(SIGKILL),
    f"{WAITERS} waiters": let_many_wait,
    "burst": burst,
    "bombs": throw_bombs,
    "a graph that never returns": never_return,
}


def possible(server: Server | None, *, own_disk: bool) -> dict[str, Fault]:
    """All faults: of the database where it is a server of its own, of the disk where nothing else is on it."""
    database: dict[str, Fault] = {"PostgreSQL ends at once": partial(lose_database, server)} if server else {}
    return FAULTS | database | ({"full disk": fill_disk} if own_disk else {})
