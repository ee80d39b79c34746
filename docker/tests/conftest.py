"""One Slipway of containers for all these tests, or none where no engine answers."""

from collections.abc import Iterator

import pytest

from compose import Stack, missing_engine, running


@pytest.fixture(scope="session")
def started() -> Iterator[tuple[Stack, float]]:
    """Built, started, and removed at the end."""
    why = missing_engine()
    if why:
        pytest.skip(f"containers were not tested: {why}")
    with running() as stack:
        yield stack


@pytest.fixture(scope="session")
def stack(started: tuple[Stack, float]) -> Stack:
    """The running Slipway."""
    return started[0]
