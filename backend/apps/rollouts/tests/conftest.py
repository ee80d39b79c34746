"""A model with three versions, what waits for it, and a worker."""

from apps.predictions.tests.conftest import _quiet_broker, versions  # noqa: F401 - fixtures
