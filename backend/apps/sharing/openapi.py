"""How the OpenAPI document describes what guests come with."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema


class LinkScheme(OpenApiAuthenticationExtension):
    """`Authorization: Bearer <token>`."""

    target_class = "apps.sharing.guests.authentication.LinkAuthentication"
    name = "link"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:  # noqa: ARG002
        """The OpenAPI security scheme."""
        return {"type": "http", "scheme": "bearer", "description": "The token of a link: what its path has after the #"}
