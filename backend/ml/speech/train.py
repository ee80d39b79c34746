"""Train a recipe: ``python -m ml.speech.train wav2vec2-small``, from ``backend/``; stops and resumes at any time.

Caches are made if they are missing. Checkpoints and the log lie under ``data/training/speech/``.
"""

import argparse
import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import torch
from torch.nn import functional
from torch.utils.data import DataLoader, IterableDataset
from transformers import Wav2Vec2ForCTC

from ml.speech.corpus import packed_clips, write_cache
from ml.speech.data import Batch, Pool, batches, development_batches, open_pool
from ml.speech.error_rate import word_error_rate
from ml.speech.kokoro import synthesize_words
from ml.speech.model import build_model
from ml.speech.postprocess import Alphabet, collapse
from ml.speech.recipes import RECIPES, Recipe
from ml.speech.synthesize import synthesize
from ml.speech.vocabulary import BLANK, DELIMITER, VOCABULARY, encode

ROOT = Path(__file__).resolve().parents[3]
WORK = ROOT / "data/training/speech"
ALPHABET = Alphabet(VOCABULARY, BLANK, DELIMITER)
PACKS = ROOT.parent / "shared/data"


class Stream(IterableDataset[Batch]):  # type: ignore[misc]
    """The endless batches of a recipe, for a loader process of their own."""

    def __init__(self, pool: Pool, recipe: Recipe, seed: int) -> None:
        self.pool, self.recipe, self.seed = pool, recipe, seed

    def __iter__(self) -> Iterator[Batch]:
        return batches(self.pool, self.recipe, self.seed)


def learning_rate(recipe: Recipe, step: int) -> float:
    """Warm up, hold, then fall linearly to zero in the last ``decay`` steps (Hu et al. 2024, arXiv:2404.06395)."""
    warm = min(1.0, (step + 1) / recipe.warmup)
    return recipe.learning_rate * warm * max(0.0, min(1.0, (recipe.steps - step) / recipe.decay))


def ctc_loss(logits: torch.Tensor, texts: list[str]) -> torch.Tensor:
    """Connectionist temporal classification (Graves et al. 2006), mean over characters, in float32."""
    targets = [encode(text) for text in texts]
    return functional.ctc_loss(
        logits.float().log_softmax(-1).transpose(0, 1),
        torch.tensor([label for target in targets for label in target], dtype=torch.long),
        torch.full((len(texts),), logits.shape[1]),
        torch.tensor([len(target) for target in targets]),
        blank=BLANK,
        reduction="sum",
        zero_infinity=True,
    ) / max(1, sum(map(len, targets)))


