"""`make trainer`: what does the training of a Slipway that `make run` started, in the foreground.

It has packages of its own (torch), and may be started, stopped and killed whenever one likes.
"""

import asyncio
import signal
import sys

from config.env import ROOT, read_env
from processes.laptop.environment import environment
from processes.laptop.supervisor import Program, announce, keep_running


def main() -> None:
    """Keep a trainer running, with the broker and the data dir of `make run`, until SIGINT or SIGTERM."""
    env = read_env()
    if not env.data_dir.is_dir():
        sys.exit(f"There is no {env.data_dir}; start `make run` first, and keep it running.")
    argv = [sys.executable, "-m", "processes.serve", "trainer"]
    asyncio.run(_run(Program("trainer", argv, ROOT / "backend", environment(env))))


async def _run(program: Program) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    running = asyncio.create_task(keep_running(program))
    await stop.wait()
    announce("The trainer stops; what it had begun goes on when it starts again.")
    running.cancel()
    await asyncio.wait([running])


if __name__ == "__main__":
    main()
