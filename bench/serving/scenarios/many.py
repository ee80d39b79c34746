"""An empty model, 64 small pictures in one request: what a prediction costs where the request is shared."""

from contextlib import ExitStack

from bench.serving.contest import Load, asking, contest
from bench.serving.media import small
from bench.serving.models import bundles
from bench.serving.options import Options
from bench.serving.record import Figure, Outcome

FILES = 64


def run(options: Options) -> Outcome:
    """Two such requests at once, so that one is received while the other is answered."""
    with ExitStack() as stack:
        servers = [one.server("empty") for one in options.slipways(stack, [bundles.empty()])]
        runners = {one.name: asking(one, one.upload(*[small()] * FILES)) for one in servers}
        load = Load(connections=2, seconds=options.seconds(10), rounds=options.rounds(5), each=FILES, warm_seconds=2)
        found = contest(runners, load, f"{FILES} files a request")
    own = found[servers[0].name]
    figures = [
        Figure("predictions a second, 64 files in one request", own.rate, "/s", 600, 1500, more=True),
        Figure("CPU per prediction, 64 files in one request", own.cpu_ms, "ms"),
    ]
    return Outcome(figures, {name: one.row() for name, one in found.items()})
