from django.apps import AppConfig


class RolloutsConfig(AppConfig):
    name = "apps.rollouts"

    def ready(self) -> None:
        """What ends, and what people say of it, is counted where it has a part in a rollout."""
        from apps.catalogue import deleting  # noqa: PLC0415 - models are loaded only now
        from apps.predictions import trials  # noqa: PLC0415
        from apps.rollouts import record, selectors  # noqa: PLC0415

        trials.heard_by(record.ended, record.judged)
        deleting.used_by(selectors.uses)
