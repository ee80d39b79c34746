from django.apps import AppConfig


class PredictionsConfig(AppConfig):
    name = "apps.predictions"

    def ready(self) -> None:
        """A replay of events asks this room for what they left out, and the catalogue whether a version was used."""
        from apps.catalogue import deleting  # noqa: PLC0415 - needs the models
        from apps.live import events  # noqa: PLC0415
        from apps.predictions import notify, selectors  # noqa: PLC0415

        events.restored_by(notify.TYPE, notify.restore)
        deleting.used_by(selectors.uses)
