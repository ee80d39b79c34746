"""What a finished training found goes into its run."""

import json
from functools import partial

from apps.training.jobs.handlers import Write
from apps.training.models import Epoch, Job, Run
from apps.training.runs.history import missed
from ml.bundle import EVALUATION, Bundle
from ml.jobs.messages import TrainResult


def trained(job: Job, result: TrainResult) -> Write:
    """The figures of the bundle. Raises BundleError where it is damaged."""
    return partial(_write, job.run, Bundle.load(result.bundle))


def _write(run: Run, bundle: Bundle) -> None:
    run.digest, run.metrics = bundle.digest, dict(bundle.manifest.metrics)
    if EVALUATION in bundle.manifest.files:
        run.evaluation = json.loads(bundle.file(EVALUATION).read_text(encoding="utf-8"))
    run.eta_seconds = 0
    run.save(update_fields=["digest", "metrics", "evaluation", "eta_seconds"])
    Epoch.objects.bulk_create(missed(run, run.step), ignore_conflicts=True)
