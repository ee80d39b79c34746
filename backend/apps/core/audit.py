"""The audit trail: a line of the log, and a row, for everything that somebody may want to know about later."""

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from apps.core import caller
from apps.core.request_id import current_request_id

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
    "rollout_started",
    "rollout_aborted",
    "rollout_continued",
    "shadow_started",
    "shadow_ended",
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
    "prediction_rerun",
    "lesson_made",
    "lesson_asked",
    "lesson_deleted",
    "alert_acknowledged",
    "alert_reopened",
    "alert_snoozed",
    "alert_rule_changed",
    "alert_rule_reset",
    "audit_exported",
    "audit_trimmed",
    "audit_verified",
    "webhook_made",
    "webhook_changed",
    "webhook_secret_made",
    "webhook_deleted",
]


def events() -> tuple[Event, ...]:
    """All of them."""
    return get_args(Event)


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody did.

    Args:
        by: the user's name; empty before the sign-in.
        user: the number that stays theirs when they are called otherwise.
        key: the number of the key by which a program came.
        facts: what it was done to.
    """

    event: Event
    at: datetime
    by: str
    user: int | None
    address: str
    key: int | None
    request_id: str
    facts: Mapping[str, object]

    @property
    def told(self) -> Mapping[str, object]:
        """All but the event and when it was, without what is empty."""
        told: dict[str, object] = {"by": self.by, "address": self.address, "key": self.key, **self.facts}
        return {name: value for name, value in told.items() if value is not None and value != ""}


Keep = Callable[[Sequence[Note]], None]
_keep: list[Keep] = []


def kept_by(keep: Keep) -> None:
    """Have `keep` write all notes down as well. Called when Django starts."""
    _keep[:] = [keep]


def note(event: Event, by: AbstractBaseUser | None = None, **facts: object) -> None:
    """Write down what `by` did just now; nobody is known by a name before the sign-in.

    Args:
        facts: what it was done to. No secrets, and nothing that is long.
    """
    note_each(event, [facts], by=by)


def note_each(event: Event, things: Iterable[Mapping[str, object]], by: AbstractBaseUser | None = None) -> None:
    """Write down that `by` did the same to each of these things, by one statement."""
    who, number = (by.get_username(), by.pk) if by else ("", None)
    now, address, key, request_id = timezone.now(), caller.address(), caller.key(), current_request_id()
    notes = [Note(event, now, who, number, address, key, request_id, facts) for facts in things]
    for one in notes:
        # As JSON, so that nothing that a sender chose can look like a line of its own.
        line = " ".join(
            f"{name}={json.dumps(value, default=str, ensure_ascii=False)}" for name, value in one.told.items()
        )
        logger.info("%s %s", event, line, extra={"facts": {"event": event, **one.told}})
    for keep in _keep if notes else ():
        keep(notes)
