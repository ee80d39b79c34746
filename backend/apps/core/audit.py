"""The audit trail: one line of the log for everything that somebody may want to know about later."""

import json
import logging
from typing import Literal

from django.contrib.auth.base_user import AbstractBaseUser

from apps.core import caller

logger = logging.getLogger("slipway.audit")
# docs/operations.md says of each what else its line holds.
Event = Literal[
    "sign_in",
    "sign_in_refused",
    "sign_out",
    "password_changed",
    "password_refused",
    "key_made",
    "key_deleted",
    "link_made",
    "link_revoked",
    "user_made",
    "user_changed",
    "invitation_made",
    "invitation_taken",
    "record_added",
    "record_changed",
    "record_deleted",
    "alias_moved",
    "default_grammar_set",
    "version_hidden",
    "version_shown",
    "version_deleted",
    "thresholds_moved",
    "version_made",
    "import_asked",
    "data_set_made",
    "data_set_frozen",
    "data_set_deleted",
    "prediction_deleted",
    "prediction_restored",
    "file_read",
    "lesson_made",
    "lesson_asked",
    "lesson_deleted",
]


def note(event: Event, by: AbstractBaseUser | None = None, **facts: object) -> None:
    """Write down what `by` did just now; nobody is known by a name before the sign-in.

    Args:
        facts: what it was done to. No secrets, and nothing that is long.
    """
    told: dict[str, object] = {"by": by.get_username()} if by else {}
    told |= {"address": caller.address(), "key": caller.key()}
    told = {name: value for name, value in (told | facts).items() if value is not None and value != ""}
    # As JSON, so that nothing that a sender chose can look like a line of its own.
    line = " ".join(f"{name}={json.dumps(value, default=str, ensure_ascii=False)}" for name, value in told.items())
    logger.info("%s %s", event, line, extra={"facts": {"event": event, **told}})
