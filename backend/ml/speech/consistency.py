"""Two views of one clip are asked to agree."""

import torch
from torch import Tensor
from torch.nn import functional


def divergence(logits: Tensor) -> Tensor:
    """How far two views of the same clips are apart, frame by frame; (2 n, frames, vocabulary) -> ().

    The symmetric Kullback-Leibler divergence of CR-CTC (Yao et al. 2024, arXiv:2410.05101): each view learns from the
    other, which no gradient reaches.
    """
    found = logits.float().log_softmax(-1)
    wanted = torch.cat(found.detach().chunk(2)[::-1])
    return functional.kl_div(found, wanted, reduction="sum", log_target=True) / 2
