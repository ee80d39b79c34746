"""A program that sends steadily and does not give up: each prediction under an id of its own until it is accepted."""

import io
import time
import wave
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from random import Random
from typing import Any

import requests
from uuid_utils.compat import uuid7

from config.env import ROOT

CAT = (ROOT / "backend" / "ml" / "tests" / "fixtures" / "cat.jpg").read_bytes()
FINAL = {"succeeded", "failed", "canceled"}
BUSY = {429, 502, 503, 504}
GIVE_UP_SECONDS = 180.0


def noise(seconds: int) -> bytes:
    """A WAV of 8,000 one-byte samples a second: much to compute for little to send."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(1)
        writer.setframerate(8000)
        writer.writeframes(Random(seconds).randbytes(8000 * seconds))
    return file.getvalue()


# Three of ten are sounds.
FILES = [("cat.jpg", CAT)] * 7 + [("noise.wav", noise(4))] * 3


@dataclass(frozen=True)
class Outcome:
    """What became of all that was sent. `recovery`: the longest time, in seconds, in which nothing ended.

    Args:
        lost: accepted, and has not ended.
        doubled: was told to have ended more than once.
        refused: how often each status came before an acceptance; 0 where nobody answered.
    """

    sent: int
    accepted: int
    ended_once: int
    lost: int
    doubled: int
    attempts: int
    recovery: float
    refused: Counter[int]

    @property
    def kept_its_word(self) -> bool:
        """Everything was accepted in the end, and ended once."""
        return self.sent == self.accepted == self.ended_once


@dataclass
class Load:
    """Predictions on their way to `url`, under `key`."""

    url: str
    key: str
    accepted: set[str] = field(default_factory=set)
    refused: Counter[int] = field(default_factory=Counter)

    def send(
        self, count: int, per_second: float, meanwhile: Callable[[], None], senders: int = 16, **more: Any
    ) -> Outcome:
        """Send so many, do `meanwhile` when a quarter is accepted and one is computed, and wait for the end of all."""
        ids = [str(uuid7()) for _ in range(count)]
        began = time.monotonic()
        with ThreadPoolExecutor(senders) as pool:
            sent = [pool.submit(self._put, name, at, began + at / per_second, more) for at, name in enumerate(ids)]
            self._until_under_way(count // 4)
            meanwhile()
            for one in sent:
                one.result()
            return self._judge(list(pool.map(self._followed, ids)))

    def ask(self, method: str, path: str, **more: Any) -> requests.Response | None:
        """The answer; None where there is none."""
        headers = {"Authorization": f"Bearer {self.key}", **more.pop("headers", {})}
        try:
            return requests.request(method, f"{self.url}/api/v1/{path}", headers=headers, timeout=30, **more)
        except requests.RequestException:
            return None

    def read(self, path: str) -> Any:
        """What the API says; None while it says nothing, or that there is no such thing."""
        answer = self.ask("GET", path)
        return answer.json() if answer is not None and answer.ok else None

    def _put(self, name: str, number: int, at: float, more: Mapping[str, Any]) -> None:
        time.sleep(max(0.0, at - time.monotonic()))
        ends = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < ends:
            answer = self.ask("PUT", f"predictions/{name}", files={"file": FILES[number % len(FILES)]}, **more)
            if answer is not None and answer.ok:
                self.accepted.add(name)
                return
            status = 0 if answer is None else answer.status_code
            self.refused[status] += 1
            if answer is not None and status not in BUSY:
                raise AssertionError(f"{status}: {answer.text}")
            time.sleep(0.5)

    def _until_under_way(self, count: int) -> None:
        ends = time.monotonic() + GIVE_UP_SECONDS
        while len(self.accepted) < count or not (self.read("predictions?status=processing") or {}).get("results"):
            assert time.monotonic() < ends, "nothing gets under way"
            time.sleep(0.02)

    def _followed(self, name: str) -> tuple[dict[str, Any] | None, int]:
        """The prediction when it has ended, or as it is after a long time; and how often its end was told."""
        ends = time.monotonic() + GIVE_UP_SECONDS
        row = self.read(f"predictions/{name}")
        while name in self.accepted and (row is None or row["status"] not in FINAL) and time.monotonic() < ends:
            time.sleep(0.5)
            row = self.read(f"predictions/{name}")
        told = self.read(f"predictions/{name}/events?after=0") or {"results": []}
        return row, sum(event["data"]["status"] in FINAL for event in told["results"])

    def _judge(self, found: list[tuple[dict[str, Any] | None, int]]) -> Outcome:
        ended = [(row, told) for row, told in found if row and row["status"] in FINAL]
        moments = sorted(datetime.fromisoformat(row["completed_at"]) for row, _ in ended)
        gaps = [(after - before).total_seconds() for before, after in pairwise(moments)]
        return Outcome(
            sent=len(found),
            accepted=len(self.accepted),
            ended_once=sum(told == 1 and row["status"] == "succeeded" for row, told in ended),
            lost=len(self.accepted) - len(ended),
            doubled=sum(told > 1 for _, told in ended),
            attempts=max((row["attempt"] for row, _ in ended), default=0),
            recovery=round(max(gaps, default=0.0), 1),
            refused=self.refused,
        )
