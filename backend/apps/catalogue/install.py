"""A bundle becomes a version: verified, stored, registered."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from apps.catalogue import bundles
from apps.catalogue.aliases import Move, set_alias
from apps.catalogue.hooks import tell_created
from apps.catalogue.models import AliasChange, Model, Split, Version
from apps.catalogue.thresholds import measured
from ml.bundle import Bundle
from ml.errors import BundleError

# Of a kind whatever comes first is the default.
FIRST = ("resnet-cifar10", "wav2vec2-small")


def install_shipped_bundles() -> list[Version]:
    """Register the models that travel with Slipway; those that are already there are left alone."""
    found = settings.SHIPPED_BUNDLES_DIR.glob("*/bundle.json")
    folders = sorted((path.parent for path in found), key=lambda folder: (folder.name not in FIRST, folder.name))
    return [install(folder, shipped=True) for folder in folders]


@transaction.atomic
def install(source: Path, *, shipped: bool = False, owner: User | None = None) -> Version:
    """Make a version of the bundle in `source`, or return the one that it already is.

    `production` moves to a shipped bundle only where it points at a shipped one: an upgrade of Slipway brings its newer
    weights, but never replaces a version that somebody chose. Nor does it move while a rollout runs.

    Args:
        owner: whose model it is, where it is new and nobody else's to see; its newest version is in production.

    Raises:
        BundleError: the bundle is not valid, or its model is for another kind.
        StorageAway: its files cannot be stored.
    """
    bundle = Bundle.load(source)
    manifest = bundle.manifest
    if known := _kept(bundle):
        return known
    # This locks the model's row: of two that install at the same time the second goes on when the first is done.
    model = _model_for(bundle, owner)
    if known := _kept(bundle):
        return known
    known = model.versions.filter(digest=bundle.digest).first()
    numbers = (model.last_number, *model.versions.values_list("number", flat=True))
    number = known.number if known else 1 + max(numbers)
    version = known or Version(
        model=model, number=number, digest=bundle.digest, manifest=manifest.model_dump(mode="json"), size=bundle.size,
        shipped=shipped, default_grammar=manifest.default_grammar or "", thresholds=measured(manifest.metrics),
    )  # fmt: skip
    bundles.keep(version, source)
    version.save()
    if known is None:
        tell_created(version)
    production = model.aliases.filter(name=Version.PRODUCTION).select_related("version").first()
    moves = owner or (shipped and production is not None and production.version.shipped)
    # A rollout compares with what answers.
    if production is None or (moves and not Split.objects.filter(model=model).exists()):
        set_alias(model, Version.PRODUCTION, version, Move(by=None, how=AliasChange.How.INSTALLED))
    return version


def _kept(bundle: Bundle) -> Version | None:
    version = Version.objects.filter(model_id=bundle.manifest.slug, digest=bundle.digest).first()
    return version if version and bundles.is_kept(version) else None


def _model_for(bundle: Bundle, owner: User | None) -> Model:
    manifest = bundle.manifest
    model, _ = Model.objects.select_for_update().get_or_create(
        slug=manifest.slug,
        defaults={"kind": manifest.kind, "title": manifest.title, "summary": manifest.summary, "owner": owner},
    )
    if model.kind != manifest.kind:
        raise BundleError(f"{model.slug} is a model for {model.kind}; this bundle is for {manifest.kind}.")
    if model.owner_id is None and not Model.objects.filter(kind=model.kind, is_default=True).exists():
        model.is_default = True
        model.save(update_fields=["is_default"])
    return model
