"""Addresses below /api/v1/."""

from django.urls import path

from apps.alerts import api

urlpatterns = [
    path("operations/alerts", api.AlertsView.as_view()),
    path("operations/alerts/<id:alert_id>/acknowledge", api.AcknowledgeView.as_view()),
    path("operations/alerts/<id:alert_id>/reopen", api.ReopenView.as_view()),
    path("operations/alerts/<id:alert_id>/snooze", api.SnoozeView.as_view()),
    path("operations/alert-rules", api.RulesView.as_view()),
    path("operations/alert-rules/<str:key>", api.RuleView.as_view()),
]
