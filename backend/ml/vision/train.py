"""Train an image model: `python -m ml.vision.train RECIPE`, from `backend/`.

Writes a checkpoint after every epoch and goes on from the last one when it is started again.
"""

import argparse
import json
import logging
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from ml.vision import data
from ml.vision.model import ResNet, initialise_whitening
from ml.vision.recipes import RECIPES, SHIPPED, Recipe

ROOT = Path(__file__).resolve().parents[3]
LOOKAHEAD_STEPS = 5
logger = logging.getLogger(__name__)


@dataclass
class Run:
    """The state that a checkpoint keeps; `slow` are the Lookahead weights, `log` one entry per finished epoch."""

    network: ResNet
    optimiser: torch.optim.SGD
    slow: dict[str, Tensor]
    step: int = 0
    log: list[dict[str, float]] = field(default_factory=list)

    def save(self, file: Path, recipe: Recipe) -> None:
        """Write everything that is needed to go on, replacing the file in one move."""
        content = {
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "slow": self.slow,
            "step": self.step,
            "log": self.log,
            "recipe": json.loads(json.dumps(asdict_of(recipe))),
        }
        torch.save(content, file.with_suffix(".new"))
        file.with_suffix(".new").replace(file)

    def resume(self, file: Path) -> None:
        """Go on from a checkpoint, if there is one."""
        if not file.exists():
            return
        content = torch.load(file, weights_only=True)
        self.network.load_state_dict(content["network"])
        self.optimiser.load_state_dict(content["optimiser"])
        self.slow, self.step, self.log = content["slow"], content["step"], content["log"]


def train(recipe: Recipe, source: Path, folder: Path) -> Path:
    """Run all epochs that are still missing.

    Args:
        source: folder with `cifar10-train.npz`.
        folder: where the checkpoint goes; an earlier one is continued.

    Returns:
        The checkpoint file.
    """
    torch.manual_seed(recipe.seed)
    folder.mkdir(parents=True, exist_ok=True)
    images = data.load(source / "cifar10-train.npz", folder.parent / "cache", recipe.distorted_copies, recipe.seed)
    training, dev = data.split(images, recipe.dev_images, recipe.train_images, recipe.seed)
    run, checkpoint = start(recipe, training), folder / "checkpoint.pt"
    run.resume(checkpoint)
    for epoch in range(len(run.log), recipe.epochs):
        began = time.monotonic()
        loss = train_epoch(run, recipe, training, epoch)
        accuracy = accuracy_of(run.network, dev, recipe)
        seconds = time.monotonic() - began
        run.log.append({"epoch": epoch + 1, "loss": loss, "dev_top1": accuracy, "seconds": seconds})
        run.save(checkpoint, recipe)
        logger.info("epoch %d/%d: loss %.4f, dev top-1 %.4f, %.0f s", epoch + 1, recipe.epochs, loss, accuracy, seconds)
    return checkpoint


def start(recipe: Recipe, images: data.Images) -> Run:
    """A fresh network, whitened on the images, with its optimiser."""
    network = ResNet(recipe.widths, len(images.classes))
    initialise_whitening(network, data.normalised(images.copies[0, :5000], recipe.preprocess))
    network.to(memory_format=torch.channels_last)
    slow = {name: value.clone() for name, value in network.state_dict().items() if value.is_floating_point()}
    return Run(network, optimiser_of(network, recipe), slow)


def optimiser_of(network: nn.Module, recipe: Recipe) -> torch.optim.SGD:
    """Nesterov SGD; biases of the normalisation learn faster, decoupled from their decay (arXiv:2404.00498)."""
    trained = [(name, value) for name, value in network.named_parameters() if value.requires_grad]
    biases = [value for name, value in trained if name.endswith("norm.bias")]
    weights = [value for name, value in trained if not name.endswith("norm.bias")]
    groups = [
        {"params": weights, "scale": 1.0, "weight_decay": recipe.weight_decay},
        {"params": biases, "scale": recipe.bias_scale, "weight_decay": recipe.weight_decay / recipe.bias_scale},
    ]
    return torch.optim.SGD(groups, lr=recipe.learning_rate, momentum=recipe.momentum, nesterov=True)


def train_epoch(run: Run, recipe: Recipe, images: data.Images, epoch: int) -> float:
    """One pass over the images; returns the mean loss."""
    steps = recipe.epochs * (len(images) // recipe.batch_size)
    losses: list[float] = []
    run.network.train()
    for pixels, labels in data.batches(images, recipe, epoch):
        for group in run.optimiser.param_groups:
            group["lr"] = recipe.learning_rate * group["scale"] * triangle(run.step / steps)
        with torch.autocast("cpu", torch.bfloat16):
            logits = run.network(pixels)
        loss = functional.cross_entropy(logits.float(), labels, label_smoothing=recipe.label_smoothing)
        run.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        run.optimiser.step()
        run.step += 1
        losses.append(loss.item())
        if run.step % LOOKAHEAD_STEPS == 0 or run.step == steps:
            look_ahead(run, 1.0 if run.step == steps else 0.95**LOOKAHEAD_STEPS * (run.step / steps) ** 3)
    return sum(losses) / len(losses)


def triangle(progress: float, first: float = 0.2, peak_at: float = 0.23, last: float = 0.07) -> float:
    """Learning rate as a share of its peak: up from `first` until `peak_at`, then down to `last`."""
    if progress < peak_at:
        return first + (1 - first) * progress / peak_at
    return 1 + (last - 1) * (progress - peak_at) / (1 - peak_at)


def look_ahead(run: Run, keep: float) -> None:
    """Pull the slow weights towards the fast ones, keeping `keep` of them, and go on from there (arXiv:1907.08610)."""
    with torch.no_grad():
        for name, value in run.network.state_dict().items():
            if value.is_floating_point():
                if keep < 1.0:
                    run.slow[name].lerp_(value, 1 - keep)
                value.copy_(run.slow[name])


def accuracy_of(network: nn.Module, images: data.Images, recipe: Recipe) -> float:
    """Share of right answers on the originals, in float32."""
    network.eval()
    right = 0
    with torch.no_grad():
        for rows in torch.arange(len(images)).split(500):
            logits = network(data.normalised(images.copies[0, rows], recipe.preprocess))
            right += int((logits.argmax(1) == images.labels[rows]).sum())
    return right / len(images)


def asdict_of(recipe: Recipe) -> dict[str, Any]:
    """The recipe as JSON values, for the checkpoint and the bundle's lineage."""
    return asdict(recipe) | {"preprocess": recipe.preprocess.model_dump()}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipe", nargs="?", choices=sorted(RECIPES), default=SHIPPED)
    parser.add_argument("--source", type=Path, default=ROOT.parent / "shared/data/cifar10")
    parser.add_argument("--folder", type=Path, help="default: data/training/vision/RECIPE")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    recipe = RECIPES[arguments.recipe]
    train(recipe, arguments.source, arguments.folder or ROOT / "data/training/vision" / recipe.name)


if __name__ == "__main__":
    main()
