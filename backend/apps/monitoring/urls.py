"""Addresses below /api/v1/."""

from django.urls import path

from apps.monitoring import api

urlpatterns = [
    path("operations/overview", api.OverviewView.as_view()),
    path("operations/predictions", api.EverybodysPredictionsView.as_view()),
    path("operations/predictions/reruns", api.RerunsView.as_view()),
    path("operations/predictions/<id:prediction_id>", api.FailedPredictionView.as_view()),
    path("operations/predictions/<id:prediction_id>/input", api.FailedInputView.as_view()),
]
