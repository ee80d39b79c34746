"""How a Wav2Vec2 is trained, and recipes to begin with."""

from typing import Literal, Self

from pydantic import model_validator

from ml.training.recipe import BaseRecipe, number


class SpeechRecipe(BaseRecipe):
    """How a Wav2Vec2 learns to write what is said, with CTC."""

    kind: Literal["speech-recognition"] = "speech-recognition"
    architecture: Literal["wav2vec2-tiny", "wav2vec2-small", "wav2vec2-base"] = number(
        "wav2vec2-small", "5 million parameters, or Hugging Face's base with 95; tiny is for trying things out."
    )
    seconds_per_batch: float = number(
        24.0, "Sound in one step, padding included, over all processes.", "seconds", gt=0, le=36_000
    )
    buckets: tuple[float, ...] = number(
        (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 20.0),
        "Lengths to which clips are padded; longer ones are left out and named.", "seconds",
        min_length=1, max_length=64,
    )  # fmt: skip
    vocabulary: Literal["extend", "data-set"] = number(
        "extend", "When fine-tuning: the model's characters and the data set's new ones, or the data set's alone."
    )
    dropout: float = number(0.05, "Share of the activations that is dropped.", "share", ge=0, lt=1)
    mask_time: float = number(0.0, "Share of the frames that is hidden (SpecAugment).", "share", ge=0, lt=1)
    mask_length: int = number(6, "Frames hidden in a row.", "frames", ge=1, le=100)
    middle_loss: float = number(
        0.0, "Weight of a CTC loss on the middle layer (Lee and Watanabe 2021).", "share", ge=0, lt=1
    )
    consistency: float = number(
        0.0,
        "Weight of the divergence between the answers to two augmented views of each clip (CR-CTC, arXiv:2410.05101); "
        "a step takes twice the time.",
        ge=0, le=10,
    )  # fmt: skip
    speed: float = number(0.0, "How far speed and pitch may change, up or down.", "share", ge=0, le=0.5)
    colour: float = number(
        0.0, "Share of the clips that sound as if another microphone had recorded them.", "share", ge=0, le=1
    )
    noise: float = number(0.0, "Share of the clips with noise, 6 to 40 dB below the speech.", "share", ge=0, le=1)
    room: float = number(0.0, "Share of the clips that echo as in a room.", "share", ge=0, le=1)

    @model_validator(mode="after")
    def buckets_rise(self) -> Self:
        """A bucket is looked for from the smallest to the largest."""
        if any(size <= 0 for size in self.buckets) or list(self.buckets) != sorted(set(self.buckets)):
            raise ValueError("buckets must be positive and rising")
        return self

    @property
    def views(self) -> int:
        """How many augmented views of a clip are in a batch."""
        return 2 if self.consistency else 1

    @property
    def drops_outputs(self) -> bool:
        """Whether the characters of the model that it starts from go."""
        return self.vocabulary == "data-set"


SMALL_SPEECH = SpeechRecipe(
    epochs=60, learning_rate=1.2e-3, schedule="warm-hold-fall", warmup=0.04, average=0.998, middle_loss=0.3,
    precision="bfloat16", speed=0.15, colour=0.8, noise=0.5, mask_time=0.05,
)  # fmt: skip
# The shipped model of speech, on the small world that workshop/ makes: some 7,800 steps.
SMALL_WORLD = SpeechRecipe(
    epochs=7, seed=7, learning_rate=1.2e-3, schedule="warm-hold-fall", warmup=0.04, fall=0.29, average=0.998,
    middle_loss=0.3, precision="bfloat16", speed=0.16, colour=1.0, noise=0.5,
    buckets=(0.7, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0),
)  # fmt: skip
# From its own weights: a network that has seen every clip still learns from two views of it that should agree.
FURTHER = SpeechRecipe(
    epochs=4, seed=11, learning_rate=4e-4, schedule="warm-hold-fall", warmup=0.05, fall=0.6, average=0.995,
    seconds_per_batch=16, middle_loss=0.3, precision="bfloat16", speed=0.16, colour=0.9, noise=0.5, room=0.3,
    consistency=0.2, mask_time=0.12, dropout=0.1, checkpoint_minutes=3,
)  # fmt: skip
# Baevski 2020 (arXiv:2006.11477), appendix B: the rates for little labelled data.
BASE_SPEECH = SpeechRecipe(
    architecture="wav2vec2-base", epochs=60, learning_rate=1e-4, schedule="warm-hold-fall", warmup=0.1, fall=0.5,
    seconds_per_batch=100, precision="bfloat16", mask_time=0.065, mask_length=10, dropout=0.1, speed=0.1,
)  # fmt: skip
FINE_TUNED_SPEECH = SpeechRecipe(
    epochs=20, learning_rate=4e-4, warmup=0.1, average=0.99, freeze="first-layers", layer_decay=0.9, head_rate=2,
    middle_loss=0.3, speed=0.1, colour=0.5, noise=0.3, mask_time=0.05,
)  # fmt: skip
FEW_CLIPS = FINE_TUNED_SPEECH.model_copy(update={"learning_rate": 1e-4, "epochs": 12})
PRESETS = {
    "wav2vec2-small-ctc": SMALL_SPEECH,
    "wav2vec2-small": SMALL_WORLD,
    "wav2vec2-small-further": FURTHER,
    "wav2vec2-base-ctc": BASE_SPEECH,
    "fine-tune-speech": FINE_TUNED_SPEECH,
    "fine-tune-few-clips": FEW_CLIPS,
}
# What corrections are learnt with.
FEW = FEW_CLIPS
RECIPE = SpeechRecipe
