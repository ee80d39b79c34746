"""Two `make run` of one machine share a database and a broker: no worker is taken for the other."""

from pathlib import Path

import requests

from processes.laptop.broker_socket import broker_socket
from processes.tests.faults.house import until
from processes.tests.faults.load import Load
from processes.tests.on_postgres import server
from processes.tests.stack import PASSWORD, Stack, key_of, running


def test_two_workers_of_one_machine_are_two(tmp_path: Path) -> None:
    with server() as database, running(tmp_path / "one", **variables(database.url)) as one:
        broker = f"unix://{broker_socket(one.data_dir)}"
        load = Load(one.url, key_of(one))
        with running(tmp_path / "two", REDIS_URL=broker, **variables(database.url)):
            until(lambda: ready(one) == "image-classification: 2, speech-recognition: 2", 30)
            assert count_of_workers(load) == 2
        assert count_of_workers(load) == 1


def variables(url: str) -> dict[str, str]:
    return {"DATABASE_URL": url, "SLIPWAY_ADMIN_PASSWORD": PASSWORD}


def ready(stack: Stack) -> str:
    parts = requests.get(f"{stack.url}/readyz", timeout=20).json()["parts"]
    return str(parts["workers"]["detail"])


def count_of_workers(load: Load) -> int:
    return len(load.read("operations/overview")["workers"])
