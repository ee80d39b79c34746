from django.apps import AppConfig


class QueueingConfig(AppConfig):
    name = "apps.queueing"

    def ready(self) -> None:
        """Readiness needs the broker."""
        from apps.core import health  # noqa: PLC0415 - settings must be loaded first
        from apps.queueing import broker  # noqa: PLC0415

        health.register("broker", broker.ping)
