"""What nobody needs any more goes. A trainer does it when nothing waits: it and web are all that write there."""

import logging
import shutil
from contextlib import suppress

from apps.training.data_sets import cleanup as data_sets
from apps.training.jobs import cleanup as jobs

logger = logging.getLogger(__name__)


def clean_up() -> int:
    """Remove it and return how many folders and files there were. What cannot be removed now is tried again later."""
    removed = 0
    for path in (*data_sets.leftovers(), *jobs.leftovers()):
        logger.info("removes %s, which nobody needs", path)
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()
        removed += not path.exists()
    return removed
