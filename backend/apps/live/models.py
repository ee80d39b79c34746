"""What happened, in order, for each user: the page catches up from here after any silence."""

from django.conf import settings
from django.db import models


class Stream(models.Model):
    """The counter of one user's events.

    Its row lock serialises writers until they commit, so a reader that has seen `seq` N will never later find an N-1.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="event_stream"
    )
    last_seq = models.PositiveBigIntegerField(default=0)
    trimmed_seq = models.PositiveBigIntegerField(default=0, help_text="Events up to here are no longer kept")

    def __str__(self) -> str:
        return f"{self.user_id} at {self.last_seq}"


class Event(models.Model):
    """One message: what of it may not be true any more when it is told again (`apps.live.events.News`).

    On PostgreSQL each day's are a table of their own, with its own indexes and none of `id` (`apps.live.partitions`).
    """

    # Without an index of its own: `seq_once_per_user` begins with it. Nor is each event asked whose it is: its writer
    # holds the user's stream.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="events", db_index=False, db_constraint=False
    )
    seq = models.PositiveBigIntegerField()
    type = models.CharField(max_length=32)
    subject = models.UUIDField(help_text="What it is about: the id of a prediction, say")
    data = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("user", "seq")
        constraints = (models.UniqueConstraint(fields=("user", "seq"), name="seq_once_per_user"),)
        indexes = (models.Index(fields=("subject", "seq")),)

    def __str__(self) -> str:
        return f"{self.seq} {self.type}"
