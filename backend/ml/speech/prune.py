"""Which attention heads and which neurons of a Wav2Vec2's transformer can go; its convolutions stay as they are.

torch-pruning takes a share of the heads and a share of the neurons, both said beforehand. Here they compete for one
budget of weights, and nothing has to be traced, since what goes together in a transformer's layer is known: a head's
rows of the three projections with its columns of the fourth, a neuron's row of the first matrix with its column of the
second. Each is judged by how much the loss would change if it were scaled, as Michel et al. 2019 (arXiv:1905.10650)
judge heads, for each weight that goes with it.
"""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle
from transformers import Wav2Vec2ForCTC

from ml.errors import OptimiseError
from ml.optimise.prune import MOST_OF_A_LAYER, PruneOptions
from ml.optimise.student_task import StudentTask
from ml.sampling import spread
from ml.speech.distil import SpeechStudent
from ml.training.weights import parameters_of


@dataclass(frozen=True, slots=True)
class Unit:
    """A head or a neuron: where it is, how many weights go with it, and how much the loss depends on each of them."""

    part: nn.Module
    number: int
    weights: int
    importance: float


def prune(task: StudentTask, options: PruneOptions) -> dict[str, int | bool]:
    """Prune the task's network, in its place; returns what else stands in the lineage. Raises OptimiseError."""
    if not isinstance(task, SpeechStudent):
        raise OptimiseError("Heads and neurons are taken out of networks of speech alone.")
    clips = spread(range(len(task.training)), options.judging_clips)
    task.replace(pruned(task, clips, keep=options.keep, multiple=options.multiple), task.architecture)
    return {"judging_clips": len(clips)}


def pruned(task: SpeechStudent, clips: Sequence[int], *, keep: float, multiple: int) -> Wav2Vec2ForCTC:
    """A copy of the task's network with at most a share of `keep` of its weights.

    Args:
        clips: numbers of the training clips by which heads and neurons are judged.
        multiple: neurons stay multiples of this; processors compute them in blocks.

    Raises:
        OptimiseError: the network cannot be made so small.
    """
    student = copy.deepcopy(task.network).eval()
    units = sorted(judged(task, student, clips), key=lambda unit: unit.importance)
    left = {id(part): {unit.number for unit in units if unit.part is part} for part in parts_of(student)}
    limits = {key: max(1, round((1 - MOST_OF_A_LAYER) * len(numbers))) for key, numbers in left.items()}
    spare = parameters_of(student) - keep * parameters_of(student)
    for unit in units:
        if spare > 0 and len(left[id(unit.part)]) > limits[id(unit.part)]:
            left[id(unit.part)].remove(unit.number)
            spare -= unit.weights
    if spare > 0:
        raise OptimiseError(f"The network cannot be pruned to {keep:.0%} of its weights; keep more of it.")
    best_first = [unit for unit in reversed(units) if unit.number in left[id(unit.part)]]
    for part in parts_of(student):
        numbers = [unit.number for unit in best_first if unit.part is part]
        shrink(part, numbers if is_attention(part) else numbers[: max(multiple, len(numbers) // multiple * multiple)])
    return student.requires_grad_(True)


def parts_of(network: Wav2Vec2ForCTC) -> list[nn.Module]:
    """The attention and the feed-forward part of each layer."""
    return [part for layer in network.wav2vec2.encoder.layers for part in (layer.attention, layer.feed_forward)]


def is_attention(part: nn.Module) -> bool:
    """Whether its units are heads."""
    return hasattr(part, "out_proj")


def judged(task: SpeechStudent, network: Wav2Vec2ForCTC, clips: Sequence[int]) -> Iterator[Unit]:
    """All heads and neurons with their importance."""
    network.requires_grad_(False)
    parts = parts_of(network)
    gates = [torch.ones(units_in(part), requires_grad=True) for part in parts]
    hooks = [gated(part, gate) for part, gate in zip(parts, gates, strict=True)]
    importance = [torch.zeros_like(gate) for gate in gates]
    for number in clips:
        wave, text = task.training.ready(task.training.read(number)), task.training.texts[number]
        loss = task.errors((network(wave[None]).logits, None), [text])
        gradients = torch.autograd.grad(loss, gates)
        importance = [sums + gradient.abs() for sums, gradient in zip(importance, gradients, strict=True)]
    for hook in hooks:
        hook.remove()
    for part, sums in zip(parts, importance, strict=True):
        weights = weights_of_unit(part)
        yield from (Unit(part, number, weights, float(value) / weights) for number, value in enumerate(sums))


def units_in(part: nn.Module) -> int:
    """How many heads or neurons there are."""
    return int(last_of(part).in_features // unit_width(part))


def unit_width(part: nn.Module) -> int:
    """Channels of a head or a neuron."""
    return int(part.head_dim) if is_attention(part) else 1


def last_of(part: nn.Module) -> nn.Linear:
    """The matrix that the units are the inputs of."""
    last: nn.Linear = part.out_proj if is_attention(part) else part.output_dense
    return last


def firsts_of(part: nn.Module) -> list[nn.Linear]:
    """The matrices that the units are the outputs of."""
    return [part.q_proj, part.k_proj, part.v_proj] if is_attention(part) else [part.intermediate_dense]


def weights_of_unit(part: nn.Module) -> int:
    """How many weights go with one unit."""
    each: int = last_of(part).out_features + sum(first.in_features + 1 for first in firsts_of(part))
    return unit_width(part) * each


def gated(part: nn.Module, gate: Tensor) -> RemovableHandle:
    """Multiply what the units give by the gate; returns the hook."""
    width = unit_width(part)
    return last_of(part).register_forward_pre_hook(lambda _, given: (given[0] * gate.repeat_interleave(width),))


def shrink(part: nn.Module, numbers: Sequence[int]) -> None:
    """Leave these heads or neurons alone."""
    width = unit_width(part)
    rows = torch.tensor([number * width + channel for number in sorted(numbers) for channel in range(width)])
    for first in firsts_of(part):
        first.weight, first.out_features = nn.Parameter(first.weight[rows].clone()), len(rows)
        first.bias = nn.Parameter(first.bias[rows].clone())
    last = last_of(part)
    last.weight, last.in_features = nn.Parameter(last.weight[:, rows].clone()), len(rows)
