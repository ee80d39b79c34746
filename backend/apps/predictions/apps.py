from django.apps import AppConfig


class PredictionsConfig(AppConfig):
    name = "apps.predictions"

    def ready(self) -> None:
        """A replay of events asks this room for what they left out."""
        from apps.live import events  # noqa: PLC0415 - needs the models
        from apps.predictions import notify  # noqa: PLC0415

        events.restored_by(notify.TYPE, notify.restore)
