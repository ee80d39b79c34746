"""`make run`: Slipway on one machine, in the foreground."""

import asyncio
import errno
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from config.env import Env, read_env
from processes.laptop import programs
from processes.laptop.broker_socket import forget_broker_socket
from processes.laptop.environment import environment
from processes.laptop.lock import lock
from processes.laptop.make import wait_until_make_ends
from processes.laptop.ready import address, wait_until_ready
from processes.laptop.supervisor import announce, keep_running, run_once


def main() -> None:
    """Check what can be checked, then run until SIGINT or SIGTERM."""
    env = read_env()
    try:
        held = lock(env.data_dir)
    except BlockingIOError:
        sys.exit(f"Another Slipway runs on {env.data_dir}. Stop it, or set SLIPWAY_DATA_DIR to another folder.")
    except OSError as error:
        sys.exit(f"SLIPWAY_DATA_DIR = {env.data_dir} cannot be used: {error.strerror}.")
    with held:
        check_address(env)
        status = asyncio.run(run(env))
        forget_broker_socket(env.data_dir)
        sys.exit(status)


def check_address(env: Env) -> None:
    """Exit with a sentence if the address cannot be listened on: three programs' worth of output would hide it."""
    host, port = env.host, env.port
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except socket.gaierror:
        sys.exit(f"SLIPWAY_HOST = {host} is no address of this machine.")
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sys.exit(f"Port {port} of {host} is in use. Stop what uses it, or set SLIPWAY_PORT to another port.")
        sys.exit(f"SLIPWAY_HOST = {host}, SLIPWAY_PORT = {port} cannot be listened on: {error.strerror}.")


async def run(env: Env) -> int:
    """Start everything and keep it running until a signal. Returns the exit status."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    everything = asyncio.create_task(_everything(env))
    reasons = [asyncio.create_task(stop.wait()), asyncio.create_task(wait_until_make_ends())]
    await asyncio.wait([everything, *reasons], return_when=asyncio.FIRST_COMPLETED)
    for reason in reasons:
        reason.cancel()
    if not everything.done():
        announce("Slipway stops.")
        everything.cancel()
        await asyncio.wait([everything])
    return 0 if everything.cancelled() else everything.result()


async def _everything(env: Env) -> int:
    variables = environment(env)
    # The inner group ends first: the others need the broker to the last.
    async with asyncio.TaskGroup() as brokers, asyncio.TaskGroup() as others:
        own = [] if env.redis_url else [programs.broker(env, variables)]
        tasks = [brokers.create_task(keep_running(program)) for program in own]
        status, sign_in = await _prepare(env, variables)
        if status:
            for task in tasks:
                task.cancel()
            return status
        for program in programs.services(variables):
            others.create_task(keep_running(program))
        try:
            await wait_until_ready(env)
        except asyncio.CancelledError:
            announce(f"Slipway was not ready yet; when it is, {sign_in}.")
            raise
        announce(f"Slipway is ready at http://{address(env)} - {sign_in}")
    return 0


async def _prepare(env: Env, variables: Mapping[str, str]) -> tuple[int, str]:
    """The exit status of the preparation, and how to sign in."""
    with TemporaryDirectory(dir=env.data_dir, prefix="start-") as scratch:
        file = Path(scratch) / "sign-in"
        status = await run_once(programs.python("prepare", "processes.prepare", str(file), variables=variables))
        return status, "" if status else file.read_text(encoding="utf-8")


if __name__ == "__main__":
    main()
