"""What can go wrong, in words for a person."""

DAMAGED = "The backup is damaged or cut off; take another one."


class BackupError(Exception):
    """The message is a sentence that says what happened and what to do. Nothing was changed."""
