from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "apps.audit"

    def ready(self) -> None:
        """What is noted anywhere becomes rows."""
        from apps.audit.keep import keep  # noqa: PLC0415 - models are loaded only now
        from apps.core import audit  # noqa: PLC0415

        audit.kept_by(keep)
