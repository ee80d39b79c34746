"""How values lie in a cache that several processes share."""

import json


class JsonSerializer:
    """Instead of Django's pickle: whoever can write to the broker shall not be able to run code in the web."""

    def dumps(self, value: object) -> str:
        """Numbers, texts, lists and the like. Raises TypeError for anything else."""
        return json.dumps(value)

    def loads(self, text: bytes) -> object:
        """The value."""
        return json.loads(text)
