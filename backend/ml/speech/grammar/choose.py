"""Which grammar a request means."""

from functools import lru_cache

from ml.bundle import Manifest
from ml.errors import BadInput, BundleError
from ml.options import OptionsError, RequestOptions, check_for
from ml.speech.grammar.automaton import ANY, Automaton, any_of, one_of
from ml.speech.grammar.entries import words_of
from ml.speech.grammar.graph import graph_of
from ml.speech.grammar.pattern import PatternError, compiled
from ml.speech.grammar.read import GrammarReader
from ml.speech.options import SpeechOptions
from ml.speech.postprocess import alphabet_of

KEPT = 8  # grammars of a version; the largest takes some 5 MB


class Readers:
    """The grammars of one version, each made ready once; threads may share them."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._read = lru_cache(KEPT)(self._made)

    def of(self, options: RequestOptions | None) -> GrammarReader | None:
        """What reads for a request; None where anything may be heard. Raises BadInput, `invalid_options`."""
        if not isinstance(options, SpeechOptions) or not options.chosen or options.grammar == ANY:
            return None
        return self._read(options.model_dump_json())

    def _made(self, chosen: str) -> GrammarReader:
        options = SpeechOptions.model_validate_json(chosen)
        try:
            check_for(options, self._manifest)
        except OptionsError as error:
            raise BadInput("invalid_options", str(error)) from error
        return GrammarReader(automaton_of(options, self._manifest), alphabet_of(self._manifest))


def automaton_of(options: SpeechOptions, manifest: Manifest) -> Automaton:
    """The automaton of options that chose something and have no faults for the manifest."""
    alphabet = alphabet_of(manifest)
    if options.keywords is not None:
        return any_of(word for entry in options.keywords for word in words_of(entry, alphabet))
    if options.one_of is not None:
        return one_of(words_of(entry, alphabet) for entry in options.one_of)
    return compiled(options.grammar or "", _patterns(manifest))


def check_grammars(manifest: Manifest) -> None:
    """Raises BundleError where a grammar cannot be read, or holds what the model does not write."""
    for name in manifest.grammars:
        try:
            graph_of(compiled(name, _patterns(manifest)), alphabet_of(manifest))
        except PatternError as error:
            raise BundleError(f"{manifest.slug}: the grammar {name!r} cannot be read: {error}") from error
        except KeyError as error:
            raise BundleError(f"{manifest.slug}: the grammar {name!r} holds {error}, which is not written") from error


def _patterns(manifest: Manifest) -> dict[str, str]:
    return {name: grammar.pattern for name, grammar in manifest.grammars.items()}
