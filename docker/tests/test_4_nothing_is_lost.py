"""Parts are killed under load. When all are back, every prediction has ended exactly once."""

import logging
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import requests

from compose import Stack, answers, until
from load import CAT, Load, sound, start

PARTS = ["worker", "web", "redis", "postgres", "scheduler"]
FOR_EACH = 40
FILES = {"cat.jpg": CAT, "noise.wav": sound(45)}
logger = logging.getLogger(__name__)


def test_whatever_is_killed_under_load_every_prediction_ends_exactly_once(stack: Stack) -> None:
    with ThreadPoolExecutor(8) as pool:
        loads = [kill_under_load(stack, part, pool) for part in PARTS]
        ended = [prediction for load in loads for prediction in load.finish(300)]
    until(lambda: answers(f"{stack.url}/readyz"), 120, "everything answers again")
    assert len(ended) == len(PARTS) * FOR_EACH
    assert {prediction["status"] for prediction in ended} == {"succeeded"}
    assert {count for load in loads for count in map(load.ends, load.ids)} == {1}
    logger.info("attempts that were needed: %s", dict(Counter(prediction["attempt"] for prediction in ended)))


def kill_under_load(stack: Stack, part: str, pool: ThreadPoolExecutor) -> Load:
    """Kill a part while predictions come in and others wait, and start it again."""
    load = start(stack, FOR_EACH, FILES, pool)
    until(lambda: load.accepted() >= FOR_EACH // 4, 120, "a quarter is accepted")
    waiting = load.waits()
    assert waiting, f"nothing waits when {part} is killed"
    stack.kill(part)
    assert not stack.healthy(part)
    logger.info("killed %s: %d accepted by then", part, load.accepted())
    stack.compose("start", part)
    return load


def test_a_part_that_ends_by_itself_is_started_again(stack: Stack) -> None:
    before = stack.inspect("scheduler")["RestartCount"]
    stack.compose("exec", "-T", "scheduler", "python", "-c", "import os, signal; os.kill(1, signal.SIGTERM)")
    until(lambda: stack.inspect("scheduler")["RestartCount"] > before, 60, "the scheduler was started again")
    until(lambda: stack.healthy("scheduler"), 60, "the scheduler is healthy")


def test_while_the_web_is_away_nginx_says_so_and_finds_the_next_one(stack: Stack) -> None:
    stack.compose("rm", "--stop", "--force", "web")
    program = requests.get(f"{stack.url}/api/v1/session", timeout=20)
    assert (program.status_code, program.json()["code"], program.headers["Retry-After"]) == (503, "unavailable", "5")
    person = requests.get(f"{stack.url}/admin/", headers={"Accept": "text/html"}, timeout=20)
    assert (person.status_code, "Slipway is starting" in person.text) == (503, True)
    assert requests.get(stack.url, timeout=20).ok, "the page itself needs no backend"
    stack.compose("up", "--detach", "--wait", "--no-deps", "web")
    until(lambda: answers(f"{stack.url}/api/v1/session"), 30, "nginx has found the new web")
