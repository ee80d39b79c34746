"""Every version's bundle is in storage, and is the one that was installed."""

from collections.abc import Iterator

from apps.backup.runs import Finding, Progress
from apps.catalogue.bundles import local_folder
from apps.catalogue.models import Version
from ml.bundle import MANIFEST, sha256_of
from ml.errors import BundleError

SHIPPED = "Run `manage.py install_bundles`: it came with Slipway."
OWN = "Restore it from a backup, or install its bundle again with `manage.py install_bundles FOLDER`."


def check(progress: Progress) -> Iterator[Finding]:
    """Read every file of every version. Raises StorageAway."""
    for version in Version.objects.select_related("model"):
        progress.tell(f"reads the model {version}")
        wrong = _wrong(version)
        if wrong:
            yield Finding(str(version), wrong, SHIPPED if version.shipped else OWN)


def _wrong(version: Version) -> str:
    try:
        folder = local_folder(version)
        for name, sha256 in {MANIFEST: version.digest, **version.manifest["files"]}.items():
            if not (folder / name).is_file():
                return f"{name} of its bundle is missing."
            if sha256_of(folder / name) != sha256:
                return f"{name} of its bundle differs from what was installed."
    except BundleError as error:
        return f"{error}."
    return ""
