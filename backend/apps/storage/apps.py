from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "apps.storage"

    def ready(self) -> None:
        """Readiness needs a place for files."""
        from apps.core import health  # noqa: PLC0415 - settings must be loaded first
        from apps.storage import file_store  # noqa: PLC0415

        health.register("storage", file_store.answers)
