"""`make faults`: every fault under load, on SQLite and on PostgreSQL, and a table of what became of the predictions."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from processes.tests.faults.disk import own_disk
from processes.tests.faults.faults import Fault, possible
from processes.tests.faults.house import House
from processes.tests.faults.load import Load, Outcome
from processes.tests.on_postgres import server

COLUMNS = (
    "fault", "database", "accepted", "ended once", "lost", "doubled", "attempts", "recovery s", "refused", "web MB",
    "worker MB",
)  # fmt: skip


def main() -> int:
    """Returns 1 where a prediction was lost, doubled or not accepted in the end."""
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("names", nargs="*", help="words of the faults that are wanted; none: all of them")
    parser.add_argument("--database", choices=["SQLite", "PostgreSQL"], help="on this one alone")
    parser.add_argument("--predictions", type=int, default=200, help="how many are sent for each fault")
    parser.add_argument("--per-second", type=float, default=6.0, help="how fast")
    options = parser.parse_args()
    _say(_row(COLUMNS))
    _say(_row(["---"] * len(COLUMNS)))
    kept = True
    for database in [options.database] if options.database else ["SQLite", "PostgreSQL"]:
        for line, good in _all(database, options):
            _say(line)
            kept &= good
    return 0 if kept else 1


def _all(database: str, options: argparse.Namespace) -> Iterator[tuple[str, bool]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="slipway-faults-")))
        own = stack.enter_context(server()) if database == "PostgreSQL" else None
        apart = stack.enter_context(own_disk(folder / "data"))
        house = stack.enter_context(House(folder / "data", DATABASE_URL=own.url if own else ""))
        for name, fault in possible(own, own_disk=apart).items():
            if not options.names or any(word in name for word in options.names):
                yield _one(name, fault, database, house, options)


def _one(name: str, fault: Fault, database: str, house: House, options: argparse.Namespace) -> tuple[str, bool]:
    load = Load(house.stack.url, house.key)
    outcome = load.send(options.predictions, options.per_second, lambda: fault(house))
    return _line(name, database, outcome, house.megabytes()), outcome.kept_its_word


def _line(name: str, database: str, outcome: Outcome, megabytes: dict[str, int]) -> str:
    refused = ", ".join(f"{count} x {status or 'no answer'}" for status, count in sorted(outcome.refused.items()))
    cells = (
        name, database, f"{outcome.accepted} of {outcome.sent}", outcome.ended_once, outcome.lost, outcome.doubled,
        outcome.attempts, outcome.recovery, refused or "-", megabytes["web"], megabytes["worker"],
    )  # fmt: skip
    return _row(cells)


def _row(cells: Iterable[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
