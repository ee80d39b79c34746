"""What can go wrong, said to the person who asked."""


class BackupError(Exception):
    """The message is a sentence that says what happened and what to do. Nothing was changed."""
