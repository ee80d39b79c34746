"""`make trainer`: what does the training of a Slipway that `make run` started, in the foreground.

It has packages of its own (torch), and may be started, stopped and killed whenever one likes.
"""

import os
import sys

from config.env import read_env
from config.run.variables import environment


def main() -> None:
    """Become the trainer, with the broker and the data dir of `make run`."""
    env = read_env()
    if not env.slipway_data_dir.is_dir():
        sys.exit(f"There is no {env.slipway_data_dir}; start `make run` first, and keep it running.")
    os.environ.update(environment(env))
    os.execv(sys.executable, [sys.executable, "-m", "config.serve", "trainer"])  # noqa: S606 - this same interpreter


if __name__ == "__main__":
    main()
