"""Which task serves which kind of bundle."""

from ml.bundle import Bundle
from ml.errors import BundleError
from ml.serving.image_task import ImageTask
from ml.serving.task import Task


def task_of(bundle: Bundle, max_pixels: int) -> Task:
    """The task for a bundle's kind. Raises BundleError for a kind that is not served."""
    if bundle.manifest.kind == "image-classification":
        return ImageTask(bundle, max_pixels)
    raise BundleError(f"{bundle.folder}: {bundle.manifest.kind} is not served by this version")
