"""What is away is waited for, what is wrong is not, and both are told in a sentence."""

from collections.abc import Callable

import pytest

from processes.serve import wait_for
from processes.serve.wait_for import Away


class Broker:
    """Refuses some times, then answers."""

    def __init__(self, *refusals: Away) -> None:
        self.refusals, self.asked = list(refusals), 0

    def __call__(self) -> None:
        self.asked += 1
        if self.refusals:
            raise self.refusals.pop(0)


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Broker]:
    """`broker(*refusals)`: the one that is asked from now on."""
    monkeypatch.setattr(wait_for, "ASK_SECONDS", 0.01)

    def make(*refusals: Away) -> Broker:
        made = Broker(*refusals)
        monkeypatch.setattr(wait_for, "ask_broker", made)
        return made

    return make


def test_what_comes_back_is_waited_for(broker: Callable[..., Broker], capsys: pytest.CaptureFixture[str]) -> None:
    pinged = broker(Away("The broker is away."), Away("The broker is away."))
    wait_for.broker(patience=5)
    assert pinged.asked == 3
    assert capsys.readouterr().err == "The broker is away. Waiting.\n", "said once, not at every look"


def test_what_stays_away_is_given_up_with_what_was_waited_for(broker: Callable[..., Broker]) -> None:
    broker(*[Away("The broker is away.")] * 1000)
    with pytest.raises(SystemExit, match=r"^The broker is away\. Waited 0\.05 s for the broker\.$"):
        wait_for.broker(patience=0.05)


def test_what_waiting_cannot_mend_ends_at_once(broker: Callable[..., Broker]) -> None:
    pinged = broker(Away("The password is wrong.", hopeless=True))
    with pytest.raises(SystemExit, match=r"^The password is wrong\.$"):
        wait_for.broker(patience=60)
    assert pinged.asked == 1


def test_what_is_there_at_the_end_of_patience_is_taken(broker: Callable[..., Broker]) -> None:
    broker()
    wait_for.broker(patience=0)
