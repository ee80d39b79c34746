"""Queues whose answer is known, and the document that is reckoned from them."""

import pytest

from bench.simulation.check import calibrated
from bench.simulation.document import DOCUMENT, costs_of, written
from bench.simulation.measure import filled, queue
from bench.simulation.model import Costs, Load, System, simulate

ONE = Costs(web_request=8, web_file=2, worker_batch=15, worker_file=5)


def test_one_at_a_time_takes_as_long_as_its_parts_and_the_three_changes() -> None:
    found = simulate(Costs(8, 2, 15, 5, row_change=3, row_file=0.5), System(), Load(clients=1))
    assert found.p50 == pytest.approx(30 + 3 * 3.5)
    assert found.batch == 1


def test_many_at_once_are_as_fast_as_the_slowest_part_and_wait_for_each_other() -> None:
    found = simulate(ONE, System(threads=1), Load(clients=32))
    # Worker: batches grow until it keeps up with the web's 100 a second.
    assert found.rate == pytest.approx(100, rel=0.02)
    assert found.p50 == pytest.approx(320, rel=0.05)


def test_what_came_together_is_accepted_together_by_a_web_of_threads() -> None:
    assert simulate(ONE, System(threads=10), Load(clients=8)).batch == pytest.approx(8)


@pytest.mark.parametrize(("one_owner", "rate"), [(True, 250 / 3), (False, 1000)])
def test_more_webs_and_workers_help_until_the_row_of_one_owner_is_busy_all_the_time(
    one_owner: bool, rate: float
) -> None:
    paid = Costs(web_request=8, web_file=0, worker_batch=0, worker_file=8, row_file=4)
    found = simulate(paid, System(webs=16, workers=16, batch=1), Load(clients=256, one_owner=one_owner))
    assert found.rate == pytest.approx(rate, rel=0.02) if one_owner else found.rate > rate


def test_while_more_waits_an_end_is_written_beside_the_next_batch() -> None:
    paid = Costs(web_request=0, web_file=0, worker_batch=0, worker_file=10, database_file=9)
    assert simulate(paid, System(batch=1), Load(clients=8)).rate == pytest.approx(100, rel=0.02)


def test_random_arrivals_below_the_limit_are_served_and_above_it_wait_ever_longer() -> None:
    calm = simulate(ONE, System(batch=1), Load(per_second=25))
    assert calm.rate == pytest.approx(25, rel=0.05)
    assert calm.p95 > calm.p50 >= 30
    assert simulate(ONE, System(batch=1), Load(per_second=75)).left > 1000


def test_costs_are_found_again_from_what_they_cause() -> None:
    loads = {"1": Load(clients=1), "8": Load(clients=8), "many": Load(clients=2, files=64)}
    caused = Costs(8, 2, 15, 5, row_change=4)
    seen = {name: simulate(caused, System(), load) for name, load in loads.items()}
    cpu = {"1": (10, 20), "8": (10, 15 / 8 + 5), "many": (8 / 64 + 2, 15 / 32 + 5)}
    found = calibrated(
        {
            name: {"cpu.web": cpu[name][0], "cpu.worker": cpu[name][1], "rate": of_one.rate, "p50": of_one.p50}
            for name, of_one in seen.items()
        }
    )
    assert found.slowness == pytest.approx(1, abs=0.1)
    assert [found.web_file, found.worker_batch, found.row_change] == pytest.approx([2, 15, 4], rel=0.1)


def test_how_long_a_change_holds_the_row_comes_from_workers_that_wait_for_it() -> None:
    # A batch of 1 in 5 ms, one of 32 in 20.5.
    finish = {"1": {"best_rate": 200.0}, "32": {"best_rate": 32 / 0.0205}}
    found = queue({"finish": finish, "claim and finish": {"database_ms": 0.25}})
    assert list(found.values()) == pytest.approx([0.25, 4.5, 0.5])


def test_a_measured_figure_gets_into_the_table_and_what_is_reckoned_from_it_follows() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    dearer = filled(text, {"web, a request": 123.4})
    assert costs_of(dearer)["web, a request"] == 123
    assert written(dearer) == dearer != text


def test_a_figure_without_a_row_in_the_table_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no row"):
        filled(DOCUMENT.read_text(encoding="utf-8"), {"web, each tea": 1})


def test_the_document_says_what_its_first_table_gives() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert written(text) == text, "run `.venv/bin/python -m bench.simulation write`"
