"""Addresses below /api/v1/."""

from django.urls import path

from apps.catalogue import api

urlpatterns = [
    path("models", api.ModelsView.as_view()),
    path("models/<slug:slug>", api.ModelView.as_view()),
    path("models/<slug:slug>/versions/<number:number>", api.VersionView.as_view()),
    path("models/<slug:slug>/versions/<number:number>/thresholds", api.ThresholdsView.as_view()),
]
