"""What a request may ask of a speech model."""

from collections.abc import Mapping
from itertools import islice
from typing import Annotated, Self

from pydantic import Field

from ml.bundle import Manifest
from ml.options import Fault, RequestOptions
from ml.speech.grammar.automaton import ANY
from ml.speech.grammar.entries import SHOWN, EntryError, words_of
from ml.speech.postprocess import Alphabet, alphabet_of

MOST_ENTRIES, MOST_BYTES = 2_000, 64 * 1024
MOST_FAULTS = 20  # are named at once
CHOICES = ("keywords", "one_of", "grammar")
Entries = Annotated[list[str], Field(min_length=1, max_length=MOST_ENTRIES)]


class SpeechOptions(RequestOptions):
    """What may be heard: at most one of the three; none of them is what the version usually does."""

    keywords: Entries | None = Field(None, description="Only these words are heard, any number of them.")
    one_of: Entries | None = Field(None, description="The whole sound is exactly one of these words or phrases.")
    grammar: str | None = Field(
        None,
        min_length=1,
        max_length=63,
        description=f"A grammar that the version offers, as `digits`; `{ANY}` is none, where one is usual.",
    )

    @property
    def entries(self) -> Mapping[str, list[str]]:
        """The words or phrases under the name of their option."""
        given = {"keywords": self.keywords, "one_of": self.one_of}
        return {name: entries for name, entries in given.items() if entries is not None}

    @property
    def chosen(self) -> list[str]:
        """Which of the three."""
        return [name for name in CHOICES if getattr(self, name) is not None]

    @property
    def needs_version(self) -> bool:
        """Whether it depends on the version what they mean."""
        return bool(self.chosen)

    def usual(self, grammar: str) -> Self:
        """With the version's usual grammar, where the request chose nothing."""
        return self if self.chosen or not grammar else self.model_copy(update={"grammar": grammar})

    def faults(self) -> list[Fault]:
        """What is wrong whichever version answers."""
        if len(self.chosen) > 1:
            sentence = f"Of {' and '.join(self.chosen)} only one can be chosen."
            return [Fault(name, sentence) for name in self.chosen]
        sizes = {name: sum(len(entry.encode()) for entry in entries) for name, entries in self.entries.items()}
        return [
            Fault(name, f"{name}: {size} bytes are more than the limit of {MOST_BYTES}.")
            for name, size in sizes.items()
            if size > MOST_BYTES
        ]

    def faults_for(self, manifest: Manifest) -> list[Fault]:
        """What a version cannot hear or does not offer."""
        if self.grammar not in {None, ANY, *manifest.grammars}:
            offered = ", ".join(manifest.grammars) or "none"
            return [Fault("grammar", f"{manifest.slug} has no grammar {self.grammar!r}; it offers {offered}.")]
        alphabet = alphabet_of(manifest)
        found = (_fault(name, at, one, alphabet) for name, of in self.entries.items() for at, one in enumerate(of))
        return list(islice((fault for fault in found if fault), MOST_FAULTS))


def _fault(name: str, at: int, entry: str, alphabet: Alphabet) -> Fault | None:
    try:
        words_of(entry, alphabet)
    except EntryError as error:
        shown = entry if len(entry) <= SHOWN else entry[:SHOWN] + "…"
        return Fault(f"{name}/{at}", f"Entry {at + 1}, {shown!r}: {error}.")
    return None


OPTIONS = SpeechOptions
