import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0007_models_of_one_person"),
        ("predictions", "0010_via"),
    ]

    operations = [
        migrations.AlterField(
            model_name="prediction",
            name="version",
            field=models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name="predictions", to="catalogue.version"),
        ),
    ]
