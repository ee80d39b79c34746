from collections.abc import Iterator

import pytest

from apps.monitoring import kept


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> Iterator[None]:
    kept.forget_all()
    yield
    kept.forget_all()
