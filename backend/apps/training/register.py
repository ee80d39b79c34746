"""What was trained or optimised becomes a version of the catalogue."""

import json
import tempfile
from pathlib import Path

from apps.catalogue.install import install
from apps.catalogue.models import Model, Version
from apps.core.errors import Problem
from apps.training.models import Run, Status, Variant
from ml.bundle import MANIFEST, Bundle, write_bundle
from ml.errors import BundleError


def register_run(run: Run, slug: str) -> Version:
    """The model of a finished run. Raises Problem 409 where it has not finished, 422 where the name is taken."""
    if run.job.status != Status.SUCCEEDED:
        raise Problem(409, f"The run has {run.job.status}; only one that succeeded has a model.")
    run.registered = registered(run.folder / "bundle", slug or run.slug)
    run.save(update_fields=["registered"])
    return run.registered


def register_variant(variant: Variant, slug: str) -> Version:
    """An accepted variant, as a version of its parent's model where no other name is given. Raises Problem 409, 422."""
    if not variant.accepted:
        raise Problem(409, f"This variant was refused: {variant.reason}")
    variant.registered = registered(variant.folder, slug or variant.parent.model_id)
    variant.save(update_fields=["registered"])
    return variant.registered


def registered(folder: Path, slug: str) -> Version:
    """The bundle in `folder` as a version of `slug`.

    Raises:
        Problem: 409 where the files are gone or damaged, 422 where `slug` is a model of another kind.
    """
    try:
        bundle = Bundle.load(folder)
        _check_name(bundle, slug)
        if bundle.manifest.slug == slug:
            return install(folder)
        with tempfile.TemporaryDirectory(prefix=".renamed-", dir=folder.parent) as place:
            return install(_renamed(bundle, slug, Path(place) / slug))
    except (BundleError, FileNotFoundError) as error:
        raise Problem(409, f"Its files are no longer whole: {error}. Train it again.") from error


def _check_name(bundle: Bundle, slug: str) -> None:
    known = Model.objects.filter(pk=slug).first()
    if known and known.kind != bundle.manifest.kind:
        detail = f"{slug} does {known.kind}, this does {bundle.manifest.kind}; choose another name."
        raise Problem(422, detail, code="wrong_kind", errors=[{"pointer": "/slug", "detail": detail}])


def _renamed(bundle: Bundle, slug: str, folder: Path) -> Path:
    content = json.loads((bundle.folder / MANIFEST).read_text(encoding="utf-8"))
    files = {name: bundle.file(name) for name in content.pop("files")}
    return write_bundle(folder, {**content, "slug": slug}, files).folder
