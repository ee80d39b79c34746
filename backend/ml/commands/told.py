"""How commands speak: results on stdout, what they are doing on stderr."""

import sys

from ml.training.events import Event, Noted, as_line


def say(text: str) -> None:
    """The result."""
    sys.stdout.write(text.rstrip("\n") + "\n")
    sys.stdout.flush()


def tell(event: Event) -> None:
    """What is going on: sentences as they are, figures as JSON."""
    sys.stderr.write(f"{event.text if isinstance(event, Noted) else as_line(event)}\n")
    sys.stderr.flush()
