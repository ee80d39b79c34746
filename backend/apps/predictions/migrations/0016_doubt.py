from django.db import migrations, models
from django.db.models import Q

from apps.core.index_operations import AddIndexBeside
from apps.predictions.doubt import InDoubt, Outside


class Migration(migrations.Migration):
    """The history finds what was not sure, or outside, without reading all the rest."""

    atomic = False

    dependencies = [("predictions", "0015_webhook")]

    operations = [
        AddIndexBeside("prediction", models.Index(fields=["owner", "-created_at", "-id"], name="in_doubt_of_owner", condition=Q(InDoubt("output")))),
        AddIndexBeside("prediction", models.Index(fields=["owner", "-created_at", "-id"], name="outside_of_owner", condition=Q(Outside("output")))),
    ]
