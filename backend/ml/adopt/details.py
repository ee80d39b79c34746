"""What the person who brings a model says of it."""

from pydantic import JsonValue

from ml.progress import Frozen

# In a lineage: what nothing said, so that it may be wrong.
ASSUMED = "assumed"


class Details(Frozen):
    """`labels`, `vocabulary` and `preprocess` are for files that do not say so themselves.

    `labels` are of a model of pictures and `vocabulary` of one of speech, both in the order of its outputs;
    `preprocess` has fields of `ImageSpec` or `SoundSpec`. `source` says in words where it comes from, and
    `origin` what the lineage says of that: hub, commit, the sha256 of each file.
    """

    slug: str
    title: str
    licence: str
    source: str
    labels: tuple[str, ...] = ()
    vocabulary: tuple[str, ...] = ()
    preprocess: dict[str, JsonValue] | None = None
    origin: dict[str, JsonValue] = {}
