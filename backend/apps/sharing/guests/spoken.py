"""What a guest may say beforehand that will be said; no other option is theirs."""

from collections.abc import Mapping

from apps.core.errors import Problem
from apps.sharing.models import Link
from ml.options import OPTIONS


def is_heard(kind: str) -> bool:
    """Whether a model of this kind hears what may be told beforehand."""
    return "grammar" in OPTIONS.of(kind).OPTIONS.model_fields


def require_heard(link: Link, options: Mapping[str, object]) -> None:
    """Raises Problem 422 `invalid_options` where there are options, and the link's model hears nothing."""
    if options and not is_heard(link.model.kind):
        detail = "This link takes no options."
        raise Problem(422, detail, code="invalid_options", errors=[{"pointer": "/options", "detail": detail}])
