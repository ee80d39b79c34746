"""Every Wav2Vec2 with a CTC head, from the sizes of its layers in Hugging Face's words."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from transformers import Wav2Vec2Config, Wav2Vec2ForCTC

from ml.bundle import Architecture
from ml.errors import RecipeError
from ml.speech.filter_bank import filter_bank
from ml.types import JsonObject

FAMILY = "wav2vec2"
MASK = "wav2vec2.masked_spec_embed"  # what hides frames in training
# Four convolutions instead of seven, of which the first is long enough to be a filter bank; strides multiply to 320
# samples, so one frame is 20 ms. Pre-norm layers, which train from a random start.
SMALL = {
    "hidden_size": 256, "num_hidden_layers": 6, "num_attention_heads": 4, "intermediate_size": 1024,
    "conv_dim": (120, 128, 192, 256), "conv_kernel": (256, 8, 4, 4), "conv_stride": (20, 4, 2, 2),
    "num_feat_extract_layers": 4, "conv_bias": True, "feat_extract_norm": "layer", "do_stable_layer_norm": True,
    "num_conv_pos_embeddings": 32, "num_conv_pos_embedding_groups": 16,
}  # fmt: skip
TINY = {
    **SMALL, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64,
    "conv_dim": (12, 16, 16, 16), "num_conv_pos_embedding_groups": 4,
}  # fmt: skip
OURS: dict[str, JsonObject] = {"wav2vec2-small": SMALL, "wav2vec2-tiny": TINY}
SHAPE = (
    "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "conv_dim", "conv_kernel",
    "conv_stride", "num_feat_extract_layers", "conv_bias", "feat_extract_norm", "do_stable_layer_norm",
    "num_conv_pos_embeddings", "num_conv_pos_embedding_groups",
)  # fmt: skip


class CtcNetwork(nn.Module):  # type: ignore[misc]
    """A Wav2Vec2 that also reads, by the same head, what its middle layer knows."""

    def __init__(self, network: Wav2Vec2ForCTC, middle: bool) -> None:
        super().__init__()
        self.network, self.middle = network, middle

    def forward(self, wave: Tensor) -> tuple[Tensor, Tensor | None]:
        """(N, samples) normalised -> logits (N, frames, vocabulary) of the last and, if wanted, the middle layer."""
        states = self.network.wav2vec2(wave, output_hidden_states=self.middle)
        logits = self.network.lm_head(self.network.dropout(states.last_hidden_state))
        if not self.middle:
            return logits, None
        encoder = self.network.wav2vec2.encoder
        half = states.hidden_states[len(encoder.layers) // 2]
        # Pre-norm layers leave the normalisation to the end of the encoder; post-norm ones have it in each layer.
        seen = encoder.layer_norm(half) if self.network.config.do_stable_layer_norm else half
        return logits, self.network.lm_head(seen)


def options_of(name: str) -> JsonObject:
    """The sizes of a named network: `wav2vec2-tiny`, `wav2vec2-small`, or `wav2vec2-base` as Hugging Face has it.

    Raises:
        RecipeError: there is no such network.
    """
    if name in OURS:
        return dict(OURS[name])
    if name != "wav2vec2-base":
        raise RecipeError(f"There is no speech network {name!r}; known are {', '.join(OURS)} and wav2vec2-base.")
    return {key: getattr(Wav2Vec2Config(), key) for key in SHAPE}


def build(
    options: JsonObject,
    vocabulary: int,
    blank: int = 0,
    *,
    dropout: float = 0.0,
    mask_time: float = 0.0,
    mask_length: int = 6,
) -> Wav2Vec2ForCTC:
    """A fresh network, `wave` float32 (N, samples) to `logits` (N, frames, vocabulary).

    Args:
        options: sizes in the words of Hugging Face's Wav2Vec2Config.
        mask_time: the share of frames that is hidden while it trains, in runs of `mask_length`.
    """
    config = Wav2Vec2Config(
        **options,
        attn_implementation="eager",  # on this many frames faster than the fused kernel, by a fifth of the whole step
        vocab_size=vocabulary,
        pad_token_id=blank,
        hidden_dropout=dropout,
        activation_dropout=0.0,
        attention_dropout=0.0,
        feat_proj_dropout=0.0,
        final_dropout=0.0,
        layerdrop=0.0,
        apply_spec_augment=mask_time > 0,
        mask_time_prob=mask_time,
        mask_time_length=mask_length,
        mask_time_min_masks=0,
    )
    return Wav2Vec2ForCTC(config)


def start_as_filter_bank(network: Wav2Vec2ForCTC) -> None:
    """Let the first convolution begin as band passes, where its kernel is long enough to be some."""
    first = network.wav2vec2.feature_extractor.conv_layers[0].conv
    channels, _, kernel = first.weight.shape
    if kernel >= 128:
        with torch.no_grad():
            first.weight.copy_(filter_bank(channels, kernel))
            first.bias.zero_()


def fit_layers(network: Wav2Vec2ForCTC, state: Mapping[str, Tensor]) -> None:
    """Give the transformer's layers the heads and neurons of a pruned network's weights."""
    for name, module in network.wav2vec2.encoder.layers.named_modules():
        weight = state.get(f"wav2vec2.encoder.layers.{name}.weight")
        if isinstance(module, nn.Linear) and weight is not None and weight.shape != module.weight.shape:
            module.out_features, module.in_features = weight.shape
            module.weight = nn.Parameter(torch.zeros(weight.shape))
            module.bias = nn.Parameter(torch.zeros(len(weight)))


def restored(architecture: Architecture, vocabulary: int, blank: int, state: Mapping[str, Tensor]) -> Wav2Vec2ForCTC:
    """The network with these weights, pruned or not, in evaluation mode; weights that only training needs are left out.

    Raises:
        RuntimeError: they do not fit.
    """
    network = build(architecture.options, vocabulary, blank)
    fit_layers(network, state)
    network.load_state_dict({name: value for name, value in state.items() if name != MASK})
    return network.eval()


def layers(network: Wav2Vec2ForCTC) -> list[list[nn.Module]]:
    """The parts of a network from the wave to the head, which is the last one."""
    inner = network.wav2vec2
    entry = [inner.feature_projection, inner.encoder.pos_conv_embed, inner.encoder.layer_norm]
    return [[inner.feature_extractor], entry, *([layer] for layer in inner.encoder.layers), [network.lm_head]]


def frames(samples: int, options: JsonObject) -> int:
    """How many frames the convolutions leave of so many samples."""
    for kernel, stride in zip(options["conv_kernel"], options["conv_stride"], strict=True):
        samples = max(0, (samples - kernel) // stride + 1)
    return samples
