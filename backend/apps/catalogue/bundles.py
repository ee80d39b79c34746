"""The files of a version: stored once, and read from a folder of this machine that holds just what was installed."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.conf import settings

from apps.catalogue.models import Version
from apps.core.errors import StorageAway
from apps.storage.file_sets import FileSet
from apps.storage.file_store import bundles
from ml.bundle import MANIFEST, Bundle
from ml.errors import BundleError

KEPT_SECONDS = 24 * 3600.0


def keep(version: Version, source: Path) -> None:
    """Store the bundle in `source` as that of `version`. Raises StorageAway."""
    bundles().put_folder(source, version.folder, last=MANIFEST)


def is_kept(version: Version) -> bool:
    """Whether all of it is in storage. Raises StorageAway."""
    return bundles().exists(f"{version.folder}/{MANIFEST}")


def remove(version: Version) -> None:
    """Remove all of it, also what this machine has of it. Raises StorageAway."""
    own = bundles().own_path(version.folder)
    if own is None:
        # The list first: what is left without it is no bundle.
        for name in (MANIFEST, *version.manifest["files"]):
            bundles().delete(f"{version.folder}/{name}")
    shutil.rmtree(own or _copies() / version.folder, ignore_errors=True)


def local_folder(version: Version) -> Path:
    """Where the bundle of a version can be read; out of a bucket it is fetched at the first call, and verified.

    Raises:
        BundleError: it is not in storage, or is damaged there.
        StorageAway: the storage does not answer, or this machine has no room for a copy.
    """
    own = bundles().own_path(version.folder)
    if own:
        return own
    copy = _copies() / version.folder
    if not _is_whole(copy, version):
        shutil.rmtree(copy, ignore_errors=True)
        _fetch(version, copy)
    return copy


def file_sets(alias: str) -> Iterator[FileSet]:
    """The files of each version of a database."""
    versions = Version.objects.using(alias).order_by("pk").values_list("model_id", "number", "digest", "manifest")
    for slug, number, digest, manifest in versions:
        sums = {**manifest["files"], MANIFEST: digest}
        named = [(f"{slug}/{number}/{name}", sha256) for name, sha256 in sums.items()]
        yield FileSet("models", partial(iter, named), f"{slug} v{number}")


def _copies() -> Path:
    return settings.SLIPWAY.models_dir


def _is_whole(folder: Path, version: Version) -> bool:
    try:
        return Bundle.load(folder).digest == version.digest
    except (BundleError, OSError):
        return False


def _fetch(version: Version, target: Path) -> None:
    """Into a folder beside the target, verified there, then renamed: of two processes at once either one's is good."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=f".{target.name}.", suffix=".part", dir=target.parent, ignore_cleanup_errors=True
        ) as half:
            folder = Path(half) / target.name
            _fetch_files(version, folder)
            folder.rename(target)
    except FileNotFoundError as error:
        raise BundleError(f"{version}: its files are not in storage; install the bundle again.") from error
    except OSError as error:
        # Another process may have finished first, and its copy is as good as ours.
        if not _is_whole(target, version):
            raise StorageAway(f"{target} cannot hold the files of {version}: {error.strerror}.") from error


def _fetch_files(version: Version, folder: Path) -> None:
    for name in (MANIFEST, *version.parsed.files):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        bundles().fetch(f"{version.folder}/{name}", folder / name)
    if Bundle.load(folder).digest != version.digest:
        raise BundleError(f"{version}: its {MANIFEST} in storage is not the one that was installed.")


def forget_copies() -> int:
    """Drop fetched copies of versions that no alias names; who asks for one fetches it again. Returns how many.

    One that was fetched within the last day is kept: somebody may be about to load it.
    """
    if bundles().own_path("") is not None:
        return 0
    served = set(Version.objects.filter(aliases__isnull=False).values_list("model_id", "number"))
    kept = {_copies() / slug / str(number) for slug, number in served}
    before = time.time() - KEPT_SECONDS
    dropped = [path for path in _copies().glob("*/*") if path not in kept and path.stat().st_mtime < before]
    for path in dropped:
        shutil.rmtree(path, ignore_errors=True)
    return len(dropped)
