import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence

from django.core.management.base import BaseCommand, CommandError

from apps.catalogue.models import Calibration, Version
from apps.catalogue.selectors import resolve
from apps.core.errors import Problem, StorageAway
from apps.engines import calibrations
from ml.calibration.process import Others
from ml.errors import BundleError, CalibrationError, DeviceError
from ml.kinds import KINDS

# Beside more other work than this it is measured how that work computes.
MOST_OTHERS = 0.25
# In less each way is measured once, if at all, and the first one wins.
LEAST_SECONDS, MOST_SECONDS = 1, 3600


class Command(BaseCommand):
    help = (
        "Measures how versions compute on this device; workers that load them here later do it in the best way found."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which versions, and how long."""
        parser.add_argument("models", nargs="*", metavar="MODEL", help="slug, slug@alias or slug/versions/N")
        parser.add_argument("--all", action="store_true", dest="everything", help="every version that is offered")
        parser.add_argument("--seconds", type=float, default=60.0, help="for each version (60)")
        parser.add_argument("--anyway", action="store_true", help="although this machine does other work")

    def handle(
        self, *_args: object, models: list[str], everything: bool, seconds: float, anyway: bool, **_options: object
    ) -> None:
        """Measure one version after the other. Raises CommandError with what could not be measured, and why."""
        if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
            raise CommandError(f"--seconds is {LEAST_SECONDS} to {MOST_SECONDS}; a minute is enough for most.")
        versions = _versions(models, everything)
        if not anyway:
            _check_quiet()
        wrong = [sentence for version in versions if (sentence := self._calibrate(version, seconds, anyway))]
        if wrong:
            raise CommandError("\n".join(wrong))

    def _calibrate(self, version: Version, seconds: float, anyway: bool) -> str:
        """What was wrong; nothing where all is well."""
        self.stdout.write(f"{version}: some {seconds:.0f} s ...")
        try:
            measured = calibrations.measure(version, seconds)
        except (CalibrationError, BundleError, DeviceError, StorageAway) as error:
            return f"{version}: {error}"
        except KeyboardInterrupt as error:
            raise CommandError(f"Stopped: of {version} nothing is kept.") from error
        if (measured.others or 0) > MOST_OTHERS and not anyway:
            return f"{version}: {_others(measured.others or 0)} Nothing is kept."
        self.stdout.write(said(calibrations.keep(version, measured)))
        return ""


def said(kept: Calibration) -> str:
    """What came out, in a line."""
    setup = kept.setup
    items = " / ".join(str(most["items"]) for most in setup["most"])
    rates = " / ".join(f"{rate:,.1f}" for rate in kept.per_second)
    threads = "1 thread" if setup["threads"] == 1 else f"{setup['threads']} threads"
    return f"{kept}: batches of {items}, {threads}, {setup['lanes']} at once; {rates} items a second"


def _versions(models: Sequence[str], everything: bool) -> list[Version]:
    if everything == bool(models):
        raise CommandError("Name models, as slug, slug@alias or slug/versions/N, or say --all.")
    return list(Version.objects.filter(hidden=False)) if everything else list(dict.fromkeys(_named(models)))


def _named(models: Sequence[str]) -> Iterator[Version]:
    for name in models:
        try:
            yield resolve(name, *KINDS).version
        except Problem as problem:
            raise CommandError(str(problem.detail)) from problem


def _check_quiet() -> None:
    others = Others()
    time.sleep(1)
    share = others.share() or 0
    if share > MOST_OTHERS:
        raise CommandError(f"{_others(share)} Try again in a quiet moment, or say --anyway.")


def _others(share: float) -> str:
    return f"Other work takes {share:.0%} of this machine, so that figures would be of that."
