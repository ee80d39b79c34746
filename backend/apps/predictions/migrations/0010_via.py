from django.db import migrations, models


class Migration(migrations.Migration):
    """A prediction says by which link a guest sent it."""

    dependencies = [("predictions", "0009_trash")]

    operations = [
        migrations.AddField(
            "prediction",
            "via",
            models.JSONField(null=True, help_text="The link that a guest sent it by, its number and its name then"),
        ),
    ]
