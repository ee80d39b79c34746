from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "apps.core"

    def ready(self) -> None:
        """Readiness needs the broker."""
        from apps.core import broker, health  # noqa: PLC0415 - settings must be loaded first

        health.register("broker", broker.ping)
