"""How a scenario shall be run."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.serving.places import ROOT
from bench.serving.servers.slipway import ROLES, Slipway, slipway


@dataclass(frozen=True, slots=True)
class Options:
    """From the command line. `against`: a second checkout, measured in the same rounds."""

    quick: bool = False
    on_postgres: bool = False
    peers: Sequence[str] = ("litserve", "django")
    checkout: Path = ROOT
    against: Path | None = None

    def seconds(self, usual: float) -> float:
        """Of one round."""
        return usual / 3 if self.quick else usual

    def rounds(self, usual: int) -> int:
        """How many of them."""
        return min(usual, 2) if self.quick else usual

    def slipways(
        self,
        stack: ExitStack,
        bundles: Sequence[Path],
        variables: Mapping[str, str] | None = None,
        roles: Sequence[str] = ROLES,
    ) -> Iterator[Slipway]:
        """The one that is measured, and the one that it is measured against, with bundles installed."""
        for checkout, name in ((self.checkout, "Slipway"), (self.against, "Slipway before")):
            if checkout:
                running = stack.enter_context(
                    slipway(
                        on_postgres=self.on_postgres, checkout=checkout, name=name, variables=variables, roles=roles
                    )
                )
                for bundle in bundles:
                    running.install(bundle)
                yield running
