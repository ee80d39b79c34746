"""Addresses below /api/v1/."""

from django.urls import path

from apps.rollouts import api

urlpatterns = [
    path("models/<slug:slug>/aliases/<slug:name>", api.AliasView.as_view()),
    path("models/<slug:slug>/alias-changes", api.AliasChangesView.as_view()),
    path("models/<slug:slug>/roll-back", api.RollBackView.as_view()),
    path("models/<slug:slug>/rollouts", api.StartView.as_view()),
    path("rollouts", api.RolloutsView.as_view()),
    path("rollouts/<uuid:rollout_id>", api.RolloutView.as_view()),
    path("rollouts/<uuid:rollout_id>/abort", api.AbortView.as_view()),
    path("rollouts/<uuid:rollout_id>/continue", api.ContinueView.as_view()),
    path("rollouts/<uuid:rollout_id>/promote", api.PromoteView.as_view()),
]
