from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "apps.core"

    def ready(self) -> None:
        """Addresses may hold ids and numbers of versions; readiness needs the broker."""
        from apps.core import broker, converters, health  # noqa: PLC0415 - settings must be loaded first

        converters.register()
        health.register("broker", broker.ping)
