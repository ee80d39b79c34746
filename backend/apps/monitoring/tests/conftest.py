import pytest

from apps.core.brief import Brief
from apps.monitoring import metrics


@pytest.fixture(autouse=True)
def _each_scrape_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "_text", Brief(0, metrics._read))
