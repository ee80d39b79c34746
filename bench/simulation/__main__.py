"""How far Slipway goes: the tables of docs/scale.md.

`check`: is the simulation like this machine? `measure`: the first table anew, from what the bench measures here, and
the others from it. `write`: the others alone.
"""

import argparse
import sys

from bench.serving.__main__ import come_first
from bench.serving.options import Options
from bench.serving.places import say
from bench.simulation.check import TOLERANCE, check
from bench.simulation.document import write
from bench.simulation.measure import PARTS, measure


def main() -> None:
    """`check` exits with 1 where a rate is off by more than 15 %."""
    parser = argparse.ArgumentParser(prog="python -m bench.simulation", description=__doc__)
    parser.add_argument("command", choices=["check", "measure", "write"])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what to measure: {', '.join(PARTS)}; none: all")
    parser.add_argument("--record", default="", help="of the bench: its scenarios are taken from there, not measured")
    parser.add_argument("--quick", action="store_true", help="short rounds of what is measured")
    parser.add_argument("--postgres", action="store_true", help="check as compose does, else as make run")
    parser.add_argument("--rounds", type=int, default=5, help="of the check")
    parser.add_argument("--seconds", type=float, default=4, help="of a round of one load")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if given.command == "write":
        write()
        return
    come_first()
    options = Options(quick=given.quick, on_postgres=given.postgres)
    if given.command == "check":
        sys.exit(_compared(options, given.rounds, given.seconds))
    measure(given.parts or PARTS, options, given.record)


def _compared(options: Options, rounds: int, seconds: float) -> str | None:
    costs, loads = check(options, rounds, seconds)
    say(f"{costs}\n")
    off = []
    for one in loads:
        error = one.foretold / one.measured - 1
        say(f"{one.name:<32}{one.foretold:>9.1f} foretold{one.measured:>9.1f} measured{100 * error:>+8.1f} %")
        if one.counts and abs(error) > TOLERANCE:
            off.append(one.name)
    return f"off by more than {TOLERANCE:.0%}: {', '.join(off)}" if off else None


if __name__ == "__main__":
    main()
