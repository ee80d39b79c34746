"""ResNet-50, a photo of 88 KB a request: how near to the limit of the cores a served model comes, beside the peers'."""

from collections.abc import Mapping
from contextlib import ExitStack

from bench.serving.arithmetic import ratio
from bench.serving.contest import Load, Measured, Runner, asking, contest
from bench.serving.inprocess import in_process
from bench.serving.media import photo
from bench.serving.models import bundles
from bench.serving.options import Options
from bench.serving.record import Figure, Outcome
from bench.serving.servers.peers import peer

PEERS = ("litserve", "bentoml", "fastapi", "ray")
AT_ONCE = (1, 8, 64)


def run(options: Options) -> Outcome:
    """1, 8 and 64 at once."""
    bundle = bundles.resnet50()
    with ExitStack() as stack:
        runners: dict[str, Runner] = {}
        for one in options.slipways(stack, [bundle]):
            server = one.server("resnet-50")
            runners[one.name] = asking(server, server.upload(photo()))
        limits = stack.enter_context(in_process(bundle, photo().content))
        for name in options.peers:
            server = stack.enter_context(peer(name, bundle))
            runners[server.name] = asking(server, server.upload(photo()))
        found = {}
        for at in AT_ONCE:
            load = Load(at, options.seconds(12), options.rounds(3), warm_seconds=2)
            found[at] = contest({**runners, **limits}, load)
    figures = [_alone(found[1])]
    figures += [_share(found[at], at) for at in AT_ONCE[1:]]
    return Outcome(figures, {str(at): {name: one.row() for name, one in row.items()} for at, row in found.items()})


def _alone(found: Mapping[str, Measured]) -> Figure:
    share = ratio(found["Slipway"].p50, found["in-process, one"].p50)
    return Figure("ResNet-50, p50 of the in-process one's, one at a time", share, "", 1.3, 1.1)


def _share(found: Mapping[str, Measured], at: int) -> Figure:
    """Of the best way to use the cores without any server."""
    limit = max(one.rate for name, one in found.items() if name.startswith("in-process"))
    share = ratio(found["Slipway"].rate, limit)
    return Figure(f"ResNet-50, rate of the in-process limit, {at} at once", share, "", 0.9, 0.97, more=True)
