"""Files of a hub come whole or not at all, go on where they broke off, and what is wrong is a sentence."""

import hashlib
import os
import shutil
import time
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("torch")

from huggingface_hub import constants, hf_hub_download

from ml.adopt.hub import fetch_repository
from ml.adopt.install import licence_of
from ml.errors import AdoptError
from ml.progress import Progress, ProgressCallback
from ml.tests.adopt.local_hub import COMMIT, LocalHub, use

WEIGHTS = os.urandom(1_500_000)
FILES = {"me/ear/config.json": b'{"a": 1}', "me/ear/model.safetensors": WEIGHTS}
NEEDED, WELCOME = ("config.json", "model.safetensors"), ("README.md",)
PIECE = 64 * 1024
TRIES = 7  # of http_get, and one for what broke off


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[LocalHub]:
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    monkeypatch.setattr(constants, "DOWNLOAD_CHUNK_SIZE", PIECE)
    with LocalHub(FILES).running() as running:
        use(monkeypatch, running.url, tmp_path / "cache")
        yield running


def fetch(folder: Path, callback: ProgressCallback = lambda _: None, repository: str = "me/ear") -> dict[str, str]:
    found = fetch_repository(repository, NEEDED, WELCOME, folder, callback)
    assert found.commit == COMMIT
    return found.files


def test_every_file_comes_with_its_sha256_and_the_bytes_are_counted(hub: LocalHub, tmp_path: Path) -> None:
    steps: list[Progress] = []
    files = fetch(tmp_path / "here", steps.append)
    assert files["model.safetensors"] == hashlib.sha256(WEIGHTS).hexdigest()
    assert "README.md" not in files
    total = sum(map(len, FILES.values()))
    within = [step.done for step in steps if step.note == "model.safetensors"]
    assert len(set(within)) > 5
    assert within == sorted(within)
    assert {step.total for step in steps} == {total}
    assert steps[-1] == Progress(stage="fetch", done=total, total=total)
    assert hub.requested


def test_a_connection_that_is_cut_goes_on_where_it_was(hub: LocalHub, tmp_path: Path) -> None:
    hub.cuts = [6 * PIECE, 0, 4 * PIECE]
    fetch(tmp_path / "here")
    spans = hub.spans
    assert spans == ["", f"bytes={6 * PIECE}-", f"bytes={6 * PIECE}-", f"bytes={10 * PIECE}-"]
    assert (tmp_path / "here/model.safetensors").read_bytes() == WEIGHTS


def test_a_download_that_was_given_up_goes_on_in_the_next_try(hub: LocalHub, tmp_path: Path) -> None:
    hub.cuts = [7 * PIECE, *[0] * TRIES]
    with pytest.raises(AdoptError, match=r"cannot be reached.*goes on from where it was"):
        fetch(tmp_path / "here")
    assert not (tmp_path / "here/model.safetensors").exists()
    hub.cuts = []
    fetch(tmp_path / "here")
    assert hub.spans[-1] == f"bytes={7 * PIECE}-"
    assert (tmp_path / "here/model.safetensors").read_bytes() == WEIGHTS


def test_what_is_there_already_is_not_fetched_again(hub: LocalHub, tmp_path: Path) -> None:
    fetch(tmp_path / "here")
    before = len(hub.spans)
    fetch(tmp_path / "here")
    assert len(hub.spans) == before == 1


def test_a_damaged_file_is_removed_and_comes_whole_at_the_next_try(hub: LocalHub, tmp_path: Path) -> None:
    hub.damaged = True
    with pytest.raises(AdoptError, match="not what the hub promised"):
        fetch(tmp_path / "here")
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["config.json"]
    hub.damaged = False
    assert fetch(tmp_path / "here")["model.safetensors"] == hashlib.sha256(WEIGHTS).hexdigest()


def test_a_file_of_another_length_is_judged_by_its_checksum(hub: LocalHub, tmp_path: Path) -> None:
    hub.missing = 10
    assert fetch(tmp_path / "here")["model.safetensors"] == hashlib.sha256(WEIGHTS).hexdigest()
    hub.damaged = True
    with pytest.raises(AdoptError, match="not what the hub promised"):
        fetch(tmp_path / "there")


