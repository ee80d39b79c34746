"""The databases of these tests are files and schemas of their own, not the one that pytest keeps."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _databases_of_their_own(db: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield
