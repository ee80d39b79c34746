"""Addresses below /api/v1/."""

from django.urls import path

from apps.shadows import api

urlpatterns = [
    path("models/<slug:slug>/shadows", api.StartShadowView.as_view()),
    path("shadows", api.ShadowsView.as_view()),
    path("shadows/<uuid:shadow_id>", api.ShadowView.as_view()),
    path("shadows/<uuid:shadow_id>/end", api.EndShadowView.as_view()),
    path("shadows/<uuid:shadow_id>/differences", api.DifferencesView.as_view()),
    path("shadows/<uuid:shadow_id>/differences/<int:number>/vote", api.VoteView.as_view()),
    path("shadows/<uuid:shadow_id>/differences/<int:number>/file", api.DifferenceFileView.as_view()),
]
