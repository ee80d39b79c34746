"""Whole Slipways beside each other: each with a database, media, models and backups of its own."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings
from django.utils import timezone
from pyrage.x25519 import Identity

from apps.accounts.keys import create_key
from apps.backup.back_up import back_up
from apps.backup.runs import Outcome
from apps.catalogue.models import Alias, Model, Version
from apps.predictions.models import Prediction, Status
from apps.predictions.tests.conftest import manifest
from apps.storage.file_store import bundles
from apps.uploads.models import Upload
from config.settings.base import database
from ml.bundle import write_bundle

KEY = Identity.generate()
POSTGRES = bool(os.environ.get("DATABASE_URL"))


@contextmanager
def slipway(root: Path, *, postgres: bool = POSTGRES, **words: Any) -> Iterator[None]:
    """Everything below uses the Slipway whose state lies in `root`; `words` change its settings.SLIPWAY."""
    for folder in ("incoming", "media", "models"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    keys = {"backup_recipients": (str(KEY.to_public()),), "backup_identity": str(KEY)}
    slipway = settings.SLIPWAY.model_copy(update={"data_dir": root, **keys, **words})
    folders = {"default": "media", "bundles": "models", "backups": "backups"}
    stores = {
        name: {"BACKEND": "apps.storage.folder.FolderStorage", "OPTIONS": {"location": root / folder}}
        for name, folder in folders.items()
    }
    with (
        override_settings(DATA_DIR=root, SLIPWAY=slipway, STORAGES={**settings.STORAGES, **stores}),
        _database(root, postgres),
    ):
        yield


@contextmanager
def _database(root: Path, postgres: bool) -> Iterator[None]:
    usual = connections["default"]
    entry = _postgres(root) if postgres else _sqlite(root)
    connections.settings["default"] = {**usual.settings_dict, **entry}
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = usual.settings_dict
        connections["default"] = usual


def _sqlite(root: Path) -> dict[str, Any]:
    entry = database("", root / "slipway.sqlite3")
    if not (root / "slipway.sqlite3").exists():
        shutil.copyfile(_migrated_file(), root / "slipway.sqlite3")
    return entry


@cache
def _migrated_file() -> Path:
    """To migrate takes seconds, to copy the result none."""
    file = Path(mkdtemp(dir=settings.DATA_DIR)) / "slipway.sqlite3"
    connections.settings["template"] = {**connections["default"].settings_dict, **database("", file)}
    call_command("migrate", database="template", verbosity=0)
    connections["template"].close()
    del connections["template"], connections.settings["template"]
    return file


def _postgres(root: Path) -> dict[str, Any]:
    name = "slipway_" + hashlib.sha256(str(root).encode()).hexdigest()[:12]
    usual = connections["default"]
    with usual._nodb_cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone()[0]:
            usual.close()
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {usual.settings_dict['NAME']}")
    return {"NAME": name}


def history(count: int = 3) -> User:
    """An owner with a key, a model, and `count` answered photos whose files lie in storage."""
    owner = User.objects.create_user("owner", password="of the owner")
    User.objects.create_superuser("operator", password="of the operator")
    create_key(owner, name="notebook", scopes=["predict"])
    version = model()
    for number in range(count):
        now = timezone.now()
        Prediction.objects.create(
            owner=owner, upload=upload(owner, f"photo {number}".encode()), version=version,
            kind="image-classification", status=Status.SUCCEEDED, created_at=now, started_at=now, completed_at=now,
            output={"labels": [{"label": "cat", "index": 3, "score": 0.25}]}, search="cat", total_time=0.1 + 0.2,
        )  # fmt: skip
    return owner


def upload(owner: User, content: bytes) -> Upload:
    """A file in storage and its row."""
    row = Upload(
        owner=owner, name="cat.jpg", kind="image-classification", content_type="image/jpeg", size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), thumbnail=b"\x00\xff" + content, peaks=[0.5, 1],
    )  # fmt: skip
    row.file.save("cat.jpg", ContentFile(content), save=False)
    row.save()
    return row


def model(slug: str = "small", *, default: bool = True) -> Version:
    """A version whose bundle lies in storage, in production."""
    folder = Path(settings.DATA_DIR) / "made"
    folder.mkdir(exist_ok=True)
    weights = folder / "weights"
    weights.write_bytes(b"weights of " + slug.encode())
    kind = "image-classification"
    bundle = write_bundle(folder / slug, {**manifest(kind), "slug": slug}, {"model.onnx": weights})
    made = Model.objects.create(slug=slug, kind=kind, title=slug, summary="", is_default=default)
    version = Version.objects.create(
        model=made, number=1, size=bundle.size, manifest=bundle.manifest.model_dump(mode="json"), digest=bundle.digest
    )
    bundles().put_folder(bundle.folder, version.folder, last="bundle.json")
    Alias.objects.create(model=made, name="production", version=version)
    return version


def silent(_step: str) -> None:
    """Nobody is told how far it is."""


def backup(**words: Any) -> Outcome:
    """Back up the Slipway that is used just now."""
    return back_up(silent, **words)


def newest() -> Path:
    """The file of its newest backup."""
    return max((Path(settings.DATA_DIR) / "backups").glob("slipway-*.tar"))


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows that a backup keeps, by table."""
    kept = (User, Upload, Prediction, Model, Version, Alias)
    found: dict[str, list[dict[str, Any]]] = {
        table._meta.label: [dict(row) for row in table._base_manager.order_by("pk").values()] for table in kept
    }
    for row in found["uploads.Upload"]:
        row["thumbnail"] = bytes(row["thumbnail"])
    return found


def vendor() -> str:
    """Of the database that is used just now."""
    return connection.vendor
