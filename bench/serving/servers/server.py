"""What every server under test has in common: a port, and process trees by the names of its parts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.serving import cpu, wire

Form = tuple[str, bytes]


@dataclass(frozen=True)
class Server:
    """`roots` are the parts' process ids; `expected` stands in every good answer; `path` takes a form with `file`."""

    name: str
    port: int
    roots: Mapping[str, int]
    expected: str = '"score"'
    path: str = "/predict"
    headers: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)

    def cpu(self) -> dict[str, float]:
        """CPU seconds so far of each part, ended children included."""
        return cpu.seconds_of(self.roots)

    def upload(self, *files: wire.File) -> bytes:
        """The request that asks for a prediction of these files."""
        return wire.request("POST", self.path, self.port, self.headers, wire.multipart(self.fields, files))
