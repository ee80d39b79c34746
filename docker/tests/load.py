"""Many predictions at once, asked for by a program that does not give up."""

import io
import time
import uuid
import wave
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from random import Random
from typing import Any

import requests

from compose import ROOT, Stack, until

CAT = (ROOT / "frontend" / "public" / "examples" / "cat.jpg").read_bytes()
FINAL = {"succeeded", "failed", "canceled"}


def sound(seconds: int) -> bytes:
    """Noise as a WAV of 8,000 one-byte samples a second: much to compute for little to send."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(1)
        writer.setframerate(8000)
        writer.writeframes(Random(seconds).randbytes(8000 * seconds))
    return file.getvalue()


@dataclass(frozen=True)
class Load:
    """Predictions under ids of the caller, so that each can be asked for until the server has said that it has it."""

    stack: Stack
    ids: list[str]
    sent: list[Future[None]]

    def accepted(self) -> int:
        """How many the server has."""
        return sum(future.done() for future in self.sent)

    def read(self, path: str) -> Any:
        """What the API says, None while it says nothing."""
        headers = {"Authorization": f"Bearer {self.stack.key}"}
        try:
            answer = requests.get(f"{self.stack.url}/api/v1/{path}", headers=headers, timeout=20)
            return answer.json() if answer.ok else None
        except requests.RequestException:
            return None

    def waits(self) -> int:
        """How many have not ended, everybody's."""
        listed = [self.read(f"predictions?status={status}&limit=1") for status in ("queued", "processing")]
        return sum(1 if page is None else len(page["results"]) for page in listed)

    def finish(self, seconds: float) -> list[dict[str, Any]]:
        """Wait until all have ended; returns them."""
        for future in self.sent:
            future.result(timeout=seconds)
        until(lambda: self.waits() == 0, seconds, "every prediction has ended")
        return [self.read(f"predictions/{prediction}") for prediction in self.ids]

    def ends(self, prediction: str) -> int:
        """How often a prediction was told to have ended."""
        events = self.read(f"predictions/{prediction}/events?after=0")["results"]
        return sum(event["data"]["status"] in FINAL for event in events)


def put(stack: Stack, number: int, prediction: str, files: dict[str, bytes]) -> None:
    """Ask for one prediction until the answer says that it is there."""
    name, content = list(files.items())[number % len(files)]
    headers = {"Authorization": f"Bearer {stack.key}"}
    url = f"{stack.url}/api/v1/predictions/{prediction}"
    while True:
        try:
            answer = requests.put(url, headers=headers, files={"file": (name, content)}, timeout=30)
        except requests.RequestException:
            answer = None
        if answer is not None and answer.ok:
            return
        assert answer is None or answer.status_code in {429, 502, 503, 504}, answer.text
        time.sleep(0.5)


def start(stack: Stack, count: int, files: dict[str, bytes], pool: ThreadPoolExecutor) -> Load:
    """Ask for `count` predictions, the `files` in turn."""
    ids = [str(uuid.uuid4()) for _ in range(count)]
    return Load(stack, ids, [pool.submit(put, stack, number, name, files) for number, name in enumerate(ids)])
