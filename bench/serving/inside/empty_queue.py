"""Delete what waits or is claimed."""

from apps.predictions.models import Prediction, Status

if __name__ == "__main__":
    Prediction.objects.filter(status__in=(Status.QUEUED, Status.PROCESSING)).delete()
