from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "apps.core"

    def ready(self) -> None:
        """Readiness needs the broker and a place for files."""
        from apps.core import broker, health, storage  # noqa: PLC0415 - settings must be loaded first

        health.register("broker", broker.ping)
        health.register("storage", storage.answers)
