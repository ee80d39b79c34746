"""Which models can learn from what was accepted, and what is lacking for it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.catalogue.models import Version
from apps.predictions.models import Prediction
from apps.training.corrections.selectors import corrections
from apps.training.models import Correction
from apps.training.versions import trainable
from ml.kinds import kind_of

FEWEST, FEWEST_OF_LABEL = 10, 3


@dataclass(frozen=True, slots=True)
class Trainable:
    """A model that was corrected: `parent` is the version that the run begins from, `rows` what was accepted."""

    parent: Version
    rows: Sequence[Prediction]

    @property
    def lacking(self) -> str:
        """Why these corrections alone are too few, and what to do; empty where they are enough."""
        return lacking(self.parent.model.kind, [row.correction.answer for row in self.rows])


def trainable_models() -> list[Trainable]:
    """The models of which something was accepted and a version can be trained further, by name."""
    by_model: dict[str, list[Prediction]] = {}
    for row in corrections(state=Correction.State.ACCEPTED):
        by_model.setdefault(row.version.model_id, []).append(row)
    parents = {slug: _newest(slug) for slug in sorted(by_model)}
    return [Trainable(parent, once_each(by_model[slug])) for slug, parent in parents.items() if parent]


def _newest(slug: str) -> Version | None:
    versions = Version.objects.filter(model_id=slug).select_related("model").order_by("-number")
    return next((version for version in versions if trainable(version)), None)


def once_each(rows: Iterable[Prediction]) -> list[Prediction]:
    """Of the same file the latest word alone: two answers for one file contradict each other."""
    return list({row.upload.sha256: row for row in reversed(list(rows))}.values())


def lacking(kind: str, answers: Sequence[str]) -> str:
    """What is missing to train, to validate and to test on these answers, as a sentence; empty where nothing is."""
    mix = "or mix in a data set that the model knows"
    if len(answers) < FEWEST:
        return f"{len(answers)} accepted corrections are too few, {FEWEST} are needed. Accept more, {mix}."
    counts = Counter(answers)
    if kind_of(kind).answer != "label":
        return ""
    if len(counts) == 1:
        return f"All of them are {answers[0]!r}: the model would answer that to everything. Accept others, {mix}."
    few = sorted(label for label, count in counts.items() if count < FEWEST_OF_LABEL)
    if few:
        names = ", ".join(f"{label!r} ({counts[label]})" for label in few[:5]) + (", …" if len(few) > 5 else "")
        return (
            f"Each label needs {FEWEST_OF_LABEL} pictures: one to train, one to validate and one to test. "
            f"There are fewer of {names}. Accept more of them, reject them for now, {mix}."
        )
    return ""
