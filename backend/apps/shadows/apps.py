from django.apps import AppConfig


class ShadowsConfig(AppConfig):
    name = "apps.shadows"

    def ready(self) -> None:
        """The catalogue asks whether a version was used."""
        from apps.catalogue import deleting  # noqa: PLC0415 - needs the models
        from apps.shadows import selectors  # noqa: PLC0415

        deleting.used_by(selectors.uses)
