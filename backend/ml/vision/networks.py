"""Every ResNet by its family's name: He's for small pictures, our wide one, and torchvision's for photos."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional
from torchvision.models import resnet18, resnet34, resnet50, resnet101

from ml.bundle import Architecture
from ml.errors import RecipeError
from ml.types import JsonObject

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


class ResidualStage(nn.Module):  # type: ignore[misc]
    """Widen and halve the image, then add a two-convolution residual."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.widen, self.widen_norm = identity_convolution(inputs, outputs), fast_norm(outputs)
        self.first, self.first_norm = identity_convolution(outputs, outputs), fast_norm(outputs)
        self.second, self.second_norm = identity_convolution(outputs, outputs), fast_norm(outputs)

    def forward(self, pixels: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, outputs, H // 2, W // 2)."""
        widened = functional.gelu(self.widen_norm(functional.max_pool2d(self.widen(pixels), 2)))
        residual = functional.gelu(self.first_norm(self.first(widened)))
        return functional.gelu(widened + self.second_norm(self.second(residual)))


class WideResNet(nn.Module):  # type: ignore[misc]
    """A wide residual network for 32x32 images that pools early: 2.5 million weights at the default widths.

    After Keller Jordan, "94% on CIFAR-10 in 3.29 Seconds on a Single GPU" (2024, arXiv:2404.00498, airbench96) and
    David Page's ResNet-9: a fixed whitening convolution, then three residual stages that halve the image right after
    their first convolution. Few pixels and many channels is what a CPU computes fastest per unit of accuracy.
    """

    def __init__(self, widths: tuple[int, int, int], classes: int) -> None:
        super().__init__()
        self.whiten = nn.Conv2d(3, 24, kernel_size=2)
        self.whiten.weight.requires_grad_(False)
        self.stages = nn.Sequential(
            *(ResidualStage(inputs, outputs) for inputs, outputs in zip((24, *widths[:2]), widths, strict=True))
        )
        self.head = nn.Linear(widths[-1], classes, bias=False)

    def forward(self, pixels: Tensor) -> Tensor:
        """(N, 3, 32, 32) normalised -> logits (N, classes)."""
        features = self.stages(functional.gelu(self.whiten(pixels)))
        return self.head(functional.max_pool2d(features, 3).flatten(1)) / 9.0


def initialise_whitening(network: WideResNet, pixels: Tensor) -> None:
    """Set the first convolution to the eigenvectors of 2x2 patches, each with its negative, scaled to unit variance.

    Args:
        pixels: (N, 3, H, W) normalised training images; a few thousand are enough.
    """
    patches = functional.unfold(pixels, kernel_size=2).permute(0, 2, 1).reshape(-1, 12)
    covariance = patches.T @ patches / len(patches)
    values, vectors = torch.linalg.eigh(covariance)
    filters = (vectors / torch.sqrt(values + 5e-4)).T.reshape(12, 3, 2, 2)
    with torch.no_grad():
        network.whiten.weight.copy_(torch.cat([filters, -filters]))
        if network.whiten.bias is not None:
            network.whiten.bias.zero_()


def identity_convolution(inputs: int, outputs: int) -> nn.Conv2d:
    """A 3x3 convolution that starts as the identity, as far as the widths allow."""
    layer = nn.Conv2d(inputs, outputs, kernel_size=3, padding=1, bias=False)
    nn.init.dirac_(layer.weight.data[: min(inputs, outputs)])
    return layer


def fast_norm(channels: int) -> nn.BatchNorm2d:
    """Batch normalisation that forgets fast and has no scale of its own (the next convolution has one)."""
    norm = nn.BatchNorm2d(channels, momentum=0.4)
    norm.weight.requires_grad_(False)
    return norm


def build(family: str, options: JsonObject, classes: int) -> nn.Module:
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
        return WideResNet(tuple(options["widths"]), classes)
    known = ", ".join([*DEPTHS, WIDE, *PHOTO_NETWORKS])
    raise RecipeError(f"There is no image network {family!r}; known are {known}.")


def restored(architecture: Architecture, classes: int, state: Mapping[str, Tensor]) -> nn.Module:
    """The network with these weights, pruned or not, in evaluation mode. Raises RuntimeError where they do not fit."""
    network = build(architecture.family, architecture.options, classes)
    fit_channels(network, state)
    network.load_state_dict(state)
    return network.eval()


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


class FlipAveraged(nn.Module):  # type: ignore[misc]
    """A classifier that also looks at the mirror image: worth half a point of accuracy for twice the time.

    `temperature` divides the logits, so that their softmax can be made a true confidence.
    """

    temperature: Tensor

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network
        self.register_buffer("temperature", torch.ones(()))

    def forward(self, pixels: Tensor) -> Tensor:
        """(N, 3, H, W) -> logits (N, classes)."""
        both = self.network(torch.cat([pixels, pixels.flip(3)]))  # in one pass: the exported graph has it once
        return both.reshape(2, -1, both.shape[1]).sum(0) / (2 * self.temperature)


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
    if isinstance(network, WideResNet):
        return [[network.whiten], *([part] for part in network.stages), [network.head]]
    stem = [network.conv1, network.bn1]
    return [stem, [network.layer1], [network.layer2], [network.layer3], [network.layer4], [network.fc]]
