from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "apps.accounts"

    def ready(self) -> None:
        """Tell the OpenAPI generator about keys."""
        from apps.accounts import openapi  # noqa: F401, PLC0415 - registers itself, and only once models are loaded
