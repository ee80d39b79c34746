"""An empty model, one small picture a request, `Prefer: wait`: what the path itself costs, beside the peers'."""

from contextlib import ExitStack

from bench.serving.arithmetic import ratio
from bench.serving.contest import Load, asking, contest
from bench.serving.media import small
from bench.serving.models import bundles
from bench.serving.options import Options
from bench.serving.record import Figure, Outcome
from bench.serving.servers.peers import NAMES, peer
from bench.serving.servers.server import Server

AT_ONCE = (1, 8, 32)


def run(options: Options) -> Outcome:
    """1, 8 and 32 at once."""
    bundle = bundles.empty()
    with ExitStack() as stack:
        servers: list[Server] = [one.server("empty") for one in options.slipways(stack, [bundle])]
        servers += [stack.enter_context(peer(name, bundle)) for name in options.peers]
        runners = {one.name: asking(one, one.upload(small())) for one in servers}
        found = {at: contest(runners, Load(at, options.seconds(8), options.rounds(5))) for at in AT_ONCE}
    figures = []
    for at, by_name in found.items():
        own = by_name[servers[0].name]
        if NAMES["django"] in by_name:
            beyond = own.cpu_ms - by_name[NAMES["django"]].cpu_ms
            figures.append(Figure(f"CPU beyond the Django echo's, {at} at once", beyond, "ms", 8, 3))
        if at == 1:
            figures.append(Figure("p50, one at a time", own.p50, "ms", 15, 6))
        elif NAMES["litserve"] in by_name:
            share = ratio(own.rate, by_name[NAMES["litserve"]].rate)
            figures.append(Figure(f"rate of LitServe's, {at} at once", share, "", 0.2, 0.5, more=True))
    return Outcome(figures, {str(at): {name: one.row() for name, one in row.items()} for at, row in found.items()})
