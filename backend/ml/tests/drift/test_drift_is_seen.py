"""An alarm that is looked at after every answer: silent while nothing changes, soon on where something does."""

import numpy as np
import pytest

from ml.drift.estimate import estimate
from ml.drift.evidence import ALARM, LABEL, WINDOW, carried, drifting, evidence, grown, together
from ml.drift.reference import CONFIDENCE, FAMILIAR, FEWEST, Reference, reference_of
from ml.drift.window import Seen, Window

LABELS = ("cat", "dog", "ship")


def answers(
    count: int, seed: int, *, sharper: float = 0.0, familiar: float = 1.0, only: str = ""
) -> list[tuple[Seen, bool]]:
    """As a version with scores that are what they say gives them, and whether each is right."""
    random = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        confidence = float(random.beta(6, 1))
        figures = {CONFIDENCE: confidence, FAMILIAR: familiar * float(random.random())}
        figures |= {"sharpness": float(random.normal()) + sharper, "width": 32.0}
        found.append((Seen(only or str(random.choice(LABELS)), figures), bool(random.random() < confidence)))
    return found


def known(count: int = 2000) -> Reference:
    rows = answers(count, seed=1)
    names = rows[0][0].figures
    reference = reference_of(
        [seen.label for seen, _ in rows],
        LABELS,
        np.array([right for _, right in rows]),
        {name: np.array([seen.figures[name] for seen, _ in rows]) for name in names},
    )
    assert reference
    return reference


REFERENCE = known()


def window(rows: list[tuple[Seen, bool]]) -> Window:
    found = Window()
    for seen, _ in rows:
        found.add(seen, REFERENCE)
    return found


def looked_at(rows: list[tuple[Seen, bool]]) -> list[bool]:
    """Whether the alarm is on, after every answer."""
    before, current, is_on, states = 0.0, Window(), False, []
    for seen, _ in rows:
        current.add(seen, REFERENCE)
        now = grown(before, evidence(current, REFERENCE))
        is_on = drifting(is_on, now)
        states.append(is_on)
        if current.count == WINDOW:
            before, current = carried(now), Window()
    return states


def test_in_a_hundred_windows_in_which_nothing_changes_there_is_no_alarm() -> None:
    assert not any(looked_at(answers(100 * WINDOW, seed=2)))


@pytest.mark.parametrize("changed", [{"sharper": 1.0}, {"familiar": 0.5}, {"only": "cat"}])
def test_a_change_is_seen_within_a_window(changed: dict[str, float]) -> None:
    states = looked_at(answers(5 * WINDOW, seed=3) + answers(WINDOW, seed=4, **changed))  # type: ignore[arg-type]
    assert not any(states[: 5 * WINDOW])
    assert states[-1]


def test_the_alarm_is_over_when_all_is_as_it_was() -> None:
    states = looked_at(answers(3 * WINDOW, seed=5, sharper=2.0) + answers(3 * WINDOW, seed=6))
    assert states[3 * WINDOW - 1]
    assert not states[-1]


def test_the_figure_that_changed_is_named() -> None:
    found = evidence(window(answers(WINDOW, seed=7, sharper=1.0)), REFERENCE)
    assert max(found, key=lambda name: found[name]) == "sharpness"
    assert found["sharpness"] > 20
    assert found[LABEL] < 3


def test_the_size_of_a_file_alone_raises_no_alarm() -> None:
    large = [(Seen(seen.label, {**seen.figures, "width": 4000.0}), right) for seen, right in answers(WINDOW, seed=8)]
    found = evidence(window(large), REFERENCE)
    assert found["width"] > 100
    assert together(found) < 0


def test_the_evidence_of_a_flood_is_a_number() -> None:
    assert ALARM < grown(0.0, {"sharpness": 1e6}) < float("inf")


def test_the_estimate_is_what_is_right() -> None:
    rows = answers(2000, seed=9)
    found = estimate(window(rows), REFERENCE)
    truth = np.mean([right for _, right in rows])
    assert found
    assert found.low < truth < found.high
    assert abs(found.share - truth) < 0.03


def test_being_sure_of_one_label_counts_where_the_files_are_familiar_alone() -> None:
    cats = estimate(window(answers(300, seed=10, only="cat")), REFERENCE)
    noise = estimate(window(answers(300, seed=10, only="cat", familiar=0.2)), REFERENCE)
    assert cats
    assert noise
    assert cats.share > 0.75
    assert noise.share < 0.4


def test_of_little_nothing_is_told() -> None:
    assert estimate(window(answers(29, seed=11)), REFERENCE) is None
    rows = answers(FEWEST - 1, seed=12)
    confidence = {CONFIDENCE: np.array([seen.figures[CONFIDENCE] for seen, _ in rows])}
    assert reference_of([seen.label for seen, _ in rows], LABELS, np.ones(len(rows), bool), confidence) is None


def test_labels_and_figures_that_the_reference_does_not_know_are_left_out() -> None:
    found = Window()
    found.add(Seen("whale", {"loudness": 3.0}), REFERENCE)
    assert found.count == 1
    assert not found.labels
    assert not found.spreads
    assert together(evidence(found, REFERENCE)) == 0
