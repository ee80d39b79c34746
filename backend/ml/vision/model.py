"""A wide residual network for 32x32 images that pools early.

After Keller Jordan, "94% on CIFAR-10 in 3.29 Seconds on a Single GPU" (2024, arXiv:2404.00498, airbench96) and David
Page's ResNet-9: a fixed whitening convolution, then three residual stages that halve the image right after their first
convolution. Few pixels and many channels is what a CPU computes fastest per unit of accuracy.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional


class ResidualStage(nn.Module):  # type: ignore[misc]
    """Widen and halve the image, then add a two-convolution residual."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.widen, self.widen_norm = _convolution(inputs, outputs), _norm(outputs)
        self.first, self.first_norm = _convolution(outputs, outputs), _norm(outputs)
        self.second, self.second_norm = _convolution(outputs, outputs), _norm(outputs)

    def forward(self, pixels: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, outputs, H // 2, W // 2)."""
        widened = functional.gelu(self.widen_norm(functional.max_pool2d(self.widen(pixels), 2)))
        residual = functional.gelu(self.first_norm(self.first(widened)))
        return functional.gelu(widened + self.second_norm(self.second(residual)))


class ResNet(nn.Module):  # type: ignore[misc]
    """10 convolutions, 10 classes: 2.5 million weights at the default widths."""

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


def initialise_whitening(network: ResNet, pixels: Tensor) -> None:
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


def _convolution(inputs: int, outputs: int) -> nn.Conv2d:
    """A 3x3 convolution that starts as the identity, as far as the widths allow."""
    convolution = nn.Conv2d(inputs, outputs, kernel_size=3, padding=1, bias=False)
    nn.init.dirac_(convolution.weight.data[: min(inputs, outputs)])
    return convolution


def _norm(channels: int) -> nn.BatchNorm2d:
    """Batch normalisation that forgets fast and has no scale of its own (the next convolution has one)."""
    norm = nn.BatchNorm2d(channels, momentum=0.4)
    norm.weight.requires_grad_(False)
    return norm
