"""Few requests are worked on at once, and one that takes long keeps nobody waiting."""

import asyncio

import pytest

from apps.core import few_at_once
from apps.core.few_at_once import FewAtOnce


async def most_at_once(seconds: float, count: int = 12) -> int:
    """Of so many that come together and take so long."""
    few, now, most = FewAtOnce(2), 0, 0

    async def one() -> None:
        nonlocal now, most
        async with few.one():
            now += 1
            most = max(most, now)
            await asyncio.sleep(seconds)
            now -= 1

    async with asyncio.timeout(20):
        await asyncio.gather(*(one() for _ in range(count)))
    return most


async def test_no_more_than_two_usual_ones() -> None:
    assert await most_at_once(0.001) == 2


async def test_more_beside_those_that_take_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(few_at_once, "SLOW_SECONDS", 0.01)
    assert await most_at_once(0.5) == 12


async def test_a_place_is_given_back_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(few_at_once, "SLOW_SECONDS", 0.01)
    few = FewAtOnce(1)
    async with few.one():
        await asyncio.sleep(0.05)
    async with few.one():
        waiting = asyncio.create_task(few.one().__aenter__())
        await asyncio.sleep(0)
        assert not waiting.done()
        waiting.cancel()


async def test_one_that_fails_gives_its_place_back() -> None:
    few = FewAtOnce(1)
    for _ in range(3):
        with pytest.raises(ValueError, match="broken"):
            async with few.one():
                raise ValueError("broken")
