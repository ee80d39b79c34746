"""Files of a model repository: from the hub (HF_ENDPOINT, or huggingface.co), or from its cache on this disk."""

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from huggingface_hub import get_hf_file_metadata, hf_hub_url, try_to_load_from_cache
from huggingface_hub.errors import EntryNotFoundError

from ml.adopt.download import Remote, download, is_whole
from ml.adopt.hub_faults import AWAY, NOT_THERE, explained, no_hub
from ml.bundle import sha256_of
from ml.errors import AdoptError
from ml.progress import Progress, ProgressCallback

NAME = r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was fetched of a repository: the commit, and the sha256 of each file by its name."""

    commit: str
    files: dict[str, str]


def fetch_repository(
    repository: str, needed: Sequence[str], welcome: Sequence[str], folder: Path, callback: ProgressCallback
) -> Snapshot:
    """Bring files of one commit into `folder`; what is there already, or in the cache, is not fetched again.

    Where the hub does not answer, its cache (HF_HUB_CACHE, or hub/ in HF_HOME) is enough if it has what is needed.

    Args:
        needed: names of files; `welcome` are those that a repository need not have.
        callback: called with the bytes of all files that are there; the note names the file.

    Raises:
        AdoptError: says what is wrong and what to do; what was fetched stays for the next try.
    """
    if not re.fullmatch(NAME, repository):
        raise AdoptError(f"{repository!r} is no name of a model; write it as facebook/wav2vec2-base-960h.")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        commit, remotes = look_up(repository, needed, welcome)
    except NOT_THERE as error:
        raise explained(error, repository) from error
    except AWAY as error:
        cached = from_cache(repository, needed, welcome, folder)
        if cached is None:
            raise explained(error, repository) from error
        return cached
    done, total = 0, sum(remote.size for remote in remotes)
    for remote in remotes:
        progress = Progress(stage="fetch", done=done, total=total, note=remote.name)
        callback(progress)
        fetch(repository, commit, remote, folder, partial(report, callback, progress))
        done += remote.size
    callback(Progress(stage="fetch", done=total, total=total))
    return snapshot(commit, [remote.name for remote in remotes], folder)


def report(callback: ProgressCallback, before: Progress, size: int) -> None:
    """That so many bytes of a file are there, beside what was there before it began."""
    callback(before.model_copy(update={"done": before.done + size}))


def snapshot(commit: str, names: Sequence[str], folder: Path) -> Snapshot:
    """What lies in the folder now."""
    return Snapshot(commit, {name: sha256_of(folder / name) for name in names})


def look_up(repository: str, needed: Sequence[str], welcome: Sequence[str]) -> tuple[str, list[Remote]]:
    """The newest commit, and its files with their sizes and hashes.

    Raises:
        AdoptError: what answers is no hub.
        HTTPError: it has no such repository or file, or does not answer.
    """
    commit, found = "main", []
    for name in (*needed, *welcome):
        try:
            metadata = get_hf_file_metadata(hf_hub_url(repository, name, revision=commit))
        except EntryNotFoundError:
            if name in needed:
                raise
            continue
        if not metadata.commit_hash or not metadata.etag or metadata.size is None:
            raise no_hub()
        commit = metadata.commit_hash
        found.append(Remote(name, hf_hub_url(repository, name, revision=commit), metadata.size, metadata.etag))
    return commit, found


def fetch(repository: str, commit: str, remote: Remote, folder: Path, report: Callable[[int], None]) -> None:
    """Put one file into the folder. Raises AdoptError."""
    target = folder / remote.name
    if target.exists() and is_whole(target, remote.etag):
        return
    cached = try_to_load_from_cache(repository, remote.name, revision=commit)
    if isinstance(cached, str) and is_whole(Path(cached), remote.etag):
        shutil.copyfile(cached, target)
        return
    try:
        download(remote, target, report)
    except AWAY as error:
        raise explained(error, repository) from error


def from_cache(repository: str, needed: Sequence[str], welcome: Sequence[str], folder: Path) -> Snapshot | None:
    """Copy what the cache has of the newest commit that it knows; None where something that is needed is missing.

    Raises:
        AdoptError: a file of the cache is damaged.
    """
    found = {name: try_to_load_from_cache(repository, name) for name in (*needed, *welcome)}
    there = {name: Path(path) for name, path in found.items() if isinstance(path, str)}
    if not there.keys() >= set(needed):
        return None
    for name, path in there.items():
        # The cache names the content of a file by its hash, and links to that.
        if not is_whole(path, path.resolve().name):
            raise AdoptError(f"{path} is damaged (its checksum differs); remove it, then try again.")
        shutil.copyfile(path, folder / name)
    commit = there[needed[0]].parent.name
    return snapshot(commit, list(there), folder)
