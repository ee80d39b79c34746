"""Addresses below /api/v1/."""

from django.urls import path

from apps.rollouts import api

urlpatterns = [
    path("models/<slug:slug>/aliases/<slug:name>", api.AliasView.as_view()),
    path("models/<slug:slug>/alias-changes", api.AliasChangesView.as_view()),
    path("models/<slug:slug>/roll-back", api.RollBackView.as_view()),
]
