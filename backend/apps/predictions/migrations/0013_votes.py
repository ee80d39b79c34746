"""Which of two answers to one file is better."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("predictions", "0012_words_of_answers")]

    operations = [
        migrations.CreateModel(
            "Vote",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "better",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="won", to="predictions.prediction"
                    ),
                ),
                (
                    "worse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lost", to="predictions.prediction"
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("better", "worse"), name="vote_once")]},
        ),
    ]
