"""What was made becomes a version of the catalogue."""

import json
import tempfile
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from apps.catalogue.install import install
from apps.catalogue.models import Model, Version
from apps.core import audit
from apps.core.errors import Problem
from ml.bundle import MANIFEST, Bundle, write_bundle
from ml.errors import BundleError


def registered(folder: Path, slug: str, by: User | None) -> Version:
    """The bundle in `folder` as a version of `slug`; the audit says that it was `by`.

    Raises:
        Problem: 409 where the files are gone or damaged, 422 where `slug` is a model of another kind.
    """
    try:
        bundle = Bundle.load(folder)
        _check_name(bundle, slug)
        if bundle.manifest.slug == slug:
            return _installed(folder, by)
        with tempfile.TemporaryDirectory(prefix=".renamed-", dir=folder.parent) as place:
            return _installed(_renamed(bundle, slug, Path(place) / slug), by)
    except (BundleError, FileNotFoundError) as error:
        raise Problem(409, f"Its files are no longer whole: {error}. Make it again.") from error


@transaction.atomic
def _installed(folder: Path, by: User | None) -> Version:
    version = install(folder)
    audit.note("version_made", by=by, version=str(version))
    return version


def _check_name(bundle: Bundle, slug: str) -> None:
    known = Model.objects.filter(pk=slug).first()
    if known and known.kind != bundle.manifest.kind:
        detail = f"{slug} does {known.kind}, this does {bundle.manifest.kind}; choose another name."
        raise Problem(422, detail, code="wrong_kind", errors=[{"pointer": "/slug", "detail": detail}])


def _renamed(bundle: Bundle, slug: str, folder: Path) -> Path:
    content = json.loads((bundle.folder / MANIFEST).read_text(encoding="utf-8"))
    files = {name: bundle.file(name) for name in content.pop("files")}
    return write_bundle(folder, {**content, "slug": slug}, files).folder
