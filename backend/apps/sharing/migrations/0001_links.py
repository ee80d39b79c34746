from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Links that open a model to guests."""

    initial = True

    dependencies = [
        ("catalogue", "0006_number_of_deleted_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("most_a_day", models.PositiveIntegerField(help_text="Files that are taken on one day, which begins at 0:00 UTC")),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("uses", models.PositiveIntegerField(default=0, help_text="Files that came by it")),
                ("used_on", models.DateField(help_text="The day of the last use", null=True)),
                ("uses_that_day", models.PositiveIntegerField(default=0)),
                ("last_used_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "model",
                    models.ForeignKey(on_delete=models.deletion.CASCADE, related_name="links", to="catalogue.model"),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=models.deletion.CASCADE, related_name="links", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"ordering": ("-created_at", "-id")},
        ),
    ]
