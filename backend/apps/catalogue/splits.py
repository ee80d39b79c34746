"""Which people a candidate answers while a rollout runs, and whose answers are compared with theirs."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

# Each half of the people is one arm's at most.
MOST = 0.5


class Arm(StrEnum):
    """`control` is a slice of production as large as the candidate's, taken by the same hash; `rest` is all others."""

    CANDIDATE = "candidate"
    CONTROL = "control"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Trial:
    """The part that a prediction has in a rollout."""

    rollout: UUID
    step: int
    arm: Arm

    def to_json(self) -> dict[str, object]:
        """As a row keeps it."""
        return {"rollout": str(self.rollout), "step": self.step, "arm": self.arm.value}


def arm_of(salt: str, person: int, share: float) -> Arm:
    """The arm of a person, by their number.

    The candidate's people are those from one end of the line, and the control's those from the other, so a larger share
    only adds people to each. Another salt puts everybody at another place.
    """
    place = int.from_bytes(sha256(f"{salt}|{person}".encode()).digest()[:7]) / 2**56
    if place < share:
        return Arm.CANDIDATE
    return Arm.CONTROL if place >= 1 - share else Arm.REST
