"""A FastAPI view as its documentation has one: async, the blocking part in the thread pool."""

from typing import Any

from fastapi import FastAPI, UploadFile
from fastapi.concurrency import run_in_threadpool

from bench.serving.peers.classifier import Classifier

app = FastAPI()
classifier = Classifier()


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    """It answers."""
    return {"status": "ok"}


@app.post("/predict")
async def predict(file: UploadFile) -> dict[str, Any]:
    """A picture's labels."""
    answer: dict[str, Any] = await run_in_threadpool(classifier.classify, await file.read())
    return answer
