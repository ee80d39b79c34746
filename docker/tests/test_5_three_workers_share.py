"""`--scale worker=3`."""

import logging
from concurrent.futures import ThreadPoolExecutor

from compose import Stack, until
from load import sound, start

logger = logging.getLogger(__name__)


def test_three_workers_share_the_work(stack: Stack) -> None:
    stack.compose("up", "--detach", "--wait", "--no-recreate", "--scale", "worker=3", "worker")
    assert len(stack.containers("worker")) == 3
    with ThreadPoolExecutor(8) as pool:
        load = start(stack, 150, {"noise.wav": sound(45)}, pool)
        assert {prediction["status"] for prediction in load.finish(300)} == {"succeeded"}
    chosen = ", ".join(f"'{prediction}'" for prediction in load.ids)
    shares = stack.query(
        f"SELECT claimed_by, count(*) FROM predictions_prediction WHERE id IN ({chosen}) GROUP BY claimed_by"
    )
    logger.info("shares: %s", dict(shares))
    assert len(shares) == 3
    assert min(int(count) for _, count in shares) >= 15


def test_a_worker_that_is_stopped_gives_its_work_to_the_others(stack: Stack) -> None:
    with ThreadPoolExecutor(8) as pool:
        load = start(stack, 60, {"noise.wav": sound(45)}, pool)
        until(lambda: load.accepted() >= 20, 120, "20 predictions are accepted")
        stack.compose("up", "--detach", "--wait", "--no-recreate", "--scale", "worker=1", "worker")
        ended = load.finish(300)
    assert {prediction["status"] for prediction in ended} == {"succeeded"}
    assert {prediction["attempt"] for prediction in ended} == {1}, "a worker that is told to stop finishes its batch"
