"""How often guests may knock, counted for all webs together.

By address, so that no sender tries many tokens or takes all of a link's day; and by link, so that no crowd keeps the
workers busy. As at every door nobody passes while the broker, which counts, is away.
"""

from apps.accounts.tries import count, sender
from apps.core.rate import Limit

# Whatever is asked. All phones of a fair stand behind one address, and an open page asks twice a minute.
KNOCKS = Limit(600, 60)
FILES_OF_ADDRESS, FILES_OF_LINK = Limit(30, 60), Limit(60, 60)
AWAY = "The broker is away, and without it nobody can be let in by a link. Try again shortly."


def count_knock() -> None:
    """Count a request that shows a token, before it is looked at. Raises Problem 429, or 503."""
    count(f"guest:{sender()}", KNOCKS, "Too much is asked from this address.", AWAY)


def count_file(link: int) -> None:
    """Count a file that is about to be sent by a link. Raises as `count_knock`."""
    count(f"guest:file:{sender()}", FILES_OF_ADDRESS, "Too many files come from this address.", AWAY)
    count(f"link:file:{link}", FILES_OF_LINK, "Too many files come by this link.", AWAY)
