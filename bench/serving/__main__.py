"""`python -m bench.serving SCENARIO ...`: measure, print the figures with floor and goal, and write a record."""

import argparse
import atexit
import os
import signal
import sys
from importlib import import_module
from pathlib import Path

from bench.serving import machine, record
from bench.serving.options import Options
from bench.serving.places import ROOT, say
from bench.serving.scenarios import SCENARIOS
from bench.serving.servers.peers import NAMES


def main() -> None:
    """One scenario after the other; each is in the record as soon as it is done."""
    parser = argparse.ArgumentParser(prog="python -m bench.serving", description=__doc__)
    listed = "\n".join(f"  {name:<10} {title}" for name, title in SCENARIOS.items())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = f"scenarios, or `all`:\n{listed}"
    parser.add_argument("scenarios", nargs="+", choices=[*SCENARIOS, "all"], metavar="SCENARIO")
    parser.add_argument("--quick", action="store_true", help="short rounds: for while one works, not for a page")
    parser.add_argument(
        "--postgres", action="store_true", help="PostgreSQL and Redis over TCP, as compose; else as make run"
    )
    parser.add_argument("--peers", default="", help=f"of {', '.join(NAMES)}, separated by commas; `none`: none")
    parser.add_argument("--checkout", type=Path, default=ROOT, help="the Slipway that is measured; default: this one")
    parser.add_argument("--against", type=Path, help="another checkout, measured in the same rounds")
    parser.add_argument("--name", default="", help="of the record, to which several commands may add")
    parser.add_argument(
        "--first", action="store_true", help="before everybody else on this machine (root; neighbours wait)"
    )
    given = parser.parse_args()
    # So that a bench that is ended ends all that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if given.first:
        come_first()
    folder = record.folder_for(given.name)
    with record.logged(folder):
        for scenario in SCENARIOS if "all" in given.scenarios else given.scenarios:
            _run(scenario, given, folder)
        say(f"\nrecord: {folder.relative_to(ROOT)}")


def come_first() -> None:
    """Give this process and all that it starts most of the cores, also among sessions (autogroups of the scheduler)."""
    os.setpriority(os.PRIO_PROCESS, 0, -10)
    group = Path("/proc/self/autogroup")
    if group.exists():
        group.write_text("-10", encoding="utf-8")
        atexit.register(group.write_text, "0")


def _run(scenario: str, given: argparse.Namespace, folder: Path) -> None:
    module = import_module(f"bench.serving.scenarios.{scenario}")
    peers = given.peers.split(",") if given.peers else getattr(module, "PEERS", ("litserve", "django"))
    options = Options(
        quick=given.quick,
        on_postgres=given.postgres,
        peers=[] if given.peers == "none" else peers,
        checkout=given.checkout.resolve(),
        against=given.against and given.against.resolve(),
    )
    before = machine.load_average()
    say(f"\n{scenario}: {SCENARIOS[scenario]}{' (quick)' if given.quick else ''}; load {before:.1f}")
    outcome = module.run(options)
    for figure in outcome.figures:
        say(figure.line())
    title = f"{scenario} on PostgreSQL" if given.postgres else scenario
    record.add(folder, title, outcome, checkout=options.checkout, load_before=before, quick=given.quick)


if __name__ == "__main__":
    main()
