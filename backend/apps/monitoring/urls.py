"""Addresses below /api/v1/."""

from django.urls import path

from apps.monitoring import api

urlpatterns = [
    path("operations/overview", api.OverviewView.as_view()),
    path("operations/predictions", api.EverybodysPredictionsView.as_view()),
]
