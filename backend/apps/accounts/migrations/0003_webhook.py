from django.db import migrations, models


class Migration(migrations.Migration):
    """A key says who is told when predictions that came with it have ended."""

    dependencies = [("accounts", "0002_rights_of_tickets")]

    operations = [
        migrations.AddField(
            "apikey",
            "webhook",
            models.UUIDField(editable=False, null=True, help_text="Who is told when what came with it has ended"),
        ),
    ]
