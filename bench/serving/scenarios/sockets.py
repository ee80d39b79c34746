"""Idle pages: the memory of each, and how many one nginx holds."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from bench.serving import cpu
from bench.serving.options import Options
from bench.serving.places import ROOT, say
from bench.serving.record import Figure, Outcome
from bench.serving.servers.frontend import frontend
from bench.serving.servers.slipway import Slipway

IDLE, BEHIND_NGINX = 2000, 10_000


def run(options: Options) -> Outcome:
    """2,000 at the web itself, then 10,000 behind nginx, whose CPU is counted while nothing happens."""
    with ExitStack() as stack:
        (running,) = replace(options, against=None).slipways(stack, [])
        memory = _memory(running, IDLE // (5 if options.quick else 1))
        port, nginx = stack.enter_context(frontend(running.checkout, running.port))
        wanted = BEHIND_NGINX // (5 if options.quick else 1)
        behind = _behind(running, port, nginx, wanted, 30)
    figures = [
        Figure("memory of an idle websocket, web process", memory["kib"], "KiB", 100, 60),
        Figure(f"websockets open behind one nginx, of {wanted:,}", behind["open"], "", wanted, wanted, more=True),
        Figure("their CPU, nginx and web together, of a core", 100 * (behind["nginx"] + behind["web"]), "%", None, 15),
    ]
    return Outcome(figures, {"memory": memory, "behind nginx": behind})


def _memory(running: Slipway, count: int) -> dict[str, float]:
    with _pages(running, running.port, 50):
        before = cpu.resident_of(running.roots["web"])
    with _pages(running, running.port, count) as pages:
        tally = pages()
        grown = cpu.resident_of(running.roots["web"]) - before
    found = {**tally, "kib": grown / 1024 / max(1, tally["open"])}
    say(f"idle: {found}")
    return found


def _behind(running: Slipway, port: int, nginx: int, count: int, seconds: float) -> dict[str, float]:
    roots = {"nginx": nginx, **running.roots}
    with _pages(running, port, count) as pages:
        pages()
        time.sleep(5)
        before, began = cpu.seconds_of(roots), time.perf_counter()
        time.sleep(seconds)
        after, took = cpu.seconds_of(roots), time.perf_counter() - began
        tally = pages()
    found = {**tally, **{part: (after[part] - before[part]) / took for part in roots}}
    say(f"behind nginx, shares of a core: {found}")
    return found


@contextmanager
def _pages(running: Slipway, port: int, count: int) -> Iterator[Callable[[], dict[str, int]]]:
    """Open so many; gives a function that says how many are open now."""
    argv = [sys.executable, "-m", "bench.serving.sockets", str(port), str(count), running.sign_in()]
    with subprocess.Popen(argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as client:
        opened = json.loads(client.stdout.readline()) if client.stdout else {}
        say(f"{count} pages: {opened}")

        def now() -> dict[str, int]:
            if client.stdin is None or client.stdout is None:
                raise TypeError("it was started without pipes")
            client.stdin.write("\n")
            client.stdin.flush()
            tally: dict[str, int] = json.loads(client.stdout.readline())
            return tally

        yield now
        client.terminate()
