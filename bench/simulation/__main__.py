"""`python -m bench.simulation check`: is it like this machine? `... write`: the tables of docs/scale.md anew."""

import argparse
import sys

from bench.serving.__main__ import come_first
from bench.serving.options import Options
from bench.serving.places import say
from bench.simulation.check import TOLERANCE, check
from bench.simulation.document import write


def main() -> None:
    """`check` exits with 1 where a rate is off by more than 15 %."""
    parser = argparse.ArgumentParser(prog="python -m bench.simulation", description=__doc__)
    parser.add_argument("command", choices=["check", "write"])
    parser.add_argument("--postgres", action="store_true", help="as compose does, else as make run")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4, help="of a round of one load")
    given = parser.parse_args()
    if given.command == "write":
        write()
    else:
        come_first()
        sys.exit(_compared(Options(on_postgres=given.postgres), given.rounds, given.seconds))


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
