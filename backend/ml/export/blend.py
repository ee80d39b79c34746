"""A fine-tuned version and the one it started from, their weights averaged: often right more often than either.

Wortsman et al. 2022, "Robust fine-tuning of zero-shot models" (WiSE-FT), arXiv:2109.01903.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from safetensors.torch import save_file
from torch import Tensor

from ml.bundle import MODEL, WEIGHTS, Bundle, write_bundle
from ml.datasets.frozen import DataSet
from ml.errors import BundleError
from ml.export.parts import Parity
from ml.export.reexport import reexport
from ml.export.weights import halved, load_weights

# Of a network with CTC: what it adds to the logit of each character.
HEAD_BIAS = "lm_head.bias"


def blend(
    start: Bundle, trained: Bundle, data_set: DataSet, folder: Path, *, share: float, quieter_blank: float = 0.0
) -> tuple[Bundle, Parity]:
    """Write the bundle of the averaged weights into `folder`, with the words and grammars of `start`.

    Figures do not come along, nor what tells the unfamiliar: they are of other weights.

    Args:
        data_set: the files are compared with torch on its validation items.
        share: how much of `trained` is in it, 0 to 1.
        quieter_blank: by so much the logit of CTC's blank is lowered, where a version leaves out too much.

    Raises:
        BundleError: the two are not of one network, or there is no blank to make quieter.
    """
    if not 0 <= share <= 1:
        raise BundleError("The share must be from 0 to 1.")
    state = averaged(_weights(start), _weights(trained), share)
    if quieter_blank:
        _quieten(start, state, quieter_blank)
    content = start.manifest.model_dump(
        mode="json", exclude_none=True, exclude={"files", "familiarity", "drift", "metrics"}
    )
    content["metrics"] = {}
    said = {name: value for name, value in trained.manifest.lineage.items() if name != "evaluation"}
    parents = {"start": start.reference, "trained": trained.reference}
    content["lineage"] = said | {"blend": {"share": share, "quieter_blank": quieter_blank, **parents}}
    with TemporaryDirectory() as place:
        weights = Path(place) / WEIGHTS
        save_file(halved(state), weights)
        files = {MODEL: start.file(MODEL), WEIGHTS: weights}
        return reexport(write_bundle(Path(place) / "blended", content, files), data_set, folder)


def averaged(start: dict[str, Tensor], trained: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """Each tensor of the two, `share` of it from the second one. Raises BundleError."""
    if {name: tensor.shape for name, tensor in start.items()} != {name: t.shape for name, t in trained.items()}:
        raise BundleError("The two bundles are not of one network: their weights differ in name or shape.")
    return {name: torch.lerp(tensor.float(), trained[name].float(), share) for name, tensor in start.items()}


def _weights(bundle: Bundle) -> dict[str, Tensor]:
    if WEIGHTS not in bundle.manifest.files:
        raise BundleError(f"{bundle.manifest.slug} has no {WEIGHTS}.")
    return load_weights(bundle.file(WEIGHTS))


def _quieten(bundle: Bundle, state: dict[str, Tensor], by: float) -> None:
    blank = bundle.manifest.blank
    if blank is None or HEAD_BIAS not in state:
        raise BundleError(f"{bundle.manifest.slug} has no blank that could be made quieter.")
    state[HEAD_BIAS][blank] -= by
