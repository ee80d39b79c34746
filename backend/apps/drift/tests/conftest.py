"""A version that can be watched."""

import pytest

from apps.catalogue.models import Version
from apps.drift.tests.rows import watched_version


@pytest.fixture
def version(db: None) -> Version:
    """Its bundle keeps what its validation pictures were like."""
    return watched_version()
