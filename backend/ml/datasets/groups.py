"""Which pictures belong together because they look the same."""

from collections.abc import Mapping, Sequence

from ml.datasets.candidate import SURVEY, Candidate

Groups = Mapping[str, str]


class Unions:
    """Disjoint sets of names (Tarjan 1975); the name of a set is the least name in it."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def find(self, name: str) -> str:
        """The name of the set that `name` is in."""
        above = self._above.setdefault(name, name)
        while above != name:
            self._above[name] = self._above[above]
            name, above = above, self._above[above]
        return name

    def join(self, one: str, other: str) -> None:
        """Make one set of two."""
        one, other = sorted((self.find(one), self.find(other)))
        self._above[other] = one

    def groups(self) -> Groups:
        """Every name that was ever joined, with the name of its set."""
        return {name: self.find(name) for name in self._above}


def looking_the_same(kind: str, candidates: Sequence[Candidate]) -> Groups:
    """Names of files that look like another one, each with the name of its group; exact copies included."""
    known = [one for one in candidates if one.facts]
    unions = Unions()
    for left, right in SURVEY.of(kind).near_pairs([one.facts for one in known if one.facts]):
        unions.join(known[left].name, known[right].name)
    return unions.groups()
