import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0006_number_of_deleted_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="model",
            name="owner",
            field=models.ForeignKey(blank=True, help_text="Who made it for themselves: it is theirs and the staff's to see. Nobody: it is everybody's", null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name="alias",
            name="version",
            field=models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name="aliases", to="catalogue.version"),
        ),
    ]
