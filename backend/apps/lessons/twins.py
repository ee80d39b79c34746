"""Photos of a lesson that show the same. The web knows of them too, and needs no ONNX Runtime for it."""

from uuid import UUID

from apps.lessons.models import Photo
from ml.vision.fingerprint import Fingerprint
from ml.vision.lessons.twins import twin_groups


def note_twins(lesson_id: UUID) -> None:
    """Which photos show the same, all of the lesson anew: what is deleted takes its twins along."""
    rows = list(
        Photo.objects.shown().filter(lesson=lesson_id).exclude(fingerprint=None).order_by("upload_id")
        .values_list("pk", "fingerprint", "twin")
    )  # fmt: skip
    groups = twin_groups([Fingerprint.from_bytes(bytes(kept or b"")) for _, kept, _ in rows])
    for (key, _, before), group in zip(rows, groups, strict=True):
        twin = rows[group][0] if rows[group][0] != key else None
        if twin != before:
            Photo.objects.filter(pk=key).update(twin=twin)
