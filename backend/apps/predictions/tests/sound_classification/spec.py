"""How a sound becomes the network's input."""

from ml.types import Spec


class LoudnessSpec(Spec):
    """In Hz, and in seconds that are listened to."""

    sample_rate: int
    seconds: float


SPEC = LoudnessSpec
