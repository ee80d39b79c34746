"""What a child is told to train."""

import json

from django.conf import settings

from apps.catalogue.bundles import local_folder
from apps.training.models import Job
from ml.jobs.orders import TrainOrder
from ml.training.naming import Naming
from ml.training.recipe import parse


def train(job: Job) -> TrainOrder:
    """Train, or go on. Raises RecipeError where the recipe is no longer known, BundleError, StorageAway."""
    run = job.run
    return TrainOrder(
        recipe=parse(json.dumps(run.recipe)),
        data_set=run.data_set_version.folder,
        parent=local_folder(run.parent) if run.parent else None,
        folder=run.folder,
        naming=Naming(slug=run.slug, title=run.title),
        threads=settings.SLIPWAY.threads,
        cpu=settings.SLIPWAY.device == "cpu",
    )
