"""What webhooks are told of. A new type is a word here and a call of `apps.webhooks.outbox`."""

from typing import Literal, get_args

# Of a prediction that came with a key, or whose request named an address.
OfKey = Literal["prediction.completed"]
# Of what all staff see: a webhook of staff may choose them.
OfStaff = Literal[
    "training.completed", "version.created", "alias.moved", "rollout.aborted", "rollout.promoted", "alert.opened",
    "alert.resolved", "alert.updated",
]  # fmt: skip
Test = Literal["webhook.test"]
Type = OfKey | OfStaff | Test

OF_STAFF: tuple[OfStaff, ...] = get_args(OfStaff)
TEST: Test = "webhook.test"
