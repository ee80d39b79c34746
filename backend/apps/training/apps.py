from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "apps.training"

    def ready(self) -> None:
        """The queue learns of the kinds of work, and the catalogue who says whether a version was used."""
        from apps.catalogue import deleting  # noqa: PLC0415 - models must be loaded first
        from apps.training import versions, works  # noqa: PLC0415
        from apps.training.jobs import handlers  # noqa: PLC0415

        handlers.register(works.WORKS)
        deleting.used_by(versions.uses)
