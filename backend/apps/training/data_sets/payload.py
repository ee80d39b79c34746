"""What the row of a check or a freeze says of it."""

from pydantic import JsonValue

from apps.training.jobs.payload import Payload
from ml.jobs.orders import CheckOptions
from ml.progress import Frozen


class CheckPayload(Payload, CheckOptions):
    """How to look; the texts are compared with the vocabulary of `model` (slug/versions/N)."""

    model: str | None = None

    @property
    def options(self) -> CheckOptions:
        """Without what only a row knows."""
        return CheckOptions(**self.model_dump(include=set(CheckOptions.model_fields)))


class FollowingRun(Frozen):
    """What is to be trained on the set once it is frozen; `parent` is the key of a version."""

    parent: int
    slug: str
    recipe: dict[str, JsonValue]


class FreezePayload(CheckPayload):
    """How to look, and what the frozen set is called."""

    title: str
    licence: str
    train: FollowingRun | None = None
