"""From which confidence on a version's answer counts as sure: chosen when it was measured, and moved by staff."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from apps.catalogue.models import Version
from apps.core import audit
from apps.core.errors import Problem
from ml.types import JsonObject

# Where nobody chose otherwise.
USUAL = 0.5


class Thresholds(BaseModel):
    """The least confidence of a sure answer, and that of some labels instead; each 0 to 1."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    threshold: float = Field(USUAL, ge=0, le=1)
    labels: dict[str, float] = {}

    def of(self, label: str) -> float:
        """That of a label."""
        return self.labels.get(label, self.threshold)


def thresholds_of(version: Version) -> Thresholds:
    """Those that count now."""
    return Thresholds.model_validate(version.thresholds or {})


def measured(metrics: JsonObject) -> dict[str, JsonValue] | None:
    """Those that were chosen when a bundle was measured, by its metrics; None where they were not."""
    chosen = metrics.get("sure")
    if not isinstance(chosen, Mapping):
        return None
    try:
        return Thresholds.model_validate({name: chosen[name] for name in Thresholds.model_fields}).model_dump()
    except (KeyError, ValidationError):
        return None


@transaction.atomic
def move(slug: str, number: int, wanted: Thresholds, by: User) -> Version:
    """Let these count from now on; what is answered already stays as it was told.

    Raises:
        Problem: 404 where there is no such version; 422 where it has no such label, or answers no labels.
    """
    version = Version.objects.select_for_update(of=("self",)).select_related("model").filter(
        model_id=slug, number=number
    ).first()  # fmt: skip
    if version is None:
        raise Problem(404, "There is no such version.")
    known = version.manifest.get("labels") or ()
    unknown = [label for label in wanted.labels if label not in known]
    if unknown or not known:
        detail = f"{slug} has no label {unknown[0][:80]!r}." if unknown else f"{slug} answers no labels."
        raise Problem(422, detail, code="invalid_options", errors=[{"pointer": "/labels", "detail": detail}])
    version.thresholds = wanted.model_dump()
    version.save(update_fields=["thresholds"])
    audit.note(
        "thresholds_moved", by=by, model=slug, version=number, threshold=wanted.threshold, labels=len(wanted.labels)
    )
    return version
