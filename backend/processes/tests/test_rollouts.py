"""Versions swapped and rollouts ended in a real Slipway, with a real worker, on either database."""

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from signal import SIGCONT, SIGSTOP
from typing import Any

import pytest
import requests

from config.env import ROOT
from processes.tests.faults.house import House
from processes.tests.faults.load import CAT
from processes.tests.on_postgres import server
from processes.tests.stack import key_of

SLUG = "resnet-cifar10"
SHIPPED = ROOT / "backend" / "ml" / "bundles" / SLUG
ALIAS = f"models/{SLUG}/aliases/production"


class Releaser:
    """Asks as the administrator's program."""

    def __init__(self, house: House) -> None:
        self._url = f"{house.stack.url}/api/v1"
        self._headers = {"Authorization": f"Bearer {key_of(house.stack, scopes=('predict', 'models:write'))}"}

    def ask(self, method: str, path: str, **more: Any) -> requests.Response:
        """Below /api/v1/."""
        return requests.request(method, f"{self._url}/{path}", headers=self._headers, timeout=60, **more)

    def told(self, method: str, path: str, **more: Any) -> Any:
        """The JSON of what must succeed."""
        answer = self.ask(method, path, **more)
        assert answer.ok, answer.text
        return answer.json()

    def serve(self, number: int) -> requests.Response:
        """Let a version answer."""
        return self.ask("PUT", ALIAS, json={"version": number})

    def answered_by(self) -> int:
        """The version that answers a photo now."""
        told = self.told("POST", "predictions", files={"file": CAT}, data={"model": SLUG})
        return int(told["model"]["version"])

    def of_rollout(self) -> list[dict[str, Any]]:
        """All predictions of the model."""
        found, path = [], f"predictions?model={SLUG}&limit=200"
        while path:
            page = self.told("GET", path)
            found += page["results"]
            path = (page["next"] or "").rpartition("/api/v1/")[2]
        return found


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """With three versions of the shipped model, of which the third has a file that no session takes."""
    folder = tmp_path_factory.mktemp("rollouts")
    with ExitStack() as stack:
        url = stack.enter_context(server()).url if request.param == "PostgreSQL" else ""
        started = stack.enter_context(House(folder / "data", DATABASE_URL=url))
        started.install(other(folder, "second"))
        started.install(other(folder, "third"))
        spoil(started.data_dir / "models" / SLUG / "3" / "model.onnx")
        yield started


def other(folder: Path, title: str) -> Path:
    """The same model by another title: another version."""
    made = folder / title / SLUG
    shutil.copytree(SHIPPED, made)
    manifest = json.loads((made / "bundle.json").read_text())
    (made / "bundle.json").write_text(json.dumps({**manifest, "title": title}))
    return made


def spoil(file: Path) -> None:
    """As a disk does."""
    file.chmod(0o644)
    file.write_bytes(b"no graph" + file.read_bytes()[8:])


def test_a_version_that_cannot_be_loaded_never_takes_over(house: House) -> None:
    releaser = Releaser(house)
    before = releaser.answered_by()
    refused = releaser.serve(3)
    assert (refused.status_code, "cannot load it" in refused.json()["detail"]) == (409, True), refused.text
    assert releaser.ask("POST", f"models/{SLUG}/rollouts", json={"version": 3}).status_code == 409
    assert releaser.answered_by() == before


def test_twenty_swaps_are_each_answered_within_five_seconds_and_leave_no_memory_behind(house: House) -> None:
    releaser = Releaser(house)
    numbers, sizes = [2, 1] * 10, []
    for number in numbers:
        began = time.monotonic()
        assert releaser.serve(number).status_code == 200
        assert releaser.answered_by() == number
        assert time.monotonic() - began < 5
        sizes.append(house.resident())
    assert sizes[-1] < 1.1 * sizes[1], sizes
    back = releaser.told("POST", f"models/{SLUG}/roll-back", json={"expected": 1})
    assert back["aliases"]["production"] == 2
    assert releaser.answered_by() == 2


def test_a_version_beside_production_is_given_what_was_answered_and_agrees_with_itself(house: House) -> None:
    releaser = Releaser(house)
    assert releaser.serve(1).status_code == 200
    shadow = releaser.told("POST", f"models/{SLUG}/shadows", json={"version": 2, "reason": "A copy"})["id"]
    before = len(releaser.of_rollout())
    releaser.told("POST", "predictions", files=[("file", ("cat.jpg", CAT))] * 20, data={"model": SLUG})
    until = time.monotonic() + 60
    while (figures := releaser.told("GET", f"shadows/{shadow}")["figures"])["mirrored"] < 20:
        assert time.monotonic() < until, figures
        time.sleep(0.5)
    releaser.told("POST", f"shadows/{shadow}/end", json={"reason": "Enough"})
    assert (figures["seen"], figures["same"], figures["agreement"]["share"]) == (20, 20, 1)
    assert len(releaser.of_rollout()) == before + 20


def test_nothing_that_waited_is_answered_by_a_candidate_after_its_abort(house: House) -> None:
    releaser = Releaser(house)
    assert releaser.serve(1).status_code == 200
    rollout = one_that_answers_us(releaser)
    # The worker begins with all of it when the abort is on its way.
    house.signal(SIGSTOP, "worker's child")
    for _ in range(6):
        releaser.told("POST", "predictions", files=[("file", ("cat.jpg", CAT))] * 64, data={"model": SLUG})
    house.signal(SIGCONT, "worker's child")
    time.sleep(0.5)
    ended = releaser.told("POST", f"rollouts/{rollout}/abort", json={"reason": "Enough", "revision": 1})
    rows = until_all_ended(releaser)
    at = datetime.fromisoformat(ended["ended_at"])
    mine = [row for row in rows if row["created_at"] >= ended["created_at"]]
    by_candidate = [row for row in mine if row["model"]["version"] == 2]
    late = [row["id"] for row in by_candidate if datetime.fromisoformat(row["started_at"]) > at]
    assert (len(mine) >= 384, late, {row["status"] for row in mine}) == (True, [], {"succeeded"})
    recalled = [row for row in mine if row["model"]["version"] == 1]
    assert recalled, "everything was answered before the abort"
    last = max((datetime.fromisoformat(row["completed_at"]) for row in by_candidate), default=at)
    assert (last - at).total_seconds() < 5


def one_that_answers_us(releaser: Releaser) -> str:
    """A rollout in whose half we are: salts are random, so one of a few is."""
    steps = [{"share": 0.5, "bake_seconds": 3600, "least": 10}]
    for _ in range(30):
        rollout = releaser.told("POST", f"models/{SLUG}/rollouts", json={"version": 2, "steps": steps})
        if releaser.answered_by() == 2:
            return str(rollout["id"])
        releaser.told("POST", f"rollouts/{rollout['id']}/abort", json={"reason": "Others", "revision": 1})
    raise AssertionError("never ours")


def until_all_ended(releaser: Releaser) -> list[dict[str, Any]]:
    """Within a minute."""
    until = time.monotonic() + 60
    while True:
        rows = releaser.of_rollout()
        if all(row["completed_at"] for row in rows):
            return rows
        assert time.monotonic() < until
        time.sleep(0.5)
