"""What is sent to a view, as a form that says what is wrong with it."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers


class Form(serializers.Serializer[Any]):
    """Fields of a body or a query string. One that there is not is refused, since it may be a misspelt one."""

    def to_internal_value(self, data: Any) -> Any:
        """The checked values. Raises ValidationError."""
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, Mapping) else []
        if unknown:
            known = f"There is no such field; there are {', '.join(self.fields)}."
            raise serializers.ValidationError({name: [known] for name in unknown})
        return super().to_internal_value(data)
