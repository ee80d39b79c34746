from collections.abc import Iterator

import pytest

from apps.core.brief import Brief
from apps.monitoring import kept, metrics


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> Iterator[None]:
    kept.forget_all()
    yield
    kept.forget_all()


@pytest.fixture(autouse=True)
def _each_scrape_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "_text", Brief(0, metrics._read))