class Run:
    """A network, its optimiser, its running average, and the step that they are at."""

    def __init__(self, recipe: Recipe, folder: Path) -> None:
        self.recipe, self.folder, self.step, self.seconds = recipe, folder, 0, 0.0
        torch.manual_seed(recipe.seed)
        self.model = build_model(recipe.architecture, recipe.dropout, recipe.mask_time)
        self.average = build_model(recipe.architecture).eval().requires_grad_(False)
        self.average.load_state_dict(self.model.state_dict())
        weights = [p for p in self.model.parameters() if p.ndim > 1]
        others = [p for p in self.model.parameters() if p.ndim <= 1]
        groups = [{"params": weights, "weight_decay": recipe.weight_decay}, {"params": others, "weight_decay": 0.0}]
        self.optimizer = torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.98), fused=True)

    def advance(self, batch: Batch) -> float:
        """One step of training; gives the loss."""
        began = time.monotonic()
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate(self.recipe, self.step)
        waves, texts = batch
        loss, middle = self.losses(torch.as_tensor(waves), texts)
        ((1 - self.recipe.intermediate_loss) * loss + self.recipe.intermediate_loss * middle).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.recipe.clip_norm)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.follow()
        self.step += 1
        self.seconds += time.monotonic() - began
        return float(loss.detach())

    def losses(self, waves: torch.Tensor, texts: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
        """CTC at the last layer and, by the same head, at the middle one (Lee and Watanabe 2021, arXiv:2102.03216)."""
        encoder, head = self.model.wav2vec2.encoder, self.model.lm_head
        with torch.autocast("cpu", torch.bfloat16):
            states = self.model.wav2vec2(waves, output_hidden_states=True)
            middle = head(encoder.layer_norm(states.hidden_states[len(encoder.layers) // 2]))
            logits = head(states.last_hidden_state)
        return ctc_loss(logits, texts), ctc_loss(middle, texts)

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def follow(self) -> None:
        """Move the running average of the weights, faster while it is young."""
        rate = 1 - min(self.recipe.average, (1 + self.step) / (20 + self.step))
        torch._foreach_lerp_(list(self.average.parameters()), list(self.model.parameters()), rate)

    def save(self) -> None:
        """Write the checkpoint; a kill in the middle leaves the one before."""
        state = {
            "step": self.step,
            "seconds": self.seconds,
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }
        torch.save(state, self.folder / "checkpoint.part")
        (self.folder / "checkpoint.part").rename(self.folder / "checkpoint.pt")

    def resume(self) -> None:
        """Go on from the checkpoint if there is one."""
        if (self.folder / "checkpoint.pt").exists():
            state = torch.load(self.folder / "checkpoint.pt", weights_only=True)
            self.model.load_state_dict(state["model"])
            self.average.load_state_dict(state["average"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.step, self.seconds = state["step"], state["seconds"]


@torch.no_grad()  # type: ignore[untyped-decorator]
def transcribe(model: Wav2Vec2ForCTC, waves: np.ndarray[Any, np.dtype[np.float32]]) -> list[str]:
    """Greedy texts of a batch."""
    with torch.autocast("cpu", torch.bfloat16):
        best = model(torch.from_numpy(waves)).logits.argmax(-1).numpy()
    return [collapse(row, ALPHABET) for row in best]


def development_scores(run: Run, pool: Pool, most: int = 400) -> dict[str, float]:
    """Word error rate of the averaged weights on every development kind."""
    scores = {}
    for kind in sorted(kind for kind in pool.clips if kind.startswith("dev-")):
        pairs = [
            pair
            for waves, texts in development_batches(pool, run.recipe, kind, most)
            for pair in zip(texts, transcribe(run.average, waves), strict=True)
        ]
        scores[kind] = round(word_error_rate([p[0] for p in pairs], [p[1] for p in pairs]), 4)
    return scores


def prepare(cache: Path) -> Pool:
    """Make the caches that are missing, then open them all."""
    for pack in ("an4", "speech-commands"):
        if not (cache / f"{pack}.i16").exists():
            write_cache(cache, pack, packed_clips(PACKS / pack))
    if not (cache / "flite-phrases.i16").exists():
        synthesize(cache)
    if not (cache / "kokoro-words.i16").exists():
        synthesize_words(cache, WORK / "voices")
    return open_pool(cache)


def train(recipe: Recipe, folder: Path, every: int = 250) -> Run:
    """Train to the recipe's last step, scoring and saving every so many steps."""
    folder.mkdir(parents=True, exist_ok=True)
    pool = prepare(WORK / "cache")
    run = Run(recipe, folder)
    run.resume()
    stream = iter(DataLoader(Stream(pool, recipe, recipe.seed + run.step), batch_size=None, num_workers=1))
    losses: list[float] = []
    stopping = Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    with (folder / "log.jsonl").open("a") as log:
        while run.step < recipe.steps and not stopping.is_set():
            losses.append(run.advance(next(stream)))
            if run.step % 50 == 0:
                scores = development_scores(run, pool) if run.step % every == 0 else {}
                line = {"step": run.step, "seconds": round(run.seconds), "loss": round(float(np.mean(losses)), 4)}
                print(json.dumps({**line, **scores}), file=log, flush=True)
                losses.clear()
            if run.step % every == 0 or run.step == recipe.steps or stopping.is_set():
                run.save()
    return run


def main() -> None:
    """Command line: which recipe, how many threads, and where to keep the run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipe", nargs="?", choices=sorted(RECIPES), default="wav2vec2-small")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    recipe = RECIPES[options.recipe]
    train(recipe, options.folder or WORK / recipe.slug)


if __name__ == "__main__":
    main()
