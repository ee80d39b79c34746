"""ResNet-50 in int8, end to end, beside the peers that serve the same network as it is."""

from contextlib import ExitStack

from bench.serving.arithmetic import ratio
from bench.serving.contest import Load, Runner, asking, contest
from bench.serving.media import photo
from bench.serving.models import bundles
from bench.serving.options import Options
from bench.serving.record import Figure, Outcome
from bench.serving.servers.peers import peer

PEERS = ("litserve", "bentoml", "fastapi")


def run(options: Options) -> Outcome:
    """Eight at once."""
    plain, small = bundles.resnet50(), bundles.resnet50_int8()
    with ExitStack() as stack:
        runners: dict[str, Runner] = {}
        for one in options.slipways(stack, [plain, small]):
            for model in ("resnet-50-int8", "resnet-50"):
                server = one.server(model, name=f"{one.name}, {model}")
                runners[server.name] = asking(server, server.upload(photo()))
        peers = [stack.enter_context(peer(name, plain)) for name in options.peers]
        runners |= {one.name: asking(one, one.upload(photo())) for one in peers}
        found = contest(runners, Load(8, options.seconds(12), options.rounds(3), warm_seconds=2))
    best = max((found[one.name].rate for one in peers), default=0.0)
    share = ratio(found["Slipway, resnet-50-int8"].rate, best)
    figure = Figure("ResNet-50 in int8, rate of the best peer's in fp32, 8 at once", share, "", 2, 2.6, more=True)
    return Outcome([figure], {name: one.row() for name, one in found.items()})
