"""Addresses below /api/v1/."""

from django.urls import path

from apps.drift import api

urlpatterns = [path("models/<slug:slug>/versions/<number:number>/drift", api.DriftView.as_view())]
