"""The tables as the applied migrations made them, whatever the code has become since."""

from collections.abc import Iterable, Mapping

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from apps.backup.errors import BackupError

# Tables that a backup leaves out, and why.
LEFT_OUT = {
    "sessions.session": "people sign in again",
    "accounts.ticket": "good for one minute",
    "catalogue.worker": "workers report themselves anew",
    "backup.run": "says what was done on that machine",  # its first name
    "backup.backuprun": "says what was done on that machine",
}
Applied = Mapping[str, tuple[str, ...]]
Historical = type[Model]


def applied_migrations(alias: str) -> Applied:
    """The applied migrations of each app, in the order of their names."""
    recorded = MigrationLoader(connections[alias]).applied_migrations or {}
    apps = sorted({app for app, _ in recorded})
    return {app: tuple(sorted(name for owner, name in recorded if owner == app)) for app in apps}


def historical_models(alias: str, applied: Applied) -> dict[str, Historical]:
    """The models of all tables that are kept, by their labels, as they are after these migrations.

    They write what they are given: no field fills itself with the time of now.
    """
    loader = MigrationLoader(connections[alias])
    state = loader.project_state(_targets(loader, applied))
    found = [model for model in state.apps.get_models(include_auto_created=True) if model._meta.managed]
    kept = [model for model in found if model._meta.label_lower not in LEFT_OUT]
    for field in (field for model in kept for field in model._meta.fields):
        for self_filling in ("auto_now", "auto_now_add"):
            if getattr(field, self_filling, False):
                setattr(field, self_filling, False)
    return {model._meta.label_lower: model for model in sorted(kept, key=lambda model: model._meta.label_lower)}


def migrate_to(alias: str, applied: Applied) -> None:
    """Give an empty database the tables of these migrations. Raises BackupError if this code lacks one of them."""
    executor = MigrationExecutor(connections[alias])
    executor.migrate(_targets(executor.loader, applied))


def migrate_on(alias: str) -> None:
    """Go on from there to what this code wants, with all that follows a migration."""
    call_command("migrate", database=alias, interactive=False, verbosity=0)


def reset_sequences(alias: str, models: Iterable[Historical]) -> None:
    """New rows get numbers after those that were loaded."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)


def _targets(loader: MigrationLoader, applied: Applied) -> list[tuple[str, str]]:
    """The last migrations of each app: those that no other applied one of the same app builds on."""
    nodes = {(app, name) for app, names in applied.items() for name in names}
    known = set(loader.graph.nodes)
    unknown = sorted(nodes - known - {key for one in loader.replacements.values() for key in one.replaces})
    if unknown:
        app, name = unknown[0]
        raise BackupError(
            f"The migration {app}.{name} is not known here: a newer Slipway applied it. "
            "Use that version or a newer one."
        )
    here = nodes & known
    parents = {parent.key for key in here for parent in loader.graph.node_map[key].parents if parent.key[0] == key[0]}
    return sorted(here - parents)
