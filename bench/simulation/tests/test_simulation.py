"""Queues whose answer is known, and the document that is reckoned from them."""

import pytest

from bench.simulation.check import calibrated
from bench.simulation.document import DOCUMENT, written
from bench.simulation.model import Costs, Load, System, simulate

ONE = Costs(web_request=8, web_file=2, worker_batch=15, worker_file=5, hop=10)


def test_one_at_a_time_takes_as_long_as_its_parts() -> None:
    found = simulate(ONE, System(), Load(clients=1))
    assert found.p50 == pytest.approx(40)
    assert [found.rate, found.batch] == pytest.approx([25, 1])


def test_many_at_once_are_as_fast_as_the_slowest_part_and_wait_for_each_other() -> None:
    found = simulate(ONE, System(threads=1), Load(clients=32))
    # Worker: batches grow until it keeps up with the web's 100 a second.
    assert found.rate == pytest.approx(100, rel=0.02)
    assert found.p50 == pytest.approx(320, rel=0.05)


def test_what_came_together_is_accepted_together_by_a_web_of_threads() -> None:
    assert simulate(ONE, System(threads=10), Load(clients=8)).batch == pytest.approx(8)


def test_more_webs_and_workers_help_until_a_row_that_all_write_is_busy_all_the_time() -> None:
    shared = Costs(web_request=8, web_file=2, worker_batch=15, worker_file=5, shared_file=4)
    rates = [simulate(shared, System(webs=n, workers=n), Load(clients=64 * n)).rate for n in (1, 2, 8)]
    assert rates[1] > 1.5 * rates[0]
    assert rates[2] == pytest.approx(250, rel=0.02)


def test_random_arrivals_below_the_limit_are_served_and_above_it_wait_ever_longer() -> None:
    calm = simulate(ONE, System(batch=1), Load(per_second=25))
    assert calm.rate == pytest.approx(25, rel=0.05)
    assert calm.p95 > calm.p50 > 40
    assert simulate(ONE, System(batch=1), Load(per_second=75)).left > 1000


def test_costs_are_found_again_from_what_they_cause() -> None:
    loads = {"one": Load(clients=1), "eight": Load(clients=8), "many": Load(clients=2, files=64)}
    seen = {name: simulate(ONE, System(), load) for name, load in loads.items()}
    cpu = {"one": (10, 20), "eight": (10, 15 / 8 + 5), "many": (8 / 64 + 2, 15 / 32 + 5)}
    figures = {
        name: {"cpu.web": cpu[name][0], "cpu.worker": cpu[name][1], "rate": found.rate, "p50": found.p50}
        for name, found in seen.items()
    }
    found = calibrated(figures["one"], figures["eight"], figures["many"])
    assert found.slowness == pytest.approx(1, abs=0.1)
    assert [found.web_file, found.worker_batch] == pytest.approx([2, 15])


def test_the_document_says_what_its_first_table_gives() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert written(text) == text, "run `.venv/bin/python -m bench.simulation write`"
