"""Is the chain whole? Names the first entry that is wrong."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from apps.audit.chain import RESEALED, is_sealed
from apps.audit.line import digest_of
from apps.audit.models import Entry, Head

READ_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found.

    Args:
        checked: how many entries agree with their digests.
        number, digest: of the last of them, or of the last one that is kept no longer.
        waiting: entries that have no place in the chain yet.
        fault: what is wrong first, as a sentence; empty where all is well.
    """

    checked: int
    number: int
    digest: str
    waiting: int
    fault: str


def verify(noted: tuple[int, str] | None = None, resealed: Collection[int] = ()) -> Verdict:
    """Compute every digest anew, and compare.

    Args:
        noted: number and digest of an entry as they were written down elsewhere.
        resealed: entries that say that the seal was of another SECRET_KEY, where somebody knows why.
    """
    walk = _Walk(Head.objects.filter(pk=Head.ONLY).first() or Head(), noted, resealed)
    fault = next(walk.faults(), "")
    return Verdict(walk.checked, walk.number, walk.digest, Entry.objects.filter(number=None).count(), fault)


class _Walk:
    """From the first entry that is kept to the head."""

    def __init__(self, head: Head, noted: tuple[int, str] | None, resealed: Collection[int]) -> None:
        self._head, self._noted, self._resealed = head, noted, resealed
        self.checked, self.number, self.digest = 0, head.kept_after, head.kept_after_digest

    def faults(self) -> Iterator[str]:
        yield from self._of_entries()
        yield from self._of_the_head()
        if self._noted and self._noted[0] > self._head.number:
            yield f"Entry {self._noted[0]} was written down elsewhere, and the chain ends with {self._head.number}."

    def _of_entries(self) -> Iterator[str]:
        yield from self._of_noted()
        for entry in Entry.objects.exclude(number=None).order_by("number").iterator(READ_AT_ONCE):
            number = entry.number or 0
            if number > self._head.number and self._has_grown():
                return
            if number > self._head.number:
                yield f"Entry {number} was added behind the end of the chain, {self._head.number}."
            if number <= self.number:
                yield f"Entry {number} is older than what is kept, which begins after {self.number}."
            if number > self.number + 1:
                yield f"Entry {self.number + 1} is gone; the next one that is there is {number}."
            if entry.digest != digest_of(entry, self.digest):
                yield f"Entry {number} is not what was written: {entry} at {entry.at:%Y-%m-%d %H:%M:%S} UTC."
            if entry.event == RESEALED and number not in self._resealed:
                yield f"Entry {number} says that the chain before it was not sealed by the SECRET_KEY of that time."
            self.checked, self.number, self.digest = self.checked + 1, number, entry.digest
            yield from self._of_noted()

    def _has_grown(self) -> bool:
        """Whether the chain went on while it was looked at."""
        return Head.objects.filter(pk=Head.ONLY, number__gt=self._head.number).exists()

    def _of_the_head(self) -> Iterator[str]:
        if self.number < self._head.number:
            yield f"The end of the chain is gone: entries {self.number + 1} to {self._head.number}."
        if self.digest != self._head.digest:
            yield f"Entry {self.number} ends the chain with another digest than the head has; they were computed anew."
        if self.number and not is_sealed(self._head):
            yield "The head was not written by this Slipway: its seal is not of SECRET_KEY nor SECRET_KEY_FALLBACKS."

    def _of_noted(self) -> Iterator[str]:
        if self._noted and self._noted[0] == self.number and self._noted[1] != self.digest:
            yield f"Entry {self.number} has another digest than was written down elsewhere; it was computed anew."
