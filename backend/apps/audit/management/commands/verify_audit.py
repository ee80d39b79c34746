"""`manage.py verify_audit`: is the audit's chain whole? Ends with 1 and names the first entry that is wrong."""

import re
from argparse import ArgumentTypeError

from django.core.management import BaseCommand, CommandError, CommandParser

from apps.audit.verify import verify


def entry(text: str) -> tuple[int, str]:
    """An entry as the command itself prints it. Raises ArgumentTypeError."""
    found = re.fullmatch(r"([0-9]{1,18}):([0-9a-f]{64})", text)
    if not found:
        raise ArgumentTypeError("write it as NUMBER:DIGEST, as this command prints it")
    return int(found[1]), found[2]


class Command(BaseCommand):
    """Compute all digests anew."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """What is known otherwise."""
        parser.add_argument(
            "--noted",
            type=entry,
            metavar="NUMBER:DIGEST",
            help="an entry as syslog, an export or a former run has it",
        )

        parser.add_argument(
            "--resealed", type=int, action="append", default=[], metavar="NUMBER",
            help="an entry that tells of a changed SECRET_KEY, where you know that it was; may be given again",
        )  # fmt: skip

    def handle(self, *_: object, noted: tuple[int, str] | None, resealed: list[int], **__: object) -> None:
        """Says how many agree, and where the chain ends: write that down elsewhere."""
        verdict = verify(noted, resealed)
        if verdict.fault:
            raise CommandError(f"{verdict.fault} {verdict.checked} entries before it agree with their digests.")
        waiting = f" {verdict.waiting} wait for their place in it." if verdict.waiting else ""
        self.stdout.write(f"The chain is whole: {verdict.checked} entries agree with their digests.{waiting}")
        self.stdout.write(f"It ends with {verdict.number}:{verdict.digest}")
