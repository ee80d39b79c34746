from django.apps import AppConfig


class EnginesConfig(AppConfig):
    name = "apps.engines"

    def ready(self) -> None:
        """Readiness needs a worker per served kind."""
        from apps.core import health  # noqa: PLC0415 - models are loaded only now
        from apps.engines import workers  # noqa: PLC0415

        health.register("workers", workers.check_ready)
