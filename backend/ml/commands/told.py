"""How commands with a result speak: the result on stdout, what they are doing on stderr."""

import sys

from ml.commands.tell import sentence
from ml.training.events import Event


def say(text: str) -> None:
    """The result."""
    sys.stdout.write(text.rstrip("\n") + "\n")
    sys.stdout.flush()


def tell(event: Event) -> None:
    """What is going on."""
    sys.stderr.write(f"{sentence(event)}\n")
    sys.stderr.flush()
