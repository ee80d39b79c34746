"""Addresses below /api/v1/."""

from django.urls import path

from apps.backup import api

urlpatterns = [
    path("operations/backups", api.BackupsView.as_view()),
    path("operations/backups/runs", api.BackupRunsView.as_view()),
]
