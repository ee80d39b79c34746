"""Band passes on the mel scale, as which the first convolution of a network that takes the wave may begin."""

import math

import torch


def filter_bank(channels: int, kernel: int, rate: int = 16_000, phases: int = 3) -> torch.Tensor:
    """Gabor filters on the mel scale, (channels, 1, kernel): each centre in three phases.

    Rectified, three phases of one centre add up to its envelope, so the second layer starts from what a mel
    spectrogram shows, as in Zeghidour et al. 2018, arXiv:1711.01161, but with the phases as channels of their own.
    """
    centres = channels // phases
    mel = torch.linspace(2595 * math.log10(1 + 70 / 700), 2595 * math.log10(1 + 7300 / 700), centres)
    hertz = 700 * (10 ** (mel / 2595) - 1)
    spacing = torch.gradient(hertz)[0]
    sigma = (rate / (2 * math.pi * spacing)).clamp(max=kernel / 5)
    time = torch.arange(kernel) - (kernel - 1) / 2
    angle = 2 * math.pi * hertz[:, None] * time / rate
    window = torch.exp(-0.5 * (time / sigma[:, None]) ** 2)
    shifts = torch.arange(phases) * 2 * math.pi / phases
    filters = (torch.cos(angle[:, None] + shifts[:, None]) * window[:, None]).reshape(centres * phases, kernel)
    filters = (
        filters
        / filters.norm(dim=1, keepdim=True)
        * (hertz / 1000).clamp(min=0.3).sqrt().repeat_interleave(phases)[:, None]
    )
    extra = torch.randn(channels - len(filters), kernel) / math.sqrt(kernel)
    return torch.cat([filters, extra])[:, None]
