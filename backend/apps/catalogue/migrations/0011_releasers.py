"""Who could move `production` until now goes on to be able to: all staff become releasers."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def make_releasers(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes permissions only after all migrations, so this one is made here."""
    using = schema_editor.connection.alias
    content_type, _ = (
        apps.get_model("contenttypes", "ContentType")
        .objects.using(using)
        .get_or_create(app_label="catalogue", model="alias")
    )
    permission, _ = (
        apps.get_model("auth", "Permission")
        .objects.using(using)
        .get_or_create(
            content_type=content_type,
            codename="release",
            defaults={"name": "Can let another version answer by a model's bare name"},
        )
    )
    group, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name="releaser")
    group.permissions.add(permission)
    group.user_set.add(*apps.get_model("auth", "User").objects.using(using).filter(is_staff=True))


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0010_alias_changes"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_releasers, migrations.RunPython.noop)]
