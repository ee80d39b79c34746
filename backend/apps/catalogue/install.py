"""A bundle becomes a version: copied into the data dir, verified, registered."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import transaction

from apps.catalogue.models import Alias, Model, Version
from ml.bundle import Bundle


def install_shipped_bundles() -> list[Version]:
    """Register the models that travel with Slipway; those that are already there are left alone."""
    folders = sorted(path.parent for path in Path(settings.SLIPWAY["shipped_bundles_dir"]).glob("*/bundle.json"))
    return [install(folder, shipped=True) for folder in folders]


@transaction.atomic
def install(source: Path, *, shipped: bool = False) -> Version:
    """Make a version of the bundle in `source`, or return the one that it already is.

    `production` moves to a shipped bundle only where it points at a shipped one: an upgrade of Slipway brings its newer
    weights, but never replaces a version that somebody chose.

    Raises:
        BundleError: the bundle is not valid.
    """
    bundle = Bundle.load(source)
    manifest = bundle.manifest
    known = Version.objects.filter(model_id=manifest.slug, digest=bundle.digest).first()
    if known and folder_of(known).is_dir():
        return known
    model = _model_for(bundle)
    number = known.number if known else 1 + max(model.versions.values_list("number", flat=True), default=0)
    version = known or Version(
        model=model, number=number, digest=bundle.digest, manifest=manifest.model_dump(mode="json"), size=bundle.size,
        shipped=shipped,
    )  # fmt: skip
    _copy(source, folder_of(version))
    version.save()
    production = model.aliases.filter(name=Version.PRODUCTION).select_related("version").first()
    if production is None or (shipped and production.version.shipped):
        Alias.objects.update_or_create(model=model, name=Version.PRODUCTION, defaults={"version": version})
    return version


def folder_of(version: Version) -> Path:
    """Where the bundle of a version lies."""
    return Path(settings.SLIPWAY["models_dir"]) / version.folder


def _model_for(bundle: Bundle) -> Model:
    manifest = bundle.manifest
    model, _ = Model.objects.update_or_create(
        slug=manifest.slug,
        defaults={"kind": manifest.kind, "title": manifest.title, "summary": manifest.summary},
    )
    if not Model.objects.filter(kind=model.kind, is_default=True).exists():
        model.is_default = True
        model.save(update_fields=["is_default"])
    return model


def _copy(source: Path, target: Path) -> None:
    """Copy beside the target, then rename: a half-copied bundle is never seen."""
    half = target.with_name(f".{target.name}.part")
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(source, half)
    shutil.rmtree(target, ignore_errors=True)
    half.rename(target)
