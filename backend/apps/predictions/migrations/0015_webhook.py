from django.db import migrations, models


class Migration(migrations.Migration):
    """A prediction says who is told when it has ended."""

    dependencies = [("predictions", "0014_trial")]

    operations = [
        migrations.AddField(
            "prediction",
            "webhook",
            models.JSONField(null=True, help_text="Who is told when it has ended: apps.webhooks.outbox.Target"),
        ),
    ]
