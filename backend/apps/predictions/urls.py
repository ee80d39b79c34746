"""Addresses below /api/v1/."""

from django.urls import path

from apps.predictions import api, feedback_api, media, trash_api, votes_api

urlpatterns = [
    path("predictions", api.PredictionsView.as_view()),
    path("predictions/trash", trash_api.TrashView.as_view()),
    path("predictions/restore", trash_api.RestoreView.as_view()),
    path("predictions/<id:prediction_id>", api.PredictionView.as_view()),
    path("predictions/<id:prediction_id>/cancel", api.CancelView.as_view()),
    path("predictions/<id:prediction_id>/retry", api.RetryView.as_view()),
    path("predictions/<id:prediction_id>/events", api.EventsView.as_view()),
    path("predictions/<id:prediction_id>/feedback", feedback_api.FeedbackView.as_view()),
    path("predictions/<id:prediction_id>/input", media.InputView.as_view()),
    path("predictions/<id:prediction_id>/thumbnail", media.ThumbnailView.as_view()),
    path("predictions/<id:prediction_id>/seen", media.SeenView.as_view()),
    path("predictions/<id:prediction_id>/transcript", media.TranscriptView.as_view()),
    path("predictions/<id:prediction_id>/votes", votes_api.VotesView.as_view()),
    path("predictions/<id:prediction_id>/votes/<id:other_id>", votes_api.VoteView.as_view()),
    path("models/<slug:slug>/votes", votes_api.StandingsView.as_view()),
    path("summary", api.SummaryView.as_view()),
    path("limits", api.LimitsView.as_view()),
]
