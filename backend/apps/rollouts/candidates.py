"""A version that is to be tried beside production: of a rollout, or of a shadow."""

from apps.catalogue.models import Version
from apps.core.errors import Problem
from apps.engines import standby


def proved(slug: str, number: int) -> Version:
    """Version `number`, which workers have in memory. Raises Problem: 404; 409 where no worker can load it."""
    version = Version.objects.filter(model_id=slug, number=number).select_related("model").first()
    if version is None:
        raise Problem(404, f"There is no version {number} of a model {slug!r}.")
    standby.prove(version)
    return version


def production_beside(candidate: Version, otherwise: str) -> Version:
    """What is in production while a candidate is tried; both answer to the same requests. The model is locked.

    Args:
        otherwise: what to do where the candidate is in production itself.

    Raises:
        Problem: 409 where it is, where production has none, or where they know other grammars.
    """
    production = Version.objects.filter(aliases__model=candidate.model_id, aliases__name=Version.PRODUCTION).first()
    if production is None or production.pk == candidate.pk:
        raise Problem(409, f"{candidate} is in production already; {otherwise}.")
    ours, theirs = (set(version.manifest.get("grammars") or {}) for version in (candidate, production))
    if ours != theirs:
        names = ", ".join(sorted(ours ^ theirs))
        raise Problem(409, f"{candidate} and {production} do not offer the same grammars ({names}); move the alias.")
    return production
