"""Who did what, for good: rows that are only ever added, each fastened to the one before."""

from django.db import models

SHA256 = 64


class Entry(models.Model):
    """One thing that somebody did.

    It is written with what it tells of, and takes its place in the chain (`number`, `digest`) a moment later. After
    that it never changes: `apps.audit.guards` has the database refuse it.
    """

    at = models.DateTimeField()
    event = models.CharField(max_length=64)
    # No reference: it stays true when the person is called otherwise or is gone.
    by = models.CharField(max_length=150, blank=True, help_text="Name of the user")
    user = models.PositiveBigIntegerField(null=True, help_text="Number of the user")
    address = models.CharField(max_length=64, blank=True)
    key = models.PositiveBigIntegerField(null=True, help_text="Number of the key by which a program came")
    request_id = models.CharField(max_length=64, blank=True)
    # Text, since the digest is of what was written, letter by letter; a database may write JSON otherwise.
    facts = models.TextField(help_text="What it was done to, as JSON")
    number = models.PositiveBigIntegerField(null=True, unique=True, help_text="Its place in the chain")
    digest = models.CharField(max_length=SHA256, blank=True, help_text="sha256 of its line (apps.audit.line)")

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name_plural = "entries"
        indexes = (
            models.Index(fields=("at", "id")),
            models.Index(fields=("by", "at")),
            models.Index(fields=("id",), name="audit_entry_waiting", condition=models.Q(number=None)),
        )

    def __str__(self) -> str:
        return f"{self.event} by {self.by or 'nobody'}"


class Head(models.Model):
    """The end of the chain, in one row: whoever adds to the chain holds it."""

    ONLY = 1

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=SHA256, blank=True)
    kept_after = models.PositiveBigIntegerField(default=0, help_text="Entries up to here are no longer kept")
    kept_after_digest = models.CharField(max_length=SHA256, blank=True)
    seal = models.CharField(max_length=SHA256, blank=True, help_text="Signature of the above by SECRET_KEY")
    sent = models.PositiveBigIntegerField(default=0, help_text="Entries up to here were sent to syslog")

    def __str__(self) -> str:
        return f"at {self.number}"
