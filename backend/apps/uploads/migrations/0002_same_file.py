import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Func, Value

from apps.core.index_operations import AddIndexBeside, RemoveOwnIndexBeside


class Migration(migrations.Migration):
    """An owner's files are found by what they hold: that index begins with the owner, who then needs none alone."""

    atomic = False

    dependencies = [
        ("uploads", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexBeside(
            "upload",
            models.Index(
                F("owner"),
                Func(F("sha256"), Value(1), Value(8), function="substr", output_field=models.CharField()),
                F("created_at"),
                name="same_file",
            ),
        ),
        RemoveOwnIndexBeside(
            "upload",
            "owner",
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="uploads", to=settings.AUTH_USER_MODEL),
        ),
    ]
