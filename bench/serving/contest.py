"""Servers measured in turn, round by round, so that a noisy neighbour meets all of them alike."""

import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from bench.serving.arithmetic import median, medians, percentile
from bench.serving.places import ROOT, say
from bench.serving.servers.server import Server


@dataclass(frozen=True, slots=True)
class Load:
    """How much of it; `each` is predictions in one request, `per_second` requests at a fixed pace (0: all it can)."""

    connections: int = 1
    seconds: float = 5.0
    rounds: int = 3
    each: int = 1
    warm_seconds: float = 1.0
    per_second: float = 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians over the rounds. Milliseconds but for `rate` (predictions a second); `cpu` is per prediction, by part."""

    rate: float
    p50: float
    p95: float
    cpu: Mapping[str, float]
    client: float
    count: int
    errors: int
    spread: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def cpu_ms(self) -> float:
        """CPU milliseconds per prediction of all parts together."""
        return sum(self.cpu.values())

    @property
    def at_most(self) -> float:
        """The rate that this CPU time would allow if nobody else had the cores: what a busy machine hides."""
        return 1000 * (os.cpu_count() or 1) / (self.cpu_ms + self.client)

    def row(self) -> dict[str, object]:
        """For a record."""
        return {**asdict(self), "cpu_ms": self.cpu_ms, "at_most": self.at_most}


def measure(server: Server, requests: Sequence[bytes], load: Load) -> dict[str, float]:
    """One round against one server. Exits where most answers are errors, for then nothing was measured."""
    order = {
        "port": server.port, "requests": [b64encode(one).decode() for one in requests], "expected": server.expected,
        "connections": load.connections, "seconds": load.seconds, "warm_seconds": load.warm_seconds,
        "per_second": load.per_second,
    }  # fmt: skip
    argv = [sys.executable, "-m", "bench.serving.load"]
    with subprocess.Popen(argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as generator:
        _say(generator, json.dumps(order))
        before = server.cpu()
        found = json.loads(_say(generator, "go") or "{}")
        after = server.cpu()
    latencies = found.get("latencies", [])
    if not latencies or found["errors"] > len(latencies):
        sys.exit(f"{server.name}: {found.get('errors')} errors, {len(latencies)} answers: {found.get('example')}")
    count = len(latencies) * load.each
    cpu = {f"cpu.{part}": 1000 * (after[part] - before[part]) / count for part in after}
    figures = {"rate": count / found["seconds"], "p50": 1000 * median(latencies), "count": count}
    figures |= {"p95": 1000 * percentile(latencies, 0.95), "client": 1000 * found["cpu"] / count}
    return figures | {"errors": found["errors"]} | cpu


def _say(generator: "subprocess.Popen[str]", line: str) -> str:
    """Write a line to the load generator and read its answer."""
    if generator.stdin is None or generator.stdout is None:
        raise TypeError("the load generator was started without pipes")
    generator.stdin.write(line + "\n")
    generator.stdin.flush()
    answer: str = generator.stdout.readline()
    return answer


def summary(rounds: Sequence[Mapping[str, float]]) -> Measured:
    """The medians of several rounds of one server, and the least and most of each."""
    middle = medians(rounds)
    cpu = {name.removeprefix("cpu."): value for name, value in middle.items() if name.startswith("cpu.")}
    spread = {name: (min(one[name] for one in rounds), max(one[name] for one in rounds)) for name in ("rate", "p50")}
    count, errors = (int(sum(one[name] for one in rounds)) for name in ("count", "errors"))
    return Measured(middle["rate"], middle["p50"], middle["p95"], cpu, middle["client"], count, errors, spread)


Runner = Callable[[Load], dict[str, float]]


def asking(server: Server, *requests: bytes) -> Runner:
    """Send these requests to a server."""
    return lambda load: measure(server, requests, load)


def contest(runners: Mapping[str, Runner], load: Load, title: str = "") -> dict[str, Measured]:
    """All servers in turn, as many rounds as `load` says; each round begins with another one."""
    rounds: dict[str, list[dict[str, float]]] = {name: [] for name in runners}
    names = list(runners)
    for turn in range(load.rounds):
        start = turn % len(names)
        for name in names[start:] + names[:start]:
            rounds[name].append(runners[name](load))
    found = {name: summary(of_one) for name, of_one in rounds.items()}
    say(table(found, title or f"{load.connections} at once"))
    return found


def table(found: Mapping[str, Measured], title: str) -> str:
    """For the terminal and the log."""
    lines = [f"{title:<24}{'rate/s':>9}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'client':>8}{'at most':>9}  parts"]
    for name, one in found.items():
        parts = ", ".join(f"{part} {value:.1f}" for part, value in one.cpu.items()) if len(one.cpu) > 1 else ""
        errors = f"  {one.errors} ERRORS" if one.errors else ""
        figures = f"{one.rate:9.1f}{one.p50:9.1f}{one.p95:9.1f}{one.cpu_ms:9.2f}{one.client:8.2f}{one.at_most:9.0f}"
        lines.append(f"{name:<24}{figures}  {parts}{errors}")
    return "\n".join(lines)
