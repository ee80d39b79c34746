"""Every ResNet by its family's name: He's for small pictures, our wide one, and torchvision's for photos."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from torchvision.models import resnet18, resnet34, resnet50, resnet101

from ml.errors import RecipeError
from ml.vision.model import FlipAveraged, ResNet

DEPTHS = {"resnet20": 20, "resnet32": 32, "resnet56": 56}
PHOTO_NETWORKS = {"resnet18": resnet18, "resnet34": resnet34, "resnet50": resnet50, "resnet101": resnet101}
WIDE = "wide-resnet"


class Block(nn.Module):  # type: ignore[misc]
    """Two convolutions and a shortcut without weights: strided, with zeros for the new channels (He 2015, option A)."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.first, self.first_norm = convolution(inputs, outputs, stride), nn.BatchNorm2d(outputs)
        self.second, self.second_norm = convolution(outputs, outputs, 1), nn.BatchNorm2d(outputs)
        self.stride, self.new_channels = stride, outputs - inputs

    def forward(self, pixels: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, outputs, H / stride, W / stride)."""
        shortcut = pixels
        if self.new_channels:
            shortcut = functional.pad(pixels[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.new_channels))
        inside = functional.relu(self.first_norm(self.first(pixels)))
        return functional.relu(self.second_norm(self.second(inside)) + shortcut)


class SmallResNet(nn.Module):  # type: ignore[misc]
    """He's ResNet for small pictures: 16, 32 and 64 channels, 6n + 2 layers (arXiv:1512.03385, section 4.2)."""

    def __init__(self, depth: int, classes: int) -> None:
        super().__init__()
        blocks = (depth - 2) // 6
        self.stem, self.stem_norm = convolution(3, 16, 1), nn.BatchNorm2d(16)
        widths = ((16, 16), (16, 32), (32, 64))
        self.stages = nn.Sequential(*(stage(inputs, outputs, blocks) for inputs, outputs in widths))
        self.head = nn.Linear(64, classes)

    def forward(self, pixels: Tensor) -> Tensor:
        """(N, 3, H, W) normalised -> logits (N, classes)."""
        features = self.stages(functional.relu(self.stem_norm(self.stem(pixels))))
        return self.head(features.mean((2, 3)))


def stage(inputs: int, outputs: int, blocks: int) -> nn.Sequential:
    """So many blocks; the first one widens and halves, unless the width stays."""
    first = Block(inputs, outputs, 1 if inputs == outputs else 2)
    return nn.Sequential(first, *(Block(outputs, outputs, 1) for _ in range(blocks - 1)))


def convolution(inputs: int, outputs: int, stride: int) -> nn.Conv2d:
    """3x3 without bias, started as He 2015 (arXiv:1502.01852)."""
    layer = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
    nn.init.kaiming_normal_(layer.weight, mode="fan_out", nonlinearity="relu")
    return layer


def build(family: str, options: Mapping[str, Any], classes: int) -> nn.Module:
    """A fresh network, `pixels` float32 (N, 3, H, W) to logits (N, classes).

    Args:
        options: `widths`, the channels of the three stages, for wide-resnet; nothing for the others.

    Raises:
        RecipeError: there is no such family.
    """
    if family in DEPTHS:
        return SmallResNet(DEPTHS[family], classes)
    if family in PHOTO_NETWORKS:
        return PHOTO_NETWORKS[family](weights=None, num_classes=classes)
    if family == WIDE:
        return ResNet(tuple(options["widths"]), classes)
    known = ", ".join([*DEPTHS, WIDE, *PHOTO_NETWORKS])
    raise RecipeError(f"There is no image network {family!r}; known are {known}.")


def fit_channels(network: nn.Module, state: Mapping[str, Tensor]) -> None:
    """Give the layers the channels of a pruned network's weights; the outputs of linear layers stay as they are."""
    for name, module in network.named_modules():
        weight = state.get(f"{name}.weight")
        if weight is None or weight.shape[:2] == module.weight.shape[:2]:
            continue
        if isinstance(module, nn.Conv2d):
            module.out_channels, module.in_channels = len(weight), weight.shape[1] * module.groups
        elif isinstance(module, nn.BatchNorm2d):
            module.num_features = len(weight)
        elif isinstance(module, nn.Linear):
            module.in_features = weight.shape[1]
        resize(module, weight.shape)


def resize(module: nn.Module, shape: Sequence[int]) -> None:
    """Empty weights, biases and statistics of the new size."""
    linear = isinstance(module, nn.Linear)
    for key, old in (*module.named_parameters(recurse=False), *module.named_buffers(recurse=False)):
        if old.ndim == len(shape) and key == "weight":
            size = (len(old), *shape[1:]) if linear else tuple(shape)
        else:
            size = old.shape if linear or not old.ndim else (shape[0],)
        empty = torch.zeros(size, dtype=old.dtype)
        setattr(module, key, nn.Parameter(empty, old.requires_grad) if isinstance(old, nn.Parameter) else empty)


class Calibrated(nn.Module):  # type: ignore[misc]
    """A network whose logits are divided by a temperature, so that their softmax is a true confidence."""

    def __init__(self, network: nn.Module, temperature: float) -> None:
        super().__init__()
        self.network, self.temperature = network, temperature

    def forward(self, pixels: Tensor) -> Tensor:
        """(N, 3, H, W) -> logits (N, classes)."""
        return self.network(pixels) / self.temperature


def served(network: nn.Module, mirror: bool, temperature: float) -> nn.Module:
    """The graph that answers: the network alone, or with its mirror image, or with its temperature."""
    if mirror:
        both = FlipAveraged(network)
        both.temperature.fill_(temperature)
        return both
    return network if temperature == 1 else Calibrated(network, temperature)


def layers(network: nn.Module) -> list[list[nn.Module]]:
    """The parts of a network from the picture to the head, which is the last one."""
    if isinstance(network, SmallResNet):
        return [[network.stem, network.stem_norm], *([part] for part in network.stages), [network.head]]
    if isinstance(network, ResNet):
        return [[network.whiten], *([part] for part in network.stages), [network.head]]
    stem = [network.conv1, network.bn1]
    return [stem, [network.layer1], [network.layer2], [network.layer3], [network.layer4], [network.fc]]
