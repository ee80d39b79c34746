"""What a version hears where a request says nothing."""

from django.contrib.auth.models import User
from django.db import transaction

from apps.catalogue.models import Version
from apps.core import audit
from apps.core.errors import FieldError, Problem


@transaction.atomic
def set_default_grammar(slug: str, number: int, grammar: str, by: User) -> Version:
    """Let it be this grammar of the version's bundle from now on, or, where it is empty, anything.

    Raises:
        Problem: 404 where there is no such version; 422 `invalid_options` where its bundle has no such grammar.
    """
    versions = Version.objects.select_for_update(of=("self",)).select_related("model")
    version = versions.filter(model_id=slug, number=number).first()
    if version is None:
        raise Problem(404, "There is no such version.")
    offered = version.parsed.grammars
    if grammar and grammar not in offered:
        detail = f"{version} has no grammar {grammar!r}; it offers {', '.join(offered) or 'none'}."
        errors: list[FieldError] = [{"pointer": "/default_grammar", "detail": detail}]
        raise Problem(422, detail, code="invalid_options", errors=errors)
    version.default_grammar = grammar
    version.save(update_fields=["default_grammar"])
    audit.note("default_grammar_set", by=by, model=slug, version=number, grammar=grammar)
    return version
