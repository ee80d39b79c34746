from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "apps.training"

    def ready(self) -> None:
        """The queue learns of the kinds of work."""
        from apps.training import works  # noqa: PLC0415 - models must be loaded first
        from apps.training.jobs import handlers  # noqa: PLC0415

        handlers.register(works.WORKS)
