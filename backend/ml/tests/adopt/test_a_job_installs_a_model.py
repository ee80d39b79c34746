"""The whole job in a process of its own, from a name to a measured bundle, killed in the middle of the download."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from ml.adopt.details import Details  # noqa: E402
from ml.bundle import Bundle  # noqa: E402
from ml.jobs.messages import MESSAGES, AdoptResult, Message, Refused  # noqa: E402
from ml.jobs.orders import InstallOrder  # noqa: E402
from ml.progress import Progress  # noqa: E402
from ml.tests.adopt.local_hub import COMMIT, LocalHub  # noqa: E402

BACKEND = Path(__file__).parents[3]
SIGNS = ("<pad>", "|", "A", "B", "<s>")
CARD = b"---\nlicense: apache-2.0\ntags:\n- speech\n---\n# An ear\n"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A Wav2Vec2ForCTC of some MB as it lies on a hub; its tokenizer has a mark that the network has no output for."""
    folder = tmp_path_factory.mktemp("ear")
    config = transformers.Wav2Vec2Config(
        vocab_size=len(SIGNS), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16_384,
        conv_dim=(16,) * 7, num_conv_pos_embeddings=16, num_conv_pos_embedding_groups=2, pad_token_id=0,
    )  # fmt: skip
    transformers.Wav2Vec2ForCTC(config).save_pretrained(folder)
    known = {name: (folder / name).read_bytes() for name in ("config.json", "model.safetensors")}
    known["vocab.json"] = json.dumps({sign: place for place, sign in enumerate(SIGNS[:-1])}).encode()
    known["added_tokens.json"] = json.dumps({"<s>": 4, "</s>": 5}).encode()
    known["preprocessor_config.json"] = json.dumps({"sampling_rate": 16000, "do_normalize": False}).encode()
    known["README.md"] = CARD
    return {f"me/ear/{name}": content for name, content in known.items()}


@pytest.fixture
def hub(files: dict[str, bytes]) -> Iterator[LocalHub]:
    with LocalHub(files).running() as running:
        yield running


def begin(folder: Path, hub: LocalHub) -> subprocess.Popen[str]:
    details = Details(slug="ear", title="Ear", licence="", source="me/ear")
    order = InstallOrder(name="me/ear", folder=folder, details=details, measure=None, threads=1)
    folder.mkdir(exist_ok=True)
    (folder / "job.json").write_text(order.model_dump_json())
    environment = {**os.environ, "HF_ENDPOINT": hub.url, "HF_HOME": str(folder.parent / "hf"), "HF_HUB_OFFLINE": ""}
    command = [sys.executable, "-m", "ml", "job", str(folder / "job.json")]
    return subprocess.Popen(
        command, cwd=BACKEND, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def heard(child: subprocess.Popen[str]) -> Iterator[Message]:
    assert child.stdout
    for line in child.stdout:
        yield MESSAGES.validate_json(line)


def test_a_killed_download_goes_on_and_ends_as_a_measured_model(
    hub: LocalHub, files: dict[str, bytes], tmp_path: Path
) -> None:
    weights = files["me/ear/model.safetensors"]
    hub.hold_at = len(weights) // 2
    with begin(tmp_path / "job", hub) as child:
        while not any(part.stat().st_size for part in tmp_path.glob("job/download/.model*.part")):
            assert child.poll() is None
            time.sleep(0.05)
        child.send_signal(signal.SIGKILL)
    hub.hold_at = 0
    hub.go_on.set()
    with begin(tmp_path / "job", hub) as child:
        received = list(heard(child))
    result = received[-1]
    assert isinstance(result, AdoptResult), result
    (first, second) = hub.spans
    assert first == ""
    assert 0 < int(second.removeprefix("bytes=").removesuffix("-")) <= len(weights) // 2
    assert {one.stage for one in received if isinstance(one, Progress)} == {"fetch", "adopt", "measure"}
    manifest = Bundle.load(result.bundle).manifest
    assert manifest.vocabulary == SIGNS
    assert manifest.licence == "apache-2.0, as its card on the hub says"
    assert manifest.lineage["commit"] == COMMIT
    assert set(manifest.lineage["files_sha256"]) == {name.removeprefix("me/ear/") for name in files}
    speed = manifest.metrics["speed"]
    assert 0 < speed["p50_seconds"] <= speed["p95_seconds"]
    assert speed["memory_bytes"] > speed["model_bytes"] > 0
    assert manifest.metrics["export_difference"] < 1e-3


def test_a_hub_that_refuses_ends_the_job_with_its_sentence(hub: LocalHub, tmp_path: Path) -> None:
    hub.status, hub.headers = 429, {"Retry-After": "30"}
    with begin(tmp_path / "job", hub) as child:
        received = list(heard(child))
    refused = received[-1]
    assert isinstance(refused, Refused), refused
    assert "Wait 30 seconds" in refused.reason
