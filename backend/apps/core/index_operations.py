"""Migrations of indexes that keep nobody waiting who writes. They want a migration with `atomic = False`.

On PostgreSQL a table with rows gets and loses its indexes CONCURRENTLY; ended in the middle, the migration can be run
again. An empty table needs no such care, and a restore or a drill fills its own after it was made: CONCURRENTLY would
wait for every transaction of the whole database. On SQLite, where one writes at a time anyway, nothing is special.
"""

# ruff: noqa: ARG002 - the framework's signatures
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddIndex, AlterField, RemoveIndex
from django.db.migrations.state import ProjectState
from django.db.models import Index, Model


class AddIndexBeside(AddIndex):
    """`AddIndex`."""

    atomic = False

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make it; one that an attempt before this left half done is made anew."""
        _add(schema_editor, to_state.apps.get_model(app_label, self.model_name), self.index)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop it."""
        _drop(schema_editor, from_state.apps.get_model(app_label, self.model_name), self.index.name)


class RemoveIndexBeside(RemoveIndex):
    """`RemoveIndex`."""

    atomic = False

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop it."""
        _drop(schema_editor, from_state.apps.get_model(app_label, self.model_name), str(self.name))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make it again."""
        index = to_state.models[app_label, self.model_name_lower].get_index_by_name(str(self.name))
        _add(schema_editor, to_state.apps.get_model(app_label, self.model_name), index)


class RemoveOwnIndexBeside(AlterField):
    """`AlterField` of a foreign key to `db_index=False` and nothing else, for which SQLite would copy the table."""

    atomic = False

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the index that Django made for the key."""
        model = from_state.apps.get_model(app_label, self.model_name)
        _drop(schema_editor, model, self._index(schema_editor, model).name)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make it again."""
        model = to_state.apps.get_model(app_label, self.model_name)
        _add(schema_editor, model, self._index(schema_editor, model))

    def _index(self, editor: BaseDatabaseSchemaEditor, model: type[Model]) -> Index:
        field = model._meta.get_field(self.name)
        _, column = field.get_attname_column()  # type: ignore[union-attr]  # it is no reverse relation
        # Only Django knows how it named it.
        name = editor._create_index_name(model._meta.db_table, [column])  # type: ignore[attr-defined]
        return Index(fields=[self.name], name=name)


def _add(editor: BaseDatabaseSchemaEditor, model: type[Model], index: Index) -> None:
    if _has_readers(editor, model):
        _drop(editor, model, index.name)
        editor.execute(index.create_sql(model, editor, concurrently=True), params=None)
    else:
        editor.add_index(model, index)


def _drop(editor: BaseDatabaseSchemaEditor, model: type[Model], name: str) -> None:
    concurrently = "CONCURRENTLY" if _has_readers(editor, model) else ""
    editor.execute(f"DROP INDEX {concurrently} IF EXISTS {editor.quote_name(name)}")


def _has_readers(editor: BaseDatabaseSchemaEditor, model: type[Model]) -> bool:
    alias = editor.connection.alias
    return editor.connection.vendor == "postgresql" and model._default_manager.using(alias).exists()
