"""A few of the faults of `make faults`, with fewer predictions: whatever is killed, every prediction ends once."""

from collections.abc import Iterator

import pytest

from processes.tests.faults.faults import FAULTS
from processes.tests.faults.house import House
from processes.tests.faults.load import Load


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all of them."""
    with House(tmp_path_factory.mktemp("faults") / "data") as started:
        yield started


@pytest.mark.parametrize(
    "name", ["kill -9 worker's parent and child", "kill -9 web", "kill -9 broker and worker's child"]
)
def test_what_is_killed_under_load_loses_nothing_and_does_nothing_twice(house: House, name: str) -> None:
    outcome = Load(house.stack.url, house.key).send(24, 8.0, lambda: FAULTS[name](house))
    assert outcome.kept_its_word, outcome
