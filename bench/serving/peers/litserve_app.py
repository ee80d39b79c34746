"""A LitServe server as its documentation has one, with batching: `python -m bench.serving.peers.litserve_app PORT`."""

import sys
from typing import Any

import litserve
import numpy as np
from fastapi import Request

from bench.serving.peers.classifier import Classifier


class ImageAPI(litserve.LitAPI):
    """A picture's labels."""

    def setup(self, device: str) -> None:  # noqa: ARG002 - the framework's signature
        """In the worker."""
        self.classifier = Classifier()

    def decode_request(self, request: Request) -> Any:
        """A form as it comes -> pixels."""
        return self.classifier.pixels(request["file"].file.read())  # type: ignore[index]  # it is the parsed form

    def batch(self, inputs: list[Any]) -> Any:
        """Several -> one array."""
        return np.stack(inputs)

    def predict(self, batch: Any) -> Any:
        """Logits."""
        return self.classifier.logits(batch)

    def unbatch(self, output: Any) -> list[Any]:
        """One array -> several."""
        return list(output)

    def encode_response(self, output: Any) -> Any:
        """Logits -> JSON."""
        return self.classifier.answer(output)


if __name__ == "__main__":
    api = ImageAPI(max_batch_size=8, batch_timeout=0.005)
    litserve.LitServer(api, accelerator="cpu").run(
        host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", generate_client_file=False
    )