@pytest.mark.parametrize(
    ("status", "headers", "words"),
    [
        (401, {"X-Error-Code": "RepoNotFound"}, "has no model me/ear, or it is private"),
        (401, {"X-Error-Message": "Invalid credentials in Authorization header"}, r"\(401\); look at .*HF_TOKEN"),
        (403, {"X-Error-Code": "GatedRepo"}, "accept their terms"),
        (403, {}, r"\(403\); look at .*HF_TOKEN"),
        (404, {}, r"\(404\).*HF_ENDPOINT"),
        (404, {"X-Error-Code": "EntryNotFound"}, "me/ear has no config.json"),
        (429, {"Retry-After": "70"}, r"too many requests.*Wait 70 seconds"),
        (503, {}, r"problem of its own \(503\)"),
    ],
)
def test_a_hub_that_refuses_is_understood(
    hub: LocalHub, tmp_path: Path, status: int, headers: dict[str, str], words: str
) -> None:
    hub.status, hub.headers = status, headers
    with pytest.raises(AdoptError, match=words):
        fetch(tmp_path / "here")
    hub.status = 0
    fetch(tmp_path / "here")


def test_a_web_server_that_is_no_hub_is_told_from_one(hub: LocalHub, tmp_path: Path) -> None:
    hub.plain = True
    with pytest.raises(AdoptError, match="is no hub of models; look at HF_ENDPOINT"):
        fetch(tmp_path / "here")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "nonsense", "http://no-such-host.invalid"])
def test_a_hub_that_is_away_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    use(monkeypatch, url, tmp_path / "cache")
    with pytest.raises(AdoptError, match=r"cannot be reached .*HF_ENDPOINT"):
        fetch(tmp_path / "here")


def test_a_full_disk_is_told_before_it_is_full(hub: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1_000_000))
    with pytest.raises(AdoptError, match=r"has 1.5 MB.*1.0 MB left. Make room"):
        fetch(tmp_path / "here")
    monkeypatch.undo()
    assert not hub.spans


def test_the_cache_of_the_hub_is_used_and_is_enough_without_a_network(
    hub: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NEEDED:
        hf_hub_download("me/ear", name, cache_dir=tmp_path / "cache")
    before = len(hub.spans)
    fetch(tmp_path / "first")
    assert len(hub.spans) == before
    use(monkeypatch, "http://127.0.0.1:9", tmp_path / "cache")
    assert fetch(tmp_path / "second")["model.safetensors"] == hashlib.sha256(WEIGHTS).hexdigest()
    use(monkeypatch, hub.url, tmp_path / "cache", offline=True)
    assert set(fetch(tmp_path / "third")) == set(NEEDED)


def test_without_a_network_a_cache_that_lacks_a_file_is_named(
    hub: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hf_hub_download("me/ear", "config.json", cache_dir=tmp_path / "cache")
    use(monkeypatch, hub.url, tmp_path / "cache", offline=True)
    with pytest.raises(AdoptError, match=r"HF_HUB_OFFLINE is set.*cache does not have all of me/ear"):
        fetch(tmp_path / "here")


def test_a_damaged_file_of_the_cache_is_named(hub: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NEEDED:
        path = Path(hf_hub_download("me/ear", name, cache_dir=tmp_path / "cache"))
    path.resolve().write_bytes(WEIGHTS[:-1])
    use(monkeypatch, hub.url, tmp_path / "cache", offline=True)
    with pytest.raises(AdoptError, match=r"model.safetensors is damaged.*remove it"):
        fetch(tmp_path / "here")


@pytest.mark.parametrize("name", ["ear", "me/../ear", "https://hub/me/ear", "me/ear/config.json", "me ear"])
def test_what_is_no_name_is_refused(hub: LocalHub, tmp_path: Path, name: str) -> None:
    with pytest.raises(AdoptError, match="is no name of a model"):
        fetch(tmp_path / "here", repository=name)
    assert not hub.requested


@pytest.mark.parametrize(
    ("card", "licence"),
    [
        ("---\nlicense: mit\n---\n# Ear", "mit, as its card"),
        ("---\nlicense: other\nlicense_name: ear-1.0\n---\n", "ear-1.0, as its card"),
        ("# An ear without a head", "states none"),
        ("---\nlicense: [mit\n---\n", "states none"),
        (None, "states none"),
    ],
)
def test_the_licence_is_what_the_card_says(tmp_path: Path, card: str | None, licence: str) -> None:
    if card is not None:
        (tmp_path / "README.md").write_text(card)
    assert licence in licence_of(tmp_path)
