from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "apps.catalogue"

    def ready(self) -> None:
        """Readiness needs a worker per served kind."""
        from apps.catalogue import workers  # noqa: PLC0415 - models are loaded only now
        from apps.core import health  # noqa: PLC0415

        health.register("workers", workers.check_ready)
