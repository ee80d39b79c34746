"""Which task serves which kind of bundle."""

from ml.bundle import Bundle
from ml.serving.image_task import ImageTask
from ml.serving.sound_task import SoundTask
from ml.serving.task import Task


def task_of(bundle: Bundle, max_pixels: int) -> Task:
    """The task for a bundle's kind. Raises BundleError where the manifest lacks what its kind needs."""
    if bundle.manifest.kind == "image-classification":
        return ImageTask(bundle, max_pixels)
    return SoundTask(bundle)
