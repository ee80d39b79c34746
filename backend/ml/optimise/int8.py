"""A variant that computes with integers of 8 bits: weights per channel int8, activations uint8, ONNX Runtime's QDQ.

uint8 activations are what ONNX Runtime's kernels for x86 are fastest with. Everything that is a matter of choice is
measured on the validation split: how the ranges of the activations are found, and which nodes are better left in float.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from ml.bundle import MODEL, Bundle
from ml.datasets.frozen import DataSet
from ml.export.to_onnx import store_weights_in_half
from ml.kinds import kind_of
from ml.optimise.examples import LIMITS, Example, read, read_within
from ml.optimise.gate import points
from ml.optimise.graph import prepared, weighted_nodes
from ml.optimise.quantiser import Method, Ranges, dynamic, static
from ml.optimise.rates import Loss
from ml.optimise.trial import Referee
from ml.optimise.variant import allowed_loss, named, ready, write_variant
from ml.progress import Note
from ml.serving.predictor import predictor_of
from ml.training.events import Callback

MEMORY = 1_500_000_000


@dataclass(frozen=True, slots=True)
class Int8Options:
    """How to quantise.

    `static` ranges are found with calibration items of the training split; `dynamic` ones anew in every run, for the
    matrix products alone, which needs no calibration. `allowed_loss` is absolute; while the best trial may lose more
    (by the upper end of its 95 % interval), a share of the weighted nodes of up to `most_in_float` is left in float,
    those first that disturb the logits most.
    """

    mode: Literal["static", "dynamic"] = "static"
    methods: tuple[Method, ...] = ("minmax", "entropy", "percentile")
    calibration_items: int = 256
    validation_items: int | None = None
    allowed_loss: float | None = None
    most_in_float: float = 0.25

    def allowed(self, bundle: Bundle) -> float:
        """The loss that is allowed for this bundle."""
        return allowed_loss("int8", bundle.manifest.kind) if self.allowed_loss is None else self.allowed_loss


@dataclass(frozen=True, slots=True)
class Trial:
    """One way to quantise and what it does to the validation items: error rate above the parent's, noise of logits.

    A choice among many on few items finds one that is lucky there, so trials are ranked by the upper end of the loss.
    """

    file: Path = field(compare=False)
    method: Method
    in_float: tuple[str, ...]
    loss: Loss
    noise: float

    @property
    def rank(self) -> tuple[float, float]:
        """Smaller is better."""
        return self.loss.high, self.noise

    def sentence(self) -> str:
        """For the person who waits."""
        left = f", {len(self.in_float)} in float" if self.in_float else ""
        loss = f"loses {points(self.loss.value)} (at most {points(self.loss.high)})"
        return f"int8, {self.method}{left}: {loss}, noise {self.noise:.2g} of the logits."


class Search:
    """The trials on one prepared graph; each is reported to `callback`."""

    def __init__(
        self, graph: Path, ranges: Ranges, referee: Referee, *, options: Int8Options, allowed: float, callback: Callback
    ) -> None:
        self.graph, self.ranges, self.referee = graph, ranges, referee
        self.options, self.allowed, self.callback = options, allowed, callback

    def best(self) -> Trial:
        """The best method; where it loses too much, with as many nodes in float as are needed."""
        methods = ("dynamic",) if self.options.mode == "dynamic" else self.options.methods
        kept = min((self.trial_of(method, ()) for method in methods), key=lambda trial: trial.rank)
        return kept if kept.loss.high <= self.allowed else self.repaired(kept)

    def repaired(self, kept: Trial) -> Trial:
        """Leave the most sensitive nodes in float, one more each time, until the loss is allowed or enough are."""
        nodes = weighted_nodes(self.graph)
        sensitive = self.by_sensitivity(kept.method, nodes)
        trials = [kept]
        for count in range(1, max(1, round(self.options.most_in_float * len(nodes))) + 1):
            trials.append(self.trial_of(kept.method, sensitive[:count]))
            if trials[-1].loss.high <= self.allowed:
                break
        return min(trials, key=lambda trial: trial.rank)

    def by_sensitivity(self, method: Method, nodes: Sequence[str]) -> list[str]:
        """The nodes, those first that disturb the logits most when they alone are quantised."""
        noise: dict[str, float] = {}
        for node in nodes:
            trial = self.attempt(method, [other for other in nodes if other != node])
            noise[node] = trial.noise
            trial.file.unlink()
        worst = max(nodes, key=noise.__getitem__)
        self.callback(
            Note(text=f"Of {len(nodes)} nodes {worst} is the most sensitive: noise {noise[worst]:.2g} alone.")
        )
        return sorted(nodes, key=lambda node: -noise[node])

    def trial_of(self, method: Method, in_float: Sequence[str]) -> Trial:
        """One attempt, which is reported."""
        trial = self.attempt(method, in_float)
        self.callback(Note(text=trial.sentence()))
        return trial

    def attempt(self, method: Method, in_float: Sequence[str]) -> Trial:
        """Quantise all weighted nodes but these, and measure."""
        file = self.graph.with_name(f"{method}-{len(in_float)}.onnx")
        if method == "dynamic":
            dynamic(self.graph, file, in_float)
        else:
            static(self.graph, file, self.ranges, method, in_float)
        return Trial(file, method, tuple(in_float), *self.referee.judge(file))


def make(bundle: Bundle, data_set: DataSet, options: Int8Options, folder: Path, callback: Callback) -> Bundle:
    """Write the int8 variant of a bundle into `folder`.

    Raises:
        OptimiseError: the bundle is quantised already, or the data set does not fit it.
    """
    model, predictor = ready(bundle, data_set), predictor_of(bundle, LIMITS)
    with TemporaryDirectory() as workplace:
        graph = prepared(model, Path(workplace) / "float.onnx")
        validation = read_within(read(bundle, data_set, "validation", options.validation_items), MEMORY)
        ranges = Ranges(calibration(bundle, data_set, options), predictor, kind_of(bundle.manifest.kind).input)
        referee, allowed = Referee(bundle, model, validation), options.allowed(bundle)
        trial = Search(graph, ranges, referee, options=options, allowed=allowed, callback=callback).best()
        store_weights_in_half(trial.file)  # those of nodes in float, as in the parent's file
        made = asdict(options) | {"method": trial.method, "in_float": trial.in_float, "data_set": named(data_set)}
        made |= {"validation_items": len(validation), "validation_loss": round(trial.loss.value, 5)}
        return write_variant(bundle, "int8", {MODEL: trial.file}, folder, made)


def calibration(bundle: Bundle, data_set: DataSet, options: Int8Options) -> list[Example]:
    """The items that show how large activations are; the dynamic mode needs none."""
    if options.mode == "dynamic":
        return []
    return read_within(read(bundle, data_set, "train", options.calibration_items), MEMORY)
