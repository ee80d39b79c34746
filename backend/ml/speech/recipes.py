"""What is trained and how: every number of a training run in one frozen record."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Architecture:
    """Shape of the Wav2Vec2 encoder; strides multiply to 320 samples, so one frame is 20 ms."""

    conv_dim: tuple[int, ...] = (120, 128, 192, 256)
    conv_kernel: tuple[int, ...] = (256, 8, 4, 4)
    conv_stride: tuple[int, ...] = (20, 4, 2, 2)
    norm: str = "layer"
    hidden: int = 256
    layers: int = 6
    heads: int = 4
    intermediate: int = 1024
    position_kernel: int = 32
    position_groups: int = 16


@dataclass(frozen=True)
class Recipe:
    """One reproducible training run.

    ``mixture`` gives the weight of each kind of training clip, see ``ml.speech.data``.
    ``seconds_per_batch`` is constant: a batch of short clips holds more of them.
    """

    slug: str
    title: str
    architecture: Architecture
    seed: int = 7
    steps: int = 7600
    warmup: int = 300
    decay: int = 2200
    learning_rate: float = 1.2e-3
    weight_decay: float = 0.01
    clip_norm: float = 1.0
    average: float = 0.998
    dropout: float = 0.05
    mask_time: float = 0.0
    intermediate_loss: float = 0.3
    seconds_per_batch: float = 24.0
    buckets: tuple[float, ...] = (0.7, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)
    mixture: dict[str, float] = field(default_factory=dict)


RECIPES: dict[str, Recipe] = {
    recipe.slug: recipe
    for recipe in (
        Recipe(
            slug="wav2vec2-small",
            title="Wav2Vec2 small, letters, digits and command words",
            architecture=Architecture(),
            mixture={
                "command": 0.42,
                "spelled": 0.22,
                "string": 0.1,
                "digit": 0.12,
                "synthetic_word": 0.06,
                "synthetic_phrase": 0.06,
                "silence": 0.02,
            },
        ),
    )
}
