"""A Ray Serve deployment as its documentation has one, with batching: `python -m bench.serving.peers.ray_app PORT`."""

import signal
import sys
from typing import Any

import numpy as np
from ray import serve
from starlette.requests import Request

from bench.serving.peers.classifier import Classifier


@serve.deployment(max_ongoing_requests=64)  # type: ignore[untyped-decorator]
class Deployment:
    """A picture's labels."""

    def __init__(self, bundle: str) -> None:
        self.classifier = Classifier(bundle)

    @serve.batch(max_batch_size=8, batch_wait_timeout_s=0.005)
    async def classify(self, contents: list[bytes]) -> list[Any]:
        """Several pictures at once."""
        logits = self.classifier.logits(np.stack([self.classifier.pixels(one) for one in contents]))
        return [self.classifier.answer(row) for row in logits]

    async def __call__(self, request: Request) -> Any:
        """One request."""
        form = await request.form()
        return await self.classify(await form["file"].read())  # type: ignore[union-attr]  # it is a file


if __name__ == "__main__":
    import os

    serve.start(http_options={"host": "127.0.0.1", "port": int(sys.argv[1])})
    serve.run(
        Deployment.bind(  # type: ignore[attr-defined]  # the decorator made a deployment of it
            os.environ["BUNDLE"]
        ),
        route_prefix="/predict",
    )
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    serve.shutdown()
