"""A BentoML service as its documentation has one: `bentoml serve bentoml_service:Classifier`."""

from pathlib import Path
from typing import Any

import bentoml

from bench.serving.peers.classifier import Classifier as Network


@bentoml.service
class Classifier:
    """A picture's labels."""

    def __init__(self) -> None:
        self.network = Network()

    @bentoml.api
    def predict(self, file: Path) -> dict[str, Any]:
        """One picture."""
        return self.network.classify(file.read_bytes())
