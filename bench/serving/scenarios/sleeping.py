"""A worker with rows that wait already and a model that sleeps like an L4: can it feed such a card? PostgreSQL."""

from contextlib import ExitStack
from dataclasses import replace

from bench.serving.arithmetic import medians
from bench.serving.media import photo
from bench.serving.models import bundles
from bench.serving.options import Options
from bench.serving.places import say
from bench.serving.record import Figure, Outcome
from bench.serving.scenarios.history import RAISED, templates


def run(options: Options) -> Outcome:
    """With decoding the photo, and without."""
    seconds = options.seconds(9)
    with ExitStack() as stack:
        (running,) = replace(options, on_postgres=True, against=None).slipways(stack, [bundles.sleeping()], RAISED)
        templates(running, photo(), "sleeping")
        found: dict[str, list[dict[str, float]]] = {"decode": [], "no": []}
        with running.frozen("scheduler", "worker"):
            for _ in range(options.rounds(3)):
                for decode, rounds in found.items():
                    running.inside("rows", str(int(seconds * 1000)), "queued")
                    rounds.append(running.inside("sleeping_model", str(seconds), decode))
                    running.command("-m", "bench.serving.inside.empty_queue")
                    say(f"{decode}: {rounds[-1]}")
    with_decoding, without = medians(found["decode"]), medians(found["no"])
    figures = [
        Figure("pictures a second into a model that sleeps, without decoding", without["rate"], "/s", 600, more=True),
        Figure("pictures a second into a model that sleeps, decoding", with_decoding["rate"], "/s"),
        Figure("CPU of the worker per picture, without decoding", without["cpu_ms"], "ms"),
        Figure("CPU of the worker per picture, decoding", with_decoding["cpu_ms"], "ms"),
    ]
    return Outcome(figures, {"decoding": with_decoding, "without": without})
