"""Addresses below /api/v1/."""

from django.urls import path

from apps.explanations import api

urlpatterns = [path("predictions/<id:prediction_id>/explanation", api.ExplanationView.as_view())]
