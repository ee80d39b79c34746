"""A table as a queue: a row waits, is claimed by one process at a time, and ends once (docs/decisions/0001).

A claim is a lease with a fence. The lease runs out when nobody renews it, so what a vanished process held waits again.
`attempt` rises at each claim and is the fence: whoever writes to a claimed row does so only where the row still carries
the attempt that was claimed, so a process that was thought dead cannot overwrite the work of its successor.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import connection, models
from django.utils import timezone


def lease_end() -> datetime:
    """When a lease that begins now runs out."""
    return timezone.now() + timedelta(seconds=settings.SLIPWAY.lease_seconds)


class Leased(models.Model):
    """A row of a queue. The subclass has `status` and `created_at`, and says which status a claimed row has."""

    WAITING: ClassVar[str] = "queued"
    CLAIMED: ClassVar[str]
    LEASE_FIELDS: ClassVar[tuple[str, ...]] = ("status", "attempt", "claimed_by", "lease_expires_at")

    status: str
    created_at: datetime
    attempt = models.PositiveIntegerField(default=0, help_text="Rises at each claim; a result of an older one is void")
    claimed_by = models.CharField(max_length=200, blank=True)
    lease_expires_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def claim(self, by: str, until: datetime | None = None) -> None:
        """Lease the row to a process; saved by the caller, who holds the row's lock."""
        self.status, self.attempt = self.CLAIMED, self.attempt + 1
        self.claimed_by, self.lease_expires_at = by, until or lease_end()

    def put_back(self) -> None:
        """Let the row wait again; saved by the caller, who holds the row's lock."""
        self.status, self.claimed_by, self.lease_expires_at = self.WAITING, "", None

    @classmethod
    def waiting(cls) -> models.QuerySet[Self]:
        """What nobody has claimed, the oldest first."""
        return cls._default_manager.filter(status=cls.WAITING).order_by("created_at", "id")

    @classmethod
    def next_in_line(cls) -> models.QuerySet[Self]:
        """What nobody has claimed or is about to, locked. On SQLite the transaction itself is the lock (IMMEDIATE)."""
        return cls.waiting().select_for_update(skip_locked=True, of=("self",))

    @classmethod
    def expired(cls) -> models.QuerySet[Self]:
        """What a vanished process held longer than its lease."""
        return cls._default_manager.filter(status=cls.CLAIMED, lease_expires_at__lt=timezone.now())

    @classmethod
    def held_by(cls, names: Sequence[str]) -> models.QuerySet[Self]:
        """What processes of these names have claimed."""
        return cls._default_manager.filter(status=cls.CLAIMED, claimed_by__in=names)

    @classmethod
    def held_of(cls, claimed: Sequence[Self]) -> models.QuerySet[Self]:
        """Those rows of one claim, hence of one attempt, whose claim still stands: the fence."""
        pks, attempt = [row.pk for row in claimed], claimed[0].attempt
        return cls._default_manager.filter(pk__in=pks, status=cls.CLAIMED, attempt=attempt)

    @classmethod
    def still_held(cls, attempt: int) -> str:
        """The fence as a condition on a row `old`: whoever writes what it has claimed writes nothing else."""
        return f"old.status = '{cls.CLAIMED}' AND old.attempt = {int(attempt)}"

    @classmethod
    def lock_held(cls, claimed: Sequence[Self]) -> list[Self]:
        """Of one claim the rows whose claim still stands, locked and in the order of their keys."""
        places = ", ".join(["%s"] * len(claimed))
        lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
        statement = (
            f"SELECT id FROM {cls._meta.db_table} WHERE id IN ({places}) "  # noqa: S608 - no value is in it
            f"AND status = %s AND attempt = %s ORDER BY id {lock}"
        )
        key = cls._meta.pk
        by_key = {key.get_db_prep_value(row.pk, connection): row for row in claimed}
        with connection.cursor() as cursor:
            cursor.execute(statement, [*by_key, cls.CLAIMED, claimed[0].attempt])
            return [by_key[found] for (found,) in cursor.fetchall()]

    def held(self) -> models.QuerySet[Self]:
        """This row, as long as the claim that it was read with still stands."""
        return self.held_of([self])
