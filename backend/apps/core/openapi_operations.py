"""OpenAPI: what all operations have in common, so that no view repeats it."""

from collections.abc import Mapping
from typing import Any, Literal

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent

from apps.core.schemas import ProblemSchema

JSON = dict[str, Any]
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
RETRY_AFTER = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}, "description": "Seconds to wait"}}
RESPONSES: Mapping[str, JSON] = {
    "Problem": {"description": "A problem; `code` says which", "content": PROBLEM},
    "TooMany": {"description": "`rate_limited` or `queue_full`", "headers": RETRY_AFTER, "content": PROBLEM},
    "Unavailable": {"description": "`unavailable`: try again", "headers": RETRY_AFTER, "content": PROBLEM},
}
MEANINGS = {"200": "As asked", "201": "Made", "202": "Accepted; it is done later", "204": "Done, nothing to say"}
REFUSALS = {"429": "TooMany", "503": "Unavailable", "default": "Problem"}


class OperationSchema(AutoSchema):
    """An operation: called as its docstring begins, for those whom its permissions let in, refusing by problems."""

    def get_summary(self) -> str:
        """The first sentence of the docstring."""
        return self._sentences()[0].rstrip(".")

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular does
        """The docstring, where it says more than its first sentence."""
        first, more = self._sentences()
        return f"{first} {more}" if more else ""

    def _sentences(self) -> tuple[str, str]:
        text = super().get_description().replace("\n\n", "\n").replace(".\n", ". ")
        first, dot, more = text.partition(". ")
        return first + dot.strip(), more

    def get_auth(self) -> list[JSON]:
        """By key or session; by session alone where a permission takes no keys."""
        ways = super().get_auth()
        if all(getattr(permission, "takes_keys", True) for permission in self.view.get_permissions()):
            return ways
        return [way for way in ways if "apiKey" not in way]

    def get_operation(self, *args: Any, **kwargs: Any) -> JSON | None:
        """Says of what is open to all that it is."""
        operation = super().get_operation(*args, **kwargs)
        return operation and {"security": [], **operation}

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> JSON:
        self.resolve_serializer(ProblemSchema, direction)  # type: ignore[arg-type]  # see SchemaExtension
        refusals = {status: self._response(name) for status, name in REFUSALS.items()}
        answers = super()._get_response_bodies(direction)
        for status, said in answers.items():
            said["description"] = said["description"] or MEANINGS.get(status, "Done")
        return {**answers, **refusals}

    def _response(self, name: str) -> JSON:
        component = ResolvedComponent(name, ResolvedComponent.RESPONSE, RESPONSES[name], name)
        self.registry.register_on_missing(component)
        return {"$ref": f"#/components/responses/{name}"}
